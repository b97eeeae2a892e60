"""The ranges a price stands in, from the bars that are stored, with whose they are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from alley.markets.charts.bars import BarView
from alley.markets.models import Adjustment, Interval
from alley.markets.queries.series import Series, series_of
from alley.markets.quotes import DAILY, QuoteView, credit, text_of
from alley.markets.quotes import moment as when
from alley.markets.ranges import YEAR, Point, Ranges, Span, ranges

EARLIER = YEAR + timedelta(days=14)


@dataclass(frozen=True, slots=True)
class RangesView:
    found: Ranges
    quote: QuoteView
    series: Series

    @property
    def day(self) -> date:
        return self.quote.time.date()

    @property
    def place(self) -> str:
        """Of the price in its year, for the picture."""
        return text_of(self.found.year.place(self.quote.price)) if self.found.year else ""

    @property
    def label(self) -> str:
        """`End of day · EIA spot · as traded · 17 Aug 2026`."""
        words = [credit(one.kind, one.source) for one in self.series.origins]
        known = str(Adjustment(self.series.adjustment).label)
        return " · ".join(["; ".join(words), known, when(self.quote.time, daily=True)])

    def as_dict(self) -> dict[str, Any]:
        found = self.found
        return {
            "previous_close": _point(found.previous),
            "day": _span(found.day),
            "weeks_52": _span(found.year),
            "weeks_52_since": found.since,
            "date": self.day,
            "unit": self.quote.unit,
            "sources": [{"source": one.source, "kind": one.kind} for one in self.series.origins],
            "adjustment": self.series.adjustment,
            "label": self.label,
        }


def ranges_of(quote: QuoteView | None, daily: Series | None = None) -> RangesView | None:
    """None where no price or no bar is known. `daily`: bars adjusted for splits that go back a year
    before the price, where somebody has them already."""
    if quote is None:
        return None
    if daily is None:
        start = quote.time - EARLIER
        daily = series_of(quote.symbol, Interval.DAY, start, quote.time, adjust=Adjustment.SPLIT)
    day = quote.time.date()
    bars = [bar for bar in daily.columns.views() if bar.time.date() <= day]
    if not bars:
        return None
    before = [bar for bar in bars if bar.time.date() < day]
    closed = bars[-1] if bars[-1].time.date() == day else None
    found = ranges(
        before,
        closed if quote.kind in DAILY else _so_far(quote),
        price=quote.price,
        day=day,
        previous=None if quote.change is None else quote.price - quote.change,
    )
    return RangesView(found, quote, daily)


def _so_far(quote: QuoteView) -> BarView | None:
    """Of the day that a live price is in only what came before it: its bar, in a recording, would
    tell the evening."""
    morning = datetime.combine(quote.time.date(), time(), UTC)
    found = series_of(quote.symbol, Interval.HOUR, morning, quote.time).columns.views()
    if not found:
        return None
    return BarView(
        time=morning,
        open=found[0].open,
        high=max(bar.highest for bar in found),
        low=min(bar.lowest for bar in found),
        close=found[-1].close,
        volume=None,
    )


def _point(point: Point | None) -> dict[str, Any] | None:
    return {"price": text_of(point.price), "date": point.day} if point else None


def _span(span: Span | None) -> dict[str, Any] | None:
    return {"low": _point(span.low), "high": _point(span.high)} if span else None
