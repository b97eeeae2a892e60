"""Yahoo Finance through the yfinance package, where the operator has installed it: personal use
only, so never shown to others. It asks by its own client, not by alley.egress. Code: `CVX`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import midnight
from alley.markets.providers.protocol import Asked, Poll, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of

INTERVALS = {"1m": "1m", "5m": "5m", "15m": "15m", "1h": "1h", "1d": "1d"}
COLUMNS = ("Open", "High", "Low", "Close", "Volume")


class Yahoo:
    name = "yahoo"
    terms = Terms(
        source="Yahoo",
        kind=PriceKind.DELAYED,
        delay_minutes=15,
        note="Unofficial. Personal use only; needs `pip install yfinance`. Delays differ by venue.",
        address="https://legal.yahoo.com/us/en/yahoo/terms/otos/index.html",
    )

    def __init__(self, asked: Asked) -> None:
        del asked

    def instruments(self) -> Iterable[dict[str, str | None]]:
        return []

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        if interval not in INTERVALS:
            return []
        frame = self._table(code, interval, since)
        rows = [_row(time, cells, daily=interval == "1d") for time, cells in _lines(frame)]
        return [row for row in rows if row is not None]

    def stream(self, codes: Sequence[str]) -> Poll:
        def ask() -> list[Trade]:
            recent = datetime.now(UTC) - timedelta(days=1)
            newest = [(code, self.history(code, "1m", recent)[-1:]) for code in codes]
            return [
                Trade(code, row.close, row.time, row.volume)
                for code, rows in newest
                for row in rows
            ]

        return Poll(timedelta(minutes=5), ask)

    def _table(self, code: str, interval: str, since: datetime) -> Any:
        """As traded: it adjusts for splits by itself, and for dividends unless told not to."""
        try:
            ticker: Callable[[str], Any] = import_module("yfinance").Ticker
        except ImportError:
            raise BadAnswer("yfinance is not installed") from None
        return ticker(code).history(
            start=since, interval=INTERVALS[interval], auto_adjust=False, actions=False
        )


def _lines(frame: Any) -> list[tuple[datetime, tuple[float, ...]]]:
    columns = [frame[name].tolist() for name in COLUMNS]
    times = [stamp.to_pydatetime() for stamp in frame.index]
    return list(zip(times, zip(*columns, strict=True), strict=True))


def _row(time: datetime, cells: tuple[float, ...], *, daily: bool) -> Row | None:
    """Floats on the way: six digits after the point are what it had. A gap is no row."""
    opened, high, low, close, volume = (_decimal(cell) for cell in cells)
    if close is None:
        return None
    return Row(
        midnight(time.date()) if daily else time.astimezone(UTC), opened, high, low, close, volume
    )


def _decimal(cell: float) -> Decimal | None:
    return None if cell != cell else decimal_of(f"{cell:.6f}")
