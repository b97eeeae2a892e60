"""The markets at a glance: what moved, a map of it by kind, and when markets trade."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from alley.markets.models import Kind
from alley.markets.quotes import QuoteView
from alley.markets.sessions import TradingSession, calendar_of, is_open, trading_sessions, turns
from alley.site.queries.heat import Heat, heat
from alley.site.queries.priced import priced_instruments

MOVERS = 5
VENUES = (
    ("XNYS:", "New York"),
    ("XLON:", "London"),
    ("XETR:", "Frankfurt"),
    ("XTKS:", "Tokyo"),
    ("XHKG:", "Hong Kong"),
)
AHEAD = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Venue:
    name: str
    is_open: bool
    turns: datetime | None  # when it next opens or closes
    holidays: tuple[date, ...]
    early: tuple[TradingSession, ...]  # days that end before their time


@dataclass(frozen=True, slots=True)
class Overview:
    kinds: list[tuple[str, list[QuoteView]]]
    risers: list[QuoteView]
    fallers: list[QuoteView]
    map: list[Heat]
    venues: list[Venue]
    now: datetime


def overview() -> Overview:
    now = timezone.now()
    priced = priced_instruments()
    rows = [
        (Kind(kind).many, [quote for _, quote in found])
        for kind, found in groupby(priced, key=lambda one: one[0].kind)
    ]
    moved = _moved([quote for _, quotes in rows for quote in quotes])
    return Overview(
        kinds=rows,
        risers=[quote for quote in reversed(moved) if quote.direction == "up"][:MOVERS],
        fallers=[quote for quote in moved if quote.direction == "down"][:MOVERS],
        map=heat(priced),
        venues=[_venue(symbol, name, now) for symbol, name in VENUES],
        now=now,
    )


def _moved(quotes: Sequence[QuoteView]) -> list[QuoteView]:
    """From the largest fall to the largest rise; old moves only where new ones are too few."""
    moved = [quote for quote in quotes if quote.change_percent]
    fresh = [quote for quote in moved if not quote.stale]
    known = fresh if len(fresh) >= 2 * MOVERS else moved
    return sorted(known, key=lambda quote: quote.change_percent or Decimal(0))


def _venue(symbol: str, name: str, now: datetime) -> Venue:
    today = now.date()
    sessions = trading_sessions(symbol, today, today + AHEAD)
    trading = {session.day for session in sessions}
    known = calendar_of(symbol) is not None and bool(sessions)
    weekdays = (today + timedelta(days=number) for number in range(AHEAD.days + 1))
    usual = max((session.closes - session.opens for session in sessions), default=None)
    return Venue(
        name=name,
        is_open=is_open(symbol, now),
        turns=turns(symbol, now),
        holidays=tuple(
            day for day in weekdays if known and day.weekday() < 5 and day not in trading
        ),
        early=tuple(s for s in sessions if usual is not None and s.closes - s.opens < usual),
    )
