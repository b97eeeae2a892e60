"""Price history as traded, adjusted for splits, or for dividends too: computed, never stored.

A split of `new` for `old` multiplies earlier prices by old/new and volumes by new/old. A dividend D
multiplies the prices before its ex-date by 1 - D / (close before it). A provider's series may come
adjusted already; what it has is said with it, so nothing is applied twice.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np

from alley.markets.charts.bars import BarView
from alley.markets.columns import LARGEST, UNKNOWN, Columns, Numbers, joined
from alley.markets.models.words import Adjustment
from alley.markets.rollup import day_start

ORDER = (Adjustment.RAW, Adjustment.SPLIT, Adjustment.TOTAL)
PLACES = 8
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Split:
    """`changes_count` is False where only the unit of the price changed (GBp to GBP)."""

    day: date
    new: Decimal
    old: Decimal
    changes_count: bool = True

    @property
    def price_factor(self) -> Fraction:
        return Fraction(self.old) / Fraction(self.new)


@dataclass(frozen=True, slots=True)
class Dividend:
    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Ladder:
    """Factors between ex-dates: the step at `place(day)` holds for every bar of that day."""

    days: tuple[date, ...] = ()
    price: tuple[Fraction, ...] = (ONE,)
    volume: tuple[Fraction, ...] = (ONE,)

    def place(self, day: date) -> int:
        return bisect_right(self.days, day)

    @property
    def is_flat(self) -> bool:
        return not self.days


FLAT = Ladder()


def ladder(
    splits: Sequence[Split],
    dividends: Sequence[Dividend],
    *,
    have: str,
    want: str,
    close_before: Callable[[date], Decimal | None],
    closes_have: str | None = None,
) -> Ladder:
    """The way from a series that is `have` to one that is `want`. A series adjusted for dividends
    stays so: what was taken out of it is not known. `close_before(day)` answers closes that are
    adjusted as the series is, or as `closes_have` says."""
    start, end = ORDER.index(Adjustment(have)), ORDER.index(Adjustment(want))
    if start == end or have == Adjustment.TOTAL:
        return FLAT
    by_day: dict[date, list[tuple[Fraction, Fraction]]] = {}
    back = start > end
    for split in splits:
        factor = ONE / split.price_factor if back else split.price_factor
        if start == 0 or back:
            count = ONE / factor if split.changes_count else ONE
            by_day.setdefault(split.day, []).append((factor, count))
    if end == 2:
        for dividend in dividends:
            close = close_before(dividend.day)
            factor = _dividend_factor(dividend, splits, closes_have or have, close)
            by_day.setdefault(dividend.day, []).append((factor, ONE))
    return _stacked(by_day)


def reached(have: str, want: str) -> str:
    """How a series is adjusted after `ladder(have, want)`."""
    return Adjustment.TOTAL if have == Adjustment.TOTAL else Adjustment(want)


def _dividend_factor(
    dividend: Dividend, splits: Sequence[Split], have: str, close: Decimal | None
) -> Fraction:
    """1 where the close before is unknown, or not above the dividend: it would turn prices over."""
    if close is None or close <= 0 or have == Adjustment.TOTAL:
        return ONE
    before, amount = Fraction(close), Fraction(dividend.amount)
    for split in splits:
        if have == Adjustment.RAW and split.day == dividend.day:
            before *= split.price_factor
        if have == Adjustment.SPLIT and split.day > dividend.day:
            amount *= split.price_factor
    factor = ONE - amount / before
    return factor if factor > 0 else ONE


def _stacked(by_day: dict[date, list[tuple[Fraction, Fraction]]]) -> Ladder:
    days = sorted(by_day)
    price, volume = [ONE], [ONE]
    for day in reversed(days):
        step_price, step_volume = price[-1], volume[-1]
        for factor, count in by_day[day]:
            step_price, step_volume = step_price * factor, step_volume * count
        price.append(step_price)
        volume.append(step_volume)
    return Ladder(tuple(days), tuple(reversed(price)), tuple(reversed(volume)))


def adjusted(bars: Sequence[BarView], steps: Ladder) -> list[BarView]:
    """Multiply all, divide once; daily bars are placed by their session date."""
    if steps.is_flat:
        return list(bars)
    return [adjusted_bar(bar, steps, steps.place(bar.time.date())) for bar in bars]


def adjusted_bar(bar: BarView, steps: Ladder, place: int) -> BarView:
    price, volume = steps.price[place], steps.volume[place]
    if price == ONE == volume:
        return bar
    return replace(
        bar,
        open=_times(bar.open, price),
        high=_times(bar.high, price),
        low=_times(bar.low, price),
        close=times(bar.close, price),
        volume=_times(bar.volume, volume),
    )


def times(number: Decimal, factor: Fraction) -> Decimal:
    if factor == ONE:
        return number
    return round(number * factor.numerator / factor.denominator, PLACES)


def _times(number: Decimal | None, factor: Fraction) -> Decimal | None:
    return None if number is None else times(number, factor)


def stepped(columns: Columns, steps: Ladder, zone: str) -> Columns:
    """The same for columns; ex-dates begin at midnight of the zone. Splits are exact; what
    dividends make of a price is computed in float64 and rounded to eight places."""
    if steps.is_flat or len(columns) == 0:
        return columns
    bounds = [day_start(day, zone) for day in steps.days]
    edges = [0, *np.searchsorted(columns.time, bounds).tolist(), len(columns)]
    raised = PLACES - columns.scale if _room(columns, steps) else 0
    parts = [
        _stepped(columns.part(start, end), steps.price[place], steps.volume[place], raised)
        for place, (start, end) in enumerate(pairwise(edges))
        if end > start
    ]
    return joined(parts)


def _room(columns: Columns, steps: Ladder) -> bool:
    top = max(int(np.abs(c[c != UNKNOWN]).max(initial=0)) for c in columns.all()[1:5])
    return bool(top * 10 ** (PLACES - columns.scale) * max(1, *steps.price) < LARGEST)


def _stepped(columns: Columns, price: Fraction, volume: Fraction, raised: int) -> Columns:
    time, *prices, volumes = columns.all()
    more = 2 if volume.denominator > 1 else 0
    changed = [_scaled(column, price * 10**raised) for column in prices]
    counted = _scaled(volumes, volume * 10**more)
    return Columns.of(
        [time, *changed, counted], columns.scale + raised, columns.volume_scale + more
    )


def _scaled(column: Numbers, factor: Fraction) -> Numbers:
    known = np.where(column == UNKNOWN, 0, column)
    top, bottom = factor.numerator, factor.denominator
    if int(np.abs(known).max(initial=0)) * top < LARGEST and bottom < LARGEST:
        found = (known * top + bottom // 2) // bottom
    else:
        found = np.rint(known * float(factor)).astype(np.int64)
    return np.where(column == UNKNOWN, UNKNOWN, found)


def shares_after(quantity: Decimal, bought: date, until: date, splits: Sequence[Split]) -> Decimal:
    """How many shares a quantity bought on a day has become by the end of another."""
    factor = ONE
    for split in splits:
        if split.changes_count and bought < split.day <= until:
            factor /= split.price_factor
    return quantity * factor.numerator / factor.denominator
