"""Price history as pages and the API show it."""

from datetime import UTC, date, datetime

from alley.markets.charts.bars import BarView
from alley.markets.models import Interval
from alley.markets.queries.series import ROLLED, series_of

__all__ = ["ROLLED", "aware", "bars_for"]


def bars_for(
    symbol: str,
    interval: str = Interval.DAY,
    start: datetime | None = None,
    end: datetime | None = None,
    points: int | None = None,
    *,
    adjust: str | None = None,
    as_of: date | None = None,
) -> list[BarView]:
    """Bars oldest first, at most `points` that keep the picture; see series_of."""
    series = series_of(symbol, interval, start, end, adjust=adjust, as_of=as_of, points=points)
    return series.columns.views()


def aware(time: datetime) -> datetime:
    """A time without a zone is UTC."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)
