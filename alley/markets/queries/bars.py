"""Price history: bars of any interval."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby

from alley.markets.charts.bars import BarView
from alley.markets.charts.thin import merged, thin
from alley.markets.models import Bar, Interval


def bars_for(
    symbol: str,
    interval: str = Interval.DAY,
    start: datetime | None = None,
    end: datetime | None = None,
    points: int | None = None,
) -> list[BarView]:
    """Bars oldest first, at most `points` that keep the picture; weeks are made of days."""
    finest = Interval.DAY if interval in ROLLED else interval
    stored = Bar.objects.filter(instrument__symbol=symbol, interval=finest)
    if start is not None:
        stored = stored.filter(time__gte=start)
    if end is not None:
        stored = stored.filter(time__lte=end)
    rows = stored.order_by("time").values_list("time", "open", "high", "low", "close", "volume")
    bars = [BarView(*row) for row in rows]
    if period := ROLLED.get(interval):
        bars = [merged(list(group)) for _, group in groupby(bars, key=period)]
    return bars if points is None else thin(bars, points)


def _week(bar: BarView) -> tuple[int, int]:
    return bar.time.isocalendar()[:2]


def _month(bar: BarView) -> tuple[int, int]:
    return bar.time.year, bar.time.month


ROLLED: dict[str, Callable[[BarView], tuple[int, int]]] = {
    Interval.WEEK: _week,
    Interval.MONTH: _month,
}


def aware(time: datetime) -> datetime:
    """A time without a zone is UTC."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)
