"""The prices behind a chart: its window with enough before it for the indicators to settle."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta

from alley.markets.charts import indicators
from alley.markets.charts.bars import BarView
from alley.markets.charts.choices import INTRADAY
from alley.markets.charts.spec import ChartSpec
from alley.markets.charts.thin import thin
from alley.markets.charts.window import Series, Window, bounds
from alley.markets.models import (
    Adjustment,
    Bar,
    Instrument,
    Interval,
    PriceKind,
)
from alley.markets.queries.bars import ROLLED, bars_for
from alley.markets.sessions import hours_of

MOST = 4_000  # bars of a chart; more are merged, no high or low is lost
FAR_BEFORE = {  # calendar time of one bar, nights and holidays included
    "1m": timedelta(minutes=5),
    "5m": timedelta(minutes=25),
    "15m": timedelta(minutes=75),
    "1h": timedelta(hours=5),
    "1d": timedelta(days=1.6),
    "1w": timedelta(days=7.5),
    "1mo": timedelta(days=31),
}


def chart_window(spec: ChartSpec) -> Window | None:
    """What the chart shows; None where there is no such instrument or no price of it."""
    found = Instrument.objects.in_bulk([spec.symbol, *spec.compare], field_name="symbol")
    newest = _newest(spec.symbol, spec.interval)
    if spec.symbol not in found or newest is None:
        return None
    start, end = bounds(spec, newest.time)
    settling = max((indicators.settled(each) for each in spec.indicators), default=0)
    early = None if start is None else start - FAR_BEFORE[spec.interval] * settling
    bars = bars_for(spec.symbol, spec.interval, early, end)
    first = 0 if start is None else bisect_left(bars, start, key=lambda bar: bar.time)
    if first >= len(bars):
        return None
    bars, first = bars[max(0, first - settling) :], min(first, settling)
    if len(bars) - first > MOST:
        bars, first = thin(bars[first:], MOST), 0
    known = [found[symbol] for symbol in spec.compare if symbol in found]
    compared = [_compared(each, spec, bars[first:]) for each in known]
    return Window(_series(found[spec.symbol], newest, bars), tuple(compared), first)


def usual_chart(symbol: str) -> dict[str, str]:
    """How an instrument's chart opens: candles where highs and lows are known, else a line."""
    newest = _newest(symbol, Interval.DAY)
    candles = newest is not None and None not in (newest.open, newest.high, newest.low)
    return {"type": "candles" if candles else "line"}


def has_intraday(symbol: str) -> bool:
    shorter = Bar.objects.filter(instrument__symbol=symbol, interval__in=INTRADAY)
    return shorter.exists()


def _newest(symbol: str, interval: str) -> Bar | None:
    finest = Interval.DAY if interval in ROLLED else interval
    stored = Bar.objects.filter(instrument__symbol=symbol, interval=finest)
    return stored.order_by("-time").first()


def _compared(instrument: Instrument, spec: ChartSpec, shown: Sequence[BarView]) -> Series:
    newest = _newest(instrument.symbol, spec.interval)
    bars = bars_for(instrument.symbol, spec.interval, shown[0].time, shown[-1].time)
    return _series(instrument, newest, bars)


def _series(instrument: Instrument, newest: Bar | None, bars: Sequence[BarView]) -> Series:
    return Series(
        symbol=instrument.symbol,
        name=instrument.name,
        unit=instrument.unit or instrument.currency,
        source=newest.source if newest else "",
        kind=str(PriceKind(newest.kind).label) if newest else "",
        adjustment=str(Adjustment(newest.adjustment).label) if newest else "",
        bars=tuple(bars),
        zone=hours_of(instrument.symbol).zone,
    )
