"""ChartSpec, version 1: what a chart shows, by event times, never by bar numbers."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

VERSION = 1


@dataclass(frozen=True, slots=True)
class ChartSpec:
    symbol: str
    bar: str = "1d"
    type: Literal["candles", "line"] = "line"
    scale: Literal["linear"] = "linear"
    start: str = ""
    end: str = ""
    v: int = VERSION

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar as drawn and listed; open, high and low are None where only the close is known."""

    time: datetime
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal
    volume: Decimal | None

    @property
    def is_candle(self) -> bool:
        return None not in (self.open, self.high, self.low)


def spec_for(symbol: str, interval: str, bars: list[BarView]) -> ChartSpec:
    candles = bool(bars) and all(bar.is_candle for bar in bars)
    start, end = (f"{bar.time:%Y-%m-%d}" for bar in (bars[0], bars[-1])) if bars else ("", "")
    return ChartSpec(
        symbol, interval, "candles" if candles else "line", start=str(start), end=str(end)
    )
