"""Instruments, bars and quotes over HTTP; every price is a decimal string with its label."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from alley.markets import queries
from alley.markets.models import Adjustment, CorporateAction, Instrument, Interval
from alley.markets.quotes import text_or_none
from alley.refusals import Refusal, Refused
from alley.shell.pages import public

router = Router(tags=["markets"])
MOST = 100
MOST_POINTS = 5_000
BAR = ("open", "high", "low", "close", "volume")


@router.get("/instruments")
def instruments(
    request: HttpRequest, response: HttpResponse, q: str = "", limit: int = 20
) -> dict[str, Any]:
    found = queries.search_instruments(q, min(max(limit, 1), MOST))
    public(request, response, "instruments")
    return {"items": _described(list(found)), "next": None}


@router.get("/instruments/{symbol}")
def instrument(request: HttpRequest, response: HttpResponse, symbol: str) -> dict[str, Any]:
    found = _known(symbol)
    public(request, response, f"instrument:{found.symbol}")
    quote = queries.quotes_for([found.symbol]).get(found.symbol)
    known = queries.ranges_of(quote)
    return {**_described([found])[0], "ranges": known.as_dict() if known else None}


@router.get("/instruments/{symbol}/bars")
def bars(
    request: HttpRequest,
    symbol: str,
    interval: str = Interval.DAY.value,
    points: int | None = None,
    adjust: str = Adjustment.SPLIT.value,
) -> HttpResponse:
    """`from` and `to` are RFC 3339 times or dates; `points` thins without losing a high or low;
    `adjust` is raw (as traded), split or total (dividends too)."""
    if interval not in Interval.values:
        raise Refused(_bad(f"interval is one of {', '.join(Interval.values)}"))
    if adjust not in Adjustment.values:
        raise Refused(_bad(f"adjust is one of {', '.join(Adjustment.values)}"))
    found = _known(symbol)
    start, end = _time(request, "from"), _time(request, "to")
    most = min(max(points or MOST_POINTS, 1), MOST_POINTS)
    series = queries.series_of(found.symbol, interval, start, end, adjust=adjust, points=most)
    answer = HttpResponse(_bars_text(series, interval), content_type="application/json")
    return public(request, answer, f"instrument:{found.symbol}")


@router.get("/instruments/{symbol}/corporate-actions")
def corporate_actions(request: HttpRequest, response: HttpResponse, symbol: str) -> dict[str, Any]:
    """Splits, dividends, new symbols and units, oldest first."""
    found = _known(symbol)
    rows = queries.corporate_actions(found.symbol)
    public(request, response, f"instrument:{found.symbol}")
    return {"items": [_action(row) for row in rows], "next": None}


@router.get("/quotes")
def quotes(request: HttpRequest, response: HttpResponse, symbols: str) -> dict[str, Any]:
    wanted = [symbol.strip() for symbol in symbols.split(",") if symbol.strip()]
    if len(wanted) > MOST:
        raise Refused(_bad(f"at most {MOST} symbols at a time"))
    found = queries.quotes_for(wanted)
    public(request, response, *(f"instrument:{symbol}" for symbol in found), fresh=1, stale=5)
    return {
        "items": [{"symbol": symbol, **quote.as_dict()} for symbol, quote in found.items()],
        "next": None,
    }


def _known(symbol: str) -> Instrument:
    found = queries.instrument_for(symbol)
    if found is None:
        raise Refused(Refusal("not_found", "There is no such instrument here.", status=404))
    return found


def _time(request: HttpRequest, name: str) -> datetime | None:
    written = request.GET.get(name)
    if not written:
        return None
    try:
        return queries.aware(datetime.fromisoformat(written.replace(" ", "+")))
    except ValueError:
        raise Refused(_bad(f"{name} is a date or an RFC 3339 time")) from None


def _bad(words: str) -> Refusal:
    return Refusal("bad_request", words, status=422)


def _described(found: list[Instrument]) -> list[dict[str, Any]]:
    """The contract's Instrument, with its quote: two queries whatever the number."""
    latest = queries.quotes_for(one.symbol for one in found)
    aliases = queries.aliases_of(found)
    plain = ("symbol", "name", "kind", "currency", "unit", "mic", "ticker", "isin", "figi")
    return [
        {
            **{name: getattr(one, name) or None for name in plain},
            "aliases": aliases.get(one.pk, []),
            "listed": one.listed,
            "delisted": one.delisted,
            "quote": latest[one.symbol].as_dict() if one.symbol in latest else None,
        }
        for one in found
    ]


def _action(row: CorporateAction) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "date": row.ex_date,
        "new": text_or_none(row.new),
        "old": text_or_none(row.old),
        "amount": text_or_none(row.amount),
        "currency": row.currency or None,
        "was": row.was or None,
        "becomes": row.becomes or None,
        "label": row.label or None,
        "source": row.source,
    }


def _bars_text(series: queries.Series, interval: str) -> str:
    """Written straight from the columns: through dicts it took four times as long."""
    columns = series.columns
    texts = [columns.texts(name) for name in BAR]
    keys = [f'"{name}": ' for name in BAR]
    items = ", ".join(
        f'{{"time": "{stamp}", '
        + ", ".join(
            key + ("null" if text is None else f'"{text}"')
            for key, text in zip(keys, row, strict=True)
        )
        + "}"
        for stamp, row in zip(columns.stamps(), zip(*texts, strict=True), strict=True)
    )
    rest = {
        "next": None,
        "interval": interval,
        "adjustment": series.adjustment,
        "sources": [
            {"source": one.source, "kind": one.kind, "adjustment": one.adjustment}
            for one in series.origins
        ],
    }
    return f'{{"items": [{items}], {json.dumps(rest)[1:]}'
