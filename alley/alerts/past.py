"""The last year of an instrument, each day by the finest bars that have the whole of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from alley import bulk
from alley.alerts.kinds import Bars
from alley.alerts.track import SECONDS
from alley.markets.models import Instrument

YEAR = timedelta(days=366)
DAY = 86_400
HALF = 0.5  # of the usual number of bars: with fewer a day is broken off
NEWEST = "SELECT MAX(time) FROM markets_bar WHERE instrument_id = %s AND interval = %s"
ROWS = """
    SELECT time, high, low, close, volume FROM markets_bar
    WHERE instrument_id = %s AND interval = %s AND time >= %s ORDER BY time
"""


@dataclass(frozen=True, slots=True)
class Past:
    """`counts` says how many bars of which interval, finest first."""

    bars: Bars
    counts: dict[str, int]

    @property
    def finest(self) -> str:
        return next(iter(self.counts), "1d")

    @property
    def span(self) -> timedelta:
        times = self.bars.time
        return timedelta(seconds=int(times[-1] - times[0])) if len(times) else timedelta()


def past_of(instrument: Instrument, *, within: int = DAY) -> Past:
    """`within` are the seconds of the coarsest bar that still shows what is asked for."""
    newest = {
        interval: bulk.moment(moment)
        for interval, seconds in sorted(SECONDS.items(), key=lambda one: one[1])
        if seconds <= within and (moment := _newest(instrument, interval)) is not None
    }
    if not newest:
        return Past(_columns([]), {})
    since = max(newest.values()) - YEAR
    held = {interval: _columns(_rows(instrument, interval, since)) for interval in newest}
    parts: list[tuple[str, Bars]] = []
    covered = np.array([], dtype=np.int64)
    for broken_off in (False, True):  # a day nothing has the whole of is better than none
        for interval, bars in held.items():
            days = bars.time // DAY
            taken = ~np.isin(days, covered)
            if not broken_off and SECONDS[interval] < DAY:
                taken &= np.isin(days, _whole_days(days))
            if taken.any():
                parts.append((interval, _those(bars, taken)))
                covered = np.union1d(covered, days[taken])
    counts: dict[str, int] = {}
    for interval, bars in parts:
        counts[interval] = counts.get(interval, 0) + len(bars.time)
    return Past(_together([bars for _, bars in parts]), counts)


def moment(second: Any) -> datetime:
    return datetime.fromtimestamp(int(second), UTC)


def _newest(instrument: Instrument, interval: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [instrument.pk, interval])
        return cursor.fetchone()[0]


def _rows(instrument: Instrument, interval: str, since: datetime) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [instrument.pk, interval, since])
        return list(cursor.fetchall())


def _whole_days(days: NDArray[np.int64]) -> NDArray[np.int64]:
    found, counts = np.unique(days, return_counts=True)
    return found[counts >= HALF * np.median(counts)] if len(found) else found


def _those(bars: Bars, which: NDArray[np.bool_]) -> Bars:
    return Bars(
        bars.time[which], bars.high[which], bars.low[which], bars.close[which], bars.volume[which]
    )


def _together(parts: list[Bars]) -> Bars:
    if len(parts) <= 1:
        return parts[0] if parts else _columns([])
    time = np.concatenate([one.time for one in parts])
    order = np.argsort(time, kind="stable")
    high, low, close, volume = (
        np.concatenate([getattr(one, name) for one in parts])[order]
        for name in ("high", "low", "close", "volume")
    )
    return Bars(time[order], high, low, close, volume)


def _columns(rows: list[Any]) -> Bars:
    times, highs, lows, closes, volumes = zip(*rows, strict=True) if rows else ((),) * 5
    close = np.array(closes, dtype=np.float64)
    return Bars(
        time=_seconds(times),
        high=_filled(highs, close),
        low=_filled(lows, close),
        close=close,
        volume=np.nan_to_num(np.array(volumes, dtype=np.float64)),
    )


def _seconds(times: tuple[Any, ...]) -> NDArray[np.int64]:
    """Text or datetimes, as the database gives them."""
    if times and not isinstance(times[0], str):
        times = tuple(one.astimezone(UTC).replace(tzinfo=None) for one in times)
    return np.array(times, dtype="datetime64[s]").astype(np.int64)


def _filled(cells: tuple[Any, ...], close: NDArray[np.float64]) -> NDArray[np.float64]:
    values = np.array(cells, dtype=np.float64)
    return np.where(np.isnan(values), close, values)
