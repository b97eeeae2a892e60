"""Take in a file of instruments: new ones made, changed ones changed, the rest left alone."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from django.db import transaction
from django.db.models import F

from alley.markets.actions.share_classes import classify
from alley.markets.importing.instruments import Listing, Unusable, listing
from alley.markets.models import Alias, Instrument, Master

STARTER = Path(__file__).parent.parent / "data" / "starter.csv"
COLUMNS = [column.name for column in fields(Listing) if column.name != "aliases"]
BATCH = 2_000


@dataclass
class Report:
    seen: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def import_instruments(rows: Iterable[dict[str, str | None]], *, rank: int | None = None) -> Report:
    """Every row that can be used goes in; a bad one is refused with its line and the reason."""
    report = Report()
    known = {row[0]: row for row in Instrument.objects.values_list(*COLUMNS)}
    wanted = _usable(rows, rank, report)
    fresh = [found for found in wanted.values() if found.symbol not in known]
    changed = [
        found
        for found in (_kept(found, known) for found in wanted.values())
        if found.symbol in known and known[found.symbol] != _values(found)
    ]
    Instrument.objects.bulk_create([_row(found) for found in fresh], batch_size=BATCH)
    if changed:
        Instrument.objects.bulk_create(
            [_row(found) for found in changed],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["symbol"],
            update_fields=COLUMNS[1:],
        )
    report.new, report.updated = len(fresh), len(changed)
    report.unchanged = len(wanted) - len(fresh) - len(changed)
    if fresh or changed:
        classify({found.symbol: found for found in (*fresh, *changed)})
    if _save_aliases(wanted) or fresh or changed:
        names_changed()
    return report


def import_starter_set() -> Report:
    """The few hundred best-known instruments that come with the package."""
    with STARTER.open(newline="", encoding="utf-8") as file:
        return import_instruments(csv.DictReader(file), rank=10)


def _usable(
    rows: Iterable[dict[str, str | None]], rank: int | None, report: Report
) -> dict[str, Listing]:
    wanted: dict[str, Listing] = {}
    for line, row in enumerate(rows, start=2):
        report.seen += 1
        try:
            found = listing(row, rank)
            if found.symbol in wanted:
                raise Unusable(f"{found.symbol} stands twice in this file")
            wanted[found.symbol] = found
        except Unusable as error:
            report.refused.append((line, str(error)))
    return wanted


def _kept(found: Listing, known: dict[str, tuple[object, ...]]) -> Listing:
    """A second source never makes a well-known listing less well known, nor forgets its size."""
    if found.symbol not in known:
        return found
    before = dict(zip(COLUMNS, known[found.symbol], strict=True))
    rank = min(int(str(before["rank"])), found.rank)
    if found.shares is None and before["shares"] is not None:
        return replace(found, rank=rank, shares=int(str(before["shares"])))
    return replace(found, rank=rank)


def _values(found: Listing) -> tuple[object, ...]:
    return tuple(getattr(found, column) for column in COLUMNS)


def _named(found: Listing) -> dict[str, object]:
    return dict(zip(COLUMNS, _values(found), strict=True))


def _row(found: Listing) -> Instrument:
    return Instrument(**_named(found))


def _save_aliases(wanted: dict[str, Listing]) -> int:
    named = {symbol: found for symbol, found in wanted.items() if found.aliases}
    ids: dict[str, int] = dict(
        Instrument.objects.filter(symbol__in=list(named)).values_list("symbol", "pk")
        if len(named) < 900
        else Instrument.objects.values_list("symbol", "pk")
    )
    have = set(Alias.objects.values_list("instrument_id", "text", "kind"))
    new = [
        Alias(instrument_id=ids[symbol], text=text, kind=kind)
        for symbol, found in named.items()
        for text, kind in found.aliases
        if (ids[symbol], text, kind) not in have
    ]
    Alias.objects.bulk_create(new, batch_size=BATCH)
    return len(new)


def names_changed() -> None:
    Master.objects.get_or_create(pk=1)
    Master.objects.filter(pk=1).update(version=F("version") + 1)
