"""Very many moments at once, as columns of seconds since 1970: on which date of the venue they lie,
and whether it was open."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from alley.markets.sessions.calendars import Calendar, calendar_of
from alley.markets.sessions.hours import ALWAYS, Hours, hours_of

Seconds = NDArray[np.int64]
Mask = NDArray[np.bool_]
DAY = 86_400
THURSDAY = 3  # 1 January 1970, where Monday is 0


def local_days(times: Seconds, zone: str) -> Seconds:
    """Midnight UTC of the date that it was there."""
    found: Seconds = _local(times, zone) // DAY * DAY
    return found


def open_at(symbol: str, times: Seconds) -> Mask:
    """Which of them lie in a trading session; as `is_open` says it of one."""
    calendar = calendar_of(symbol)
    covered = np.zeros(len(times), dtype=bool)
    if calendar is not None:
        covered = (times >= calendar.opens[0]) & (times < calendar.closes[-1])
    found = np.empty(len(times), dtype=bool)
    found[~covered] = _in_hours(hours_of(symbol), times[~covered])
    if calendar is not None:
        found[covered] = _in_calendar(calendar, times[covered])
    return found


def _in_calendar(calendar: Calendar, times: Seconds) -> Mask:
    at = np.searchsorted(calendar.opens, times, side="right") - 1
    starts, ends = np.asarray(calendar.break_starts)[at], np.asarray(calendar.break_ends)[at]
    found: Mask = (times < np.asarray(calendar.closes)[at]) & ~((starts <= times) & (times < ends))
    return found


def _in_hours(hours: Hours, times: Seconds) -> Mask:
    if hours is ALWAYS:
        return np.ones(len(times), dtype=bool)
    there = _local(times, hours.zone)
    weekday, second = (there // DAY + THURSDAY) % 7, there % DAY
    found: Mask = np.isin(weekday, sorted(hours.days))
    return found & (_second(hours.opens) <= second) & (second < _second(hours.closes))


def _local(times: Seconds, zone: str) -> Seconds:
    """As clocks there show it; the offset is looked up once an hour."""
    if zone == "UTC":
        return times
    hours, which = np.unique(times // 3600, return_inverse=True)
    offsets = np.asarray([_offset(hour * 3600, zone) for hour in hours.tolist()], np.int64)
    found: Seconds = times + offsets[which]
    return found


def _offset(moment: int, zone: str) -> int:
    offset = datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _second(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
