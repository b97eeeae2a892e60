"""Instruments, bars and quotes over HTTP; every price is a decimal string with its label."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from alley.markets import queries
from alley.markets.charts.bars import BarView
from alley.markets.models import Instrument, Interval
from alley.markets.quotes import text_or_none
from alley.markets.reaction import stamp
from alley.refusals import Refusal, Refused
from alley.shell.pages import public

router = Router(tags=["markets"])
MOST = 100
MOST_POINTS = 5_000


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
    return _described([found])[0]


@router.get("/instruments/{symbol}/bars")
def bars(
    request: HttpRequest,
    response: HttpResponse,
    symbol: str,
    interval: str = Interval.DAY.value,
    points: int | None = None,
) -> dict[str, Any]:
    """`from` and `to` are RFC 3339 times or dates; `points` thins without losing a high or low."""
    if interval not in Interval.values:
        raise Refused(_bad(f"interval is one of {', '.join(Interval.values)}"))
    found = _known(symbol)
    start, end = _time(request, "from"), _time(request, "to")
    most = min(max(points or MOST_POINTS, 1), MOST_POINTS)
    rows = queries.bars_for(found.symbol, interval, start, end, most)
    public(request, response, f"instrument:{found.symbol}")
    return {"items": [_bar(row) for row in rows], "next": None, "interval": interval}


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


def _bar(bar: BarView) -> dict[str, Any]:
    numbers = ("open", "high", "low", "close", "volume")
    return {
        "time": stamp(bar.time),
        **{name: text_or_none(getattr(bar, name)) for name in numbers},
    }
