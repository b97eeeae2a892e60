"""Windows to draw from, without a database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from alley.markets.charts.bars import BarView
from alley.markets.charts.window import Series, Window

START = datetime(2022, 1, 3, tzinfo=UTC)


def closes(*prices: str, start: datetime = START) -> tuple[BarView, ...]:
    """Daily bars of which only the close is known."""
    return tuple(
        BarView(start + timedelta(days=day), None, None, None, Decimal(price), None)
        for day, price in enumerate(prices)
    )


def candle(day: int, opened: str, high: str, low: str, close: str, volume: str = "10") -> BarView:
    numbers = (Decimal(number) for number in (opened, high, low, close, volume))
    return BarView(START + timedelta(days=day), *numbers)


def series(bars: tuple[BarView, ...], symbol: str = "COMDTY:BRENT") -> Series:
    return Series(symbol, "Brent crude oil", "USD/bbl", "EIA spot", "End of day", "as traded", bars)


def window(*prices: str) -> Window:
    return Window(series(closes(*prices)))
