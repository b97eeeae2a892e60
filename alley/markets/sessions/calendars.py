"""Trading sessions by market identifier code, with holidays, early closes and lunch breaks.

From exchange_calendars, kept as plain numbers; pandas is loaded only when a calendar is first
asked for. Crypto trades always; currencies from Sunday to Friday, 17:00 New York.
"""

import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

# Calendars fail for some early years (XTAE, ASEX, XBEL); the first start that works is used.
STARTS = ("1990-01-01", "1997-01-01", "2000-01-01", "2010-01-01", "2018-01-01", "2026-01-05")
ALIASES = {
    **dict.fromkeys(("XNAS", "ARCX", "XASE", "BATS", "OTCM", "PINX", "OOTC", "OTCB"), "XNYS"),
    **dict.fromkeys(("OTCQ", "IEXG", "INDEX"), "XNYS"),
    **dict.fromkeys(("XBER", "XMUN", "XHAN"), "XFRA"),
    "XSHE": "XSHG",
    "XNSE": "XBOM",
    "MISX": "XMOS",
    "XJPX": "XTKS",
    "XTSX": "XTSE",
    "COMDTY": "CMES",
}
INDEXES = {"FTSE": "XLON", "GDAXI": "XETR", "FCHI": "XPAR", "N225": "XTKS", "HSI": "XHKG"}
NEW_YORK = ZoneInfo("America/New_York")
FX_FIRST = date(1990, 1, 1)
HOLIDAYS_OF_ALL = {(1, 1), (12, 25)}


@dataclass(frozen=True, slots=True)
class TradingSession:
    day: date
    opens: datetime
    closes: datetime
    lunch: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class Calendar:
    """Moments in seconds since 1970; `breaks` are equal to the close where there is no lunch."""

    zone: str
    days: tuple[date, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    break_starts: tuple[int, ...]
    break_ends: tuple[int, ...]

    def covers(self, moment: datetime) -> bool:
        return self.opens[0] <= moment.timestamp() < self.closes[-1]

    def place(self, moment: datetime) -> int:
        """The session that is on, or was the last to open."""
        return bisect_right(self.opens, moment.timestamp()) - 1

    def is_open(self, moment: datetime) -> bool:
        place, at = self.place(moment), moment.timestamp()
        return at < self.closes[place] and not (
            self.break_starts[place] <= at < self.break_ends[place]
        )

    def session_on(self, day: date) -> TradingSession | None:
        place = bisect_right(self.days, day) - 1
        return self.session(place) if place >= 0 and self.days[place] == day else None

    def session(self, place: int) -> TradingSession:
        has_lunch = self.break_starts[place] < self.break_ends[place]
        return TradingSession(
            self.days[place],
            _utc(self.opens[place]),
            _utc(self.closes[place]),
            (_utc(self.break_starts[place]), _utc(self.break_ends[place])) if has_lunch else None,
        )

    def sessions(self, start: date, end: date) -> Iterator[TradingSession]:
        first, last = (
            bisect_right(self.days, start - timedelta(days=1)),
            bisect_right(self.days, end),
        )
        return (self.session(place) for place in range(first, last))


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def calendar_of(symbol: str) -> Calendar | None:
    """The calendar of an instrument's venue; None where it has none (always open, or unknown)."""
    venue, _, ticker = symbol.partition(":")
    if venue == "FX":
        return _currencies()
    if venue == "INDEX" and ticker in INDEXES:
        venue = INDEXES[ticker]
    return None if venue == "CRYPTO" else _exchange(ALIASES.get(venue, venue))


@cache
def _exchange(code: str) -> Calendar | None:
    import exchange_calendars  # loads pandas: 0.7 s and 75 MB, so only where it is asked for

    if code not in exchange_calendars.get_calendar_names(include_aliases=False):
        return None
    return next(filter(None, (_from(code, start) for start in STARTS)), None)


def _from(code: str, start: str) -> Calendar | None:
    import exchange_calendars

    try:
        with warnings.catch_warnings(action="ignore"):  # of what it uses in pandas
            found = exchange_calendars.get_calendar(code, start=start)
    except (ValueError, NotImplementedError, KeyError, TypeError):
        return None
    opens, closes = _seconds(found.opens), _seconds(found.closes)
    return Calendar(
        zone=str(found.tz),
        days=tuple(day.date() for day in found.sessions),
        opens=opens,
        closes=closes,
        break_starts=_seconds(found.break_starts, closes),
        break_ends=_seconds(found.break_ends, closes),
    )


def _seconds(column: "object", instead: tuple[int, ...] = ()) -> tuple[int, ...]:
    """A pandas column of moments in whole seconds, `instead` where it has none."""
    series: Callable[..., object] = column.astype  # type: ignore[attr-defined]
    numbers = series("datetime64[s, UTC]").astype("int64").to_list()  # type: ignore[attr-defined]
    if not instead:
        return tuple(numbers)
    return tuple(n if n > 0 else other for n, other in zip(numbers, instead, strict=True))


@cache
def _currencies() -> Calendar:
    last = datetime.now(UTC).date() + timedelta(days=366)
    count = (last - FX_FIRST).days
    every_day = (FX_FIRST + timedelta(days=number) for number in range(count))
    days = [d for d in every_day if d.weekday() < 5 and (d.month, d.day) not in HOLIDAYS_OF_ALL]
    closes = tuple(_at_five(day) for day in days)
    opens = tuple(_at_five(day - timedelta(days=1)) for day in days)
    return Calendar("America/New_York", tuple(days), opens, closes, closes, closes)


def _at_five(day: date) -> int:
    return int(datetime.combine(day, time(17), NEW_YORK).timestamp())
