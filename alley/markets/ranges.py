"""The prices around the newest one: the close before, the day's range, the range of 52 weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from alley.markets.charts.bars import BarView

YEAR = timedelta(weeks=52)
NEARLY = timedelta(days=10)  # a year's first session may be a few days after it began


@dataclass(frozen=True, slots=True)
class Point:
    price: Decimal
    day: date | None


@dataclass(frozen=True, slots=True)
class Span:
    low: Point
    high: Point

    def place(self, price: Decimal) -> Decimal:
        """Where a price stands, from 0 at the low to 100 at the high."""
        width = self.high.price - self.low.price
        return round((price - self.low.price) / width * 100, 1) if width else Decimal(50)


@dataclass(frozen=True, slots=True)
class Ranges:
    """None where it is not known. `since` is the first day where the bars do not go back a year."""

    previous: Point | None = None
    day: Span | None = None
    year: Span | None = None
    since: date | None = None


def ranges(
    before: Sequence[BarView],
    today: BarView | None,
    *,
    price: Decimal,
    day: date,
    previous: Decimal | None,
) -> Ranges:
    """`before`: sessions before `day`, oldest first; `today`: that day's own as far as it is known;
    `previous`: the close that the change of the price is told from."""
    year = [bar for bar in before if bar.time.date() > day - YEAR]
    late = bool(year) and year[0].time.date() > day - YEAR + NEARLY
    return Ranges(
        previous=_previous(before, previous),
        day=_span(_points([today]), Point(price, day)) if today and today.is_candle else None,
        year=_span(_points([*year, today] if today else year), Point(price, day)) if year else None,
        since=year[0].time.date() if late else None,
    )


def _previous(before: Sequence[BarView], told: Decimal | None) -> Point | None:
    last = before[-1] if before else None
    if told is not None:
        return Point(told, last.time.date() if last and last.close == told else None)
    return Point(last.close, last.time.date()) if last else None


def _points(bars: Sequence[BarView]) -> list[tuple[Point, Point]]:
    days = [bar.time.date() for bar in bars]
    return [
        (Point(bar.lowest, day), Point(bar.highest, day))
        for bar, day in zip(bars, days, strict=True)
    ]


def _span(points: list[tuple[Point, Point]], now: Point) -> Span:
    """Of a price reached more than once the newest day counts."""
    found = [*points, (now, now)][::-1]
    low = min((low for low, _ in found), key=lambda point: point.price)
    high = max((high for _, high in found), key=lambda point: point.price)
    return Span(low, high)
