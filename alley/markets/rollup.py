"""Coarser bars from finer ones, by the exchange's own sessions.

Within a session hours are counted from its opening (New York: 9:30, 10:30, …) and again after
lunch; outside sessions, and where there is no calendar, from midnight UTC. A daily bar holds what
traded inside the session and stands at midnight UTC of the session's date.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from alley.markets.columns import Columns, Numbers, grouped
from alley.markets.models.words import Interval
from alley.markets.sessions import Calendar, calendar_of, hours_of, local_days

MINUTES = {
    Interval.MINUTE: 1,
    Interval.FIVE_MINUTES: 5,
    Interval.QUARTER: 15,
    Interval.HOUR: 60,
}
ORDER = tuple(Interval)
DAY = 86_400
MONDAY = 3 * DAY  # 1 January 1970 was a Thursday: weeks are counted from Monday the 29th


def finer_than(interval: str) -> tuple[Interval, ...]:
    """What an interval may be made from, finest first: 15 minutes from 1 and 5."""
    return ORDER[: ORDER.index(Interval(interval))]


def rolled(columns: Columns, symbol: str, have: str, want: str) -> Columns:
    """Bars of `want` from bars of `have`, oldest first."""
    if len(columns) == 0 or have == want:
        return columns
    if want in MINUTES:
        return _runs(columns, _buckets(columns.time, symbol, MINUTES[Interval(want)] * 60))
    days = columns if have not in MINUTES else _daily(columns, symbol)
    if want == Interval.DAY or len(days) == 0:
        return days
    firsts = _changes(_weeks(days.time) if want == Interval.WEEK else _months(days.time))
    return grouped(days, firsts)


def _runs(columns: Columns, starts: Numbers) -> Columns:
    firsts = _changes(starts)
    return grouped(columns, firsts, starts[firsts])


def _changes(keys: Numbers) -> Numbers:
    found: Numbers = np.concatenate(([0], np.flatnonzero(np.diff(keys)) + 1)).astype(np.int64)
    return found


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where moments stand in their calendar: inside a session, and the start of its half."""

    inside: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
    anchors: Numbers
    days: Numbers


def _placed(times: Numbers, calendar: Calendar) -> _Placed:
    opens, closes = np.asarray(calendar.opens), np.asarray(calendar.closes)
    place = np.searchsorted(opens, times, side="right") - 1
    at = np.clip(place, 0, None)
    inside = (place >= 0) & (times < closes[at])
    resumed = np.asarray(calendar.break_ends)[at]
    afternoon = (times >= resumed) & (resumed < closes[at])
    days = np.asarray(calendar.days, "datetime64[s]").astype(np.int64)[at]
    return _Placed(inside, np.where(afternoon, resumed, opens[at]), days)


def _buckets(times: Numbers, symbol: str, step: int) -> Numbers:
    plain: Numbers = times // step * step
    calendar = calendar_of(symbol)
    if calendar is None:
        return plain
    placed = _placed(times, calendar)
    anchored = placed.anchors + (times - placed.anchors) // step * step
    found: Numbers = np.where(placed.inside, anchored, plain)
    return found


def _daily(columns: Columns, symbol: str) -> Columns:
    calendar = calendar_of(symbol)
    if calendar is None:
        return _runs(columns, local_days(columns.time, hours_of(symbol).zone))
    placed = _placed(columns.time, calendar)
    before = columns.time < calendar.opens[0]
    days = np.where(before, local_days(columns.time, calendar.zone), placed.days)
    kept = np.flatnonzero(placed.inside | before)
    return _runs(columns.take(kept), days[kept]) if len(kept) else columns.take(kept)


def _weeks(times: Numbers) -> Numbers:
    return (times + MONDAY) // (7 * DAY)


def _months(times: Numbers) -> Numbers:
    return times.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)


def day_start(day: date, zone: str) -> int:
    """The moment at which a date begins in a zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp())
