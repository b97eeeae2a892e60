"""Fewer bars that keep the picture: no high, low, first or last is lost."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from alley.markets.charts.bars import BarView


def thin(bars: Sequence[BarView], points: int) -> list[BarView]:
    """At most `points` bars: candles are merged, closes kept by M4 (first, lowest, highest, last
    of each column; Jugel and others, "M4", VLDB 2014)."""
    if len(bars) <= points:
        return list(bars)
    if all(bar.is_candle for bar in bars):
        return [merged(group) for group in _groups(bars, points)]
    columns = max(1, points // 4)
    return [bar for group in _groups(bars, columns) for bar in _corners(group)][:points]


def _groups(bars: Sequence[BarView], count: int) -> Iterator[Sequence[BarView]]:
    edges = [len(bars) * place // count for place in range(count + 1)]
    return (bars[start:end] for start, end in pairwise(edges) if end > start)


def merged(group: Sequence[BarView]) -> BarView:
    """One bar for several: first open, highest high, lowest low, last close, all volume."""
    highs = [bar.high for bar in group if bar.high is not None]
    lows = [bar.low for bar in group if bar.low is not None]
    volumes = [bar.volume for bar in group if bar.volume is not None]
    return BarView(
        time=group[0].time,
        open=group[0].open,
        high=max(highs) if len(highs) == len(group) else None,
        low=min(lows) if len(lows) == len(group) else None,
        close=group[-1].close,
        volume=sum(volumes, Decimal(0)) if volumes else None,
    )


def _corners(group: Sequence[BarView]) -> list[BarView]:
    lowest = min(group, key=lambda bar: bar.close)
    highest = max(group, key=lambda bar: bar.close)
    kept = {bar.time: bar for bar in (group[0], lowest, highest, group[-1])}
    return [kept[time] for time in sorted(kept)]
