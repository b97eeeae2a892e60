"""Splits and dividends of an instrument, as its price history is adjusted by them."""

from collections.abc import Sequence
from datetime import date

from alley.markets.adjustments import Dividend, Split
from alley.markets.models import CorporateAction

Kind = CorporateAction.Kind


def corporate_actions(symbol: str, as_of: date | None = None) -> Sequence[CorporateAction]:
    """Oldest first; with `as_of` only what had happened by then (a replay must not look ahead)."""
    found = CorporateAction.objects.filter(instrument__symbol=symbol)
    return list(found.filter(ex_date__lte=as_of) if as_of else found)


def splits_in(actions: Sequence[CorporateAction]) -> list[Split]:
    return [
        Split(action.ex_date, action.new, action.old, changes_count=action.kind == Kind.SPLIT)
        for action in actions
        if action.kind in {Kind.SPLIT, Kind.UNIT} and action.new and action.old
    ]


def dividends_in(actions: Sequence[CorporateAction]) -> list[Dividend]:
    return [
        Dividend(action.ex_date, action.amount)
        for action in actions
        if action.kind == Kind.DIVIDEND and action.amount
    ]


def splits_of(symbol: str, as_of: date | None = None) -> list[Split]:
    return splits_in(corporate_actions(symbol, as_of))


def dividends_of(symbol: str, as_of: date | None = None) -> list[Dividend]:
    return dividends_in(corporate_actions(symbol, as_of))
