"""Where a price and a moment stand on the picture, and the round numbers beside it.

float64 is used here and in the layers only: for places on a picture.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

MINUS = "−"
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"))


def plain(number: float) -> str:
    """A coordinate with one decimal, always written the same way."""
    text = f"{number:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


SHORTEST_BREAK = timedelta(hours=1)  # a lunch break, a night
LONGEST_HOLIDAY = timedelta(days=14)  # Shanghai's New Year has taken eleven days


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` over a height; pixels are counted from the top of the box."""

    low: float
    high: float
    height: float
    log: bool = False

    def y(self, value: float) -> float:
        low, high, here = self.low, self.high, value
        if self.log:
            if here <= 0:
                return self.height
            low, high, here = math.log(low), math.log(high), math.log(here)
        return (1 - (here - low) / (high - low)) * self.height

    def ticks(self, most: int) -> list[float]:
        if self.log:
            found = _round_powers(self.low, self.high)
            if 2 < len(found) <= 2 * most:
                return found
        return _round_steps(self.low, self.high, most)


def scale_over(values: Sequence[float], height: float, *, log: bool = False) -> Scale:
    """A scale with some air above and below; a flat or single value gets a height, too."""
    low, high = min(values), max(values)
    if log:
        air = (math.log(high) - math.log(low)) * 0.06 or 0.05
        return Scale(low * math.exp(-air), high * math.exp(air), height, log=True)
    air = (high - low) * 0.06 or abs(high) * 0.05 or 1.0
    return Scale(low - air, high + air, height)


def _round_steps(low: float, high: float, most: int) -> list[float]:
    rough = (high - low) / max(most, 1)
    if not rough > 0 or not math.isfinite(rough):
        return [low]
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in STEPS if step * power >= rough * 0.999)
    first = math.ceil(low / step)
    return [place * step for place in range(first, math.floor(high / step) + 1)]


def _round_powers(low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    marks = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    return [mark for mark in marks if low <= mark <= high]


def labels(ticks: Sequence[float], sign: str = "") -> list[str]:
    """The ticks in words, all with as many places as tell them apart."""
    largest = max((abs(tick) for tick in ticks), default=0.0)
    gaps = [abs(b - a) for a, b in pairwise(ticks) if b != a]
    gap = min(gaps, default=largest or 1.0)
    if largest >= 1e15 or 0 < largest < 1e-7:
        return [_signed(f"{abs(tick):.3g}", tick, sign) for tick in ticks]
    size, unit = next(((size, unit) for size, unit in UNITS if largest >= size), (1.0, ""))
    places = min(10, max(0, -math.floor(math.log10(gap / size) + 1e-9)))
    if places < 10 and round(gap / size, places) != round(gap / size, places + 1):
        places += 1  # a step of 2.5
    return [
        _signed(f"{abs(tick) / size:,.{places}f}{unit}" if tick else "0", tick, sign)
        for tick in ticks
    ]


def _signed(text: str, number: float, sign: str) -> str:
    if number < 0 and any(digit in text for digit in "123456789"):
        return MINUS + text
    return sign + text if number > 0 else text


@dataclass(frozen=True, slots=True)
class Moments:
    """The time axis: one step a bar, whatever time lies between two of them."""

    times: tuple[datetime, ...]
    width: float

    @property
    def step(self) -> float:
        return self.width / max(len(self.times), 1)

    def x(self, place: float) -> float:
        return (place + 0.5) * self.step

    def place_of(self, time: datetime) -> float:
        """Between two bars in proportion; before the first and after the last by the usual gap."""
        times = self.times
        if len(times) < 2:
            return 0.0
        after = bisect_left(times, time)
        if 0 < after < len(times):
            before = times[after - 1]
            return after - 1 + (time - before) / (times[after] - before)
        edge = 0 if after == 0 else len(times) - 1
        if time == times[edge]:
            return float(edge)
        return edge + (time - times[edge]) / self.usual_gap

    @property
    def usual_gap(self) -> timedelta:
        tail = self.times[-200:]
        gaps = [(b - a).total_seconds() for a, b in pairwise(tail)]
        return timedelta(seconds=median(gaps) or 1.0)

    def breaks(self) -> list[int]:
        """The bars before which time is missing: a night between sessions, years without data. A
        weekend between days is none."""
        if len(self.times) < 2:
            return []
        least = max(self.usual_gap * 4, SHORTEST_BREAK)
        least = max(least, LONGEST_HOLIDAY) if self.usual_gap >= timedelta(hours=20) else least
        gaps = enumerate(pairwise(self.times), start=1)
        return [place for place, (before, after) in gaps if after - before > least]

    def ticks(self, most: int, zone: str) -> list[tuple[int, str]]:
        """The first bar of each year, month, day or hour: whichever gives at most so many."""
        there = ZoneInfo(zone)
        times = [time.astimezone(there) for time in self.times]
        for key, words in LADDER:
            changes = [
                place
                for place in range(1, len(times))
                if key(times[place]) != key(times[place - 1])
            ]
            if len(changes) >= 2 or key is LADDER[-1][0]:
                kept = changes[:: max(1, math.ceil(len(changes) / most))]
                return [(place, words(times[place])) for place in kept]
        return []


def _year(time: datetime) -> tuple[int, ...]:
    return (time.year,)


def _quarter(time: datetime) -> tuple[int, ...]:
    return (time.year, (time.month - 1) // 3)


def _month(time: datetime) -> tuple[int, ...]:
    return (time.year, time.month)


def _week(time: datetime) -> tuple[int, ...]:
    return time.isocalendar()[:2]


def _date(time: datetime) -> tuple[int, ...]:
    return (time.year, time.month, time.day)


def _hour(time: datetime) -> tuple[int, ...]:
    return (*_date(time), time.hour)


def _any(time: datetime) -> tuple[int, ...]:
    return (*_hour(time), time.minute)


Rung = tuple[Callable[[datetime], tuple[int, ...]], Callable[[datetime], str]]
LADDER: tuple[Rung, ...] = (
    (_year, lambda time: f"{time.year}"),
    (_quarter, lambda time: f"{time:%b %Y}"),
    (_month, lambda time: f"{time:%b %Y}"),
    (_week, lambda time: f"{time.day} {time:%b}"),
    (_date, lambda time: f"{time.day} {time:%b}"),
    (_hour, lambda time: f"{time:%H:%M}"),
    (_any, lambda time: f"{time:%H:%M}"),
)
