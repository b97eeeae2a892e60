"""What has happened to one instrument lately, as far as the alerts on it need to know.

Made from accepted ticks alone, in order, so that it comes out the same after a restart.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

LONGEST = timedelta(days=1)
KEPT = 2000  # closes of a series


@dataclass(frozen=True, slots=True)
class Tick:
    """`price` is the decimal as text, `value` the same to reckon with."""

    id: int
    instrument: int
    price: str
    value: float
    time: datetime
    source: str
    kind: str
    volume: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """One finished session."""

    date: date
    high: float
    low: float
    close: float
    volume: float | None
    source: str = ""  # of its close
    kind: str = ""


class Known(NamedTuple):
    """A price that was known at a moment, with whose it is; `price` as text."""

    time: datetime
    value: float
    price: str
    source: str
    kind: str


Closes = Sequence[float]
History = Callable[[str, datetime], Closes]  # interval, before -> closes of finished bars
Days = Callable[[date], Sequence[Day]]  # the sessions before a day, oldest first, in its shares
Splits = Callable[[date], bool]  # whether shares are others from this day on

SECONDS = {"1m": 60, "5m": 300, "15m": 900, "1h": 3600, "1d": 86_400}


@dataclass(slots=True)
class Series:
    """Closes of one interval: finished bars, and the one that is being made."""

    interval: str
    closes: list[float]
    bucket: int = -1
    open: float | None = None  # the close so far of the unfinished bar
    over: bool = False  # whether the tick at hand finished a bar: it begins the next

    def add(self, tick: Tick) -> None:
        bucket = int(tick.time.timestamp()) // SECONDS[self.interval]
        self.over = self.open is not None and bucket != self.bucket
        if self.over and self.open is not None:
            self.closes.append(self.open)
            del self.closes[:-KEPT]
        self.bucket, self.open = bucket, tick.value


@dataclass(slots=True)
class Track:
    days: Days
    history: History
    splits: Splits = lambda _: False
    zone: tzinfo = UTC  # whose midnight begins a day
    window: deque[Known] = field(default_factory=deque)
    last: Tick | None = None
    today: date | None = None
    high: float = 0.0  # of today, before the tick at hand
    low: float = 0.0
    volume: float = 0.0  # of today, the tick at hand included
    before: Sequence[Day] = ()
    series: dict[str, Series] = field(default_factory=dict)

    def forget(self) -> None:
        """The recording begins anew: nothing before it counts."""
        self.window.clear()
        self.series.clear()
        self.last = self.today = None

    def need(self, interval: str, tick: Tick) -> Series:
        """The closes of an interval, from history the first time somebody asks."""
        if interval not in self.series:
            self.series[interval] = Series(interval, list(self.history(interval, tick.time)))
            self.series[interval].add(tick)
        return self.series[interval]

    def enter(self, tick: Tick) -> None:
        """Before the alerts look at a tick: a new day, the volume, what leaves the window."""
        day = self.day_of(tick.time)
        if day != self.today:
            if self.splits(day):
                self.forget()
            self.before = [*self.days(day), *self._day_just_ended(day)]
            self.today, self.volume = day, 0.0
            self.high, self.low = float("-inf"), float("inf")
        self.volume += tick.volume
        for series in self.series.values():
            series.add(tick)
        edge = tick.time - LONGEST
        while len(self.window) > 1 and self.window[1].time <= edge:
            self.window.popleft()

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _day_just_ended(self, day: date) -> Sequence[Day]:
        """Yesterday as the ticks made it, where no bar says it yet."""
        if self.today is None or self.last is None or self.today > day:
            return []
        last = self.last
        made = Day(self.today, self.high, self.low, last.value, self.volume, last.source, last.kind)
        known = self.days(day)
        return [] if known and known[-1].date >= made.date else [made]

    def leave(self, tick: Tick) -> None:
        """After the alerts have looked."""
        self.high, self.low = max(self.high, tick.value), min(self.low, tick.value)
        self.window.append(Known(tick.time, tick.value, tick.price, tick.source, tick.kind))
        self.last = tick

    def at(self, moment: datetime) -> Known | None:
        """The last price at or before a moment; None where the window begins later."""
        low, high = 0, len(self.window)
        if not high or self.window[0].time > moment:
            return None
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.window[middle].time <= moment else (low, middle)
        return self.window[low - 1]
