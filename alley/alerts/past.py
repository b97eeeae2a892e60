"""The last year of an instrument, each day by the finest bars that have the whole of it."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alley.alerts.kinds import Bars
from alley.alerts.track import SECONDS
from alley.markets.columns import Columns
from alley.markets.models import Adjustment, Bar, Instrument
from alley.markets.queries import stored_series
from alley.markets.sessions import hours_of, local_days, open_at

YEAR = timedelta(days=366)
DAY = 86_400
_FINEST_FIRST = sorted(SECONDS.items(), key=lambda one: one[1])
NONE = Bars(*(np.empty(0, dtype=kind) for kind in ("i8", "f8", "f8", "f8", "f8", "i8")))
HALF = 0.5  # of the usual number of bars: with fewer a day is broken off


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


def past_of(instrument: Instrument, *, within: int = DAY, session: bool = False) -> Past:
    """`within` are the seconds of the coarsest bar that still shows what is asked for; with
    `session` only what traded while the market was open. Prices are in today's shares, as the
    levels of a new rule are."""
    intervals = [one for one, seconds in _FINEST_FIRST if seconds <= within]
    newest = _newest(instrument, intervals)
    if newest is None:
        return Past(NONE, {})
    stored = stored_series(instrument.symbol, intervals, newest - YEAR, adjust=Adjustment.SPLIT)
    held = {
        one: _columns(stored[one], instrument.symbol, one, session=session)
        for one in intervals
        if one in stored
    }
    parts: list[tuple[str, Bars]] = []
    covered = np.array([], dtype=np.int64)
    for broken_off in (False, True):  # a day nothing has the whole of is better than none
        for interval, bars in held.items():
            days = bars.day
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


def _newest(instrument: Instrument, intervals: Collection[str]) -> datetime | None:
    bars = Bar.objects.filter(instrument=instrument)
    newest = [bars.filter(interval=one).order_by("-time").first() for one in intervals]
    return max((bar.time for bar in newest if bar is not None), default=None)


def _whole_days(days: NDArray[np.int64]) -> NDArray[np.int64]:
    found, counts = np.unique(days, return_counts=True)
    return found[counts >= HALF * np.median(counts)] if len(found) else found


def _those(bars: Bars, which: NDArray[Any]) -> Bars:
    return Bars(*(getattr(bars, one.name)[which] for one in fields(Bars)))


def _together(parts: list[Bars]) -> Bars:
    if len(parts) <= 1:
        return parts[0] if parts else NONE
    whole = Bars(
        *(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Bars))
    )
    return _those(whole, np.argsort(whole.time, kind="stable"))


def _columns(columns: Columns, symbol: str, interval: str, *, session: bool) -> Bars:
    """A day's bar stands at midnight UTC of its date, and holds the session alone."""
    daily = SECONDS[interval] == DAY
    if session and not daily:
        columns = columns.take(np.flatnonzero(open_at(symbol, columns.time)))
    close = columns.floats("close")
    high, low = (columns.floats(name) for name in ("high", "low"))
    zone = "UTC" if daily else hours_of(symbol).zone
    return Bars(
        time=columns.time,
        high=np.where(np.isnan(high), close, high),
        low=np.where(np.isnan(low), close, low),
        close=close,
        volume=np.nan_to_num(columns.floats("volume")),
        day=local_days(columns.time, zone) // DAY,
    )
