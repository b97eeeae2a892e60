"""Indicators, by TA-Lib's definitions; the browser computes the same numbers.

VWAP is our own: the mean of the typical price (high + low + close) / 3 weighted by volume, from the
first bar of each session, or over the last `n` bars.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import talib
from numpy.typing import NDArray

from alley.markets.charts.bars import BarView
from alley.markets.charts.spec import Indicator

Numbers = NDArray[np.float64]
Lines = dict[str, list[float | None]]
OVER_PRICE = frozenset({"SMA", "EMA", "BOLL", "VWAP"})  # drawn among the prices, not below them
NEEDS_VOLUME = frozenset({"VWAP", "VOLUME", "OBV"})
NEEDS_RANGE = frozenset({"ATR"})


def compute(indicator: Indicator, bars: Sequence[BarView], zone: str = "UTC") -> Lines:
    """Each line of the indicator, one value a bar; None until there are bars enough."""
    lines = KINDS[indicator.name](bars, indicator.numbers, zone)
    return {name: [_known(number) for number in line] for name, line in lines.items()}


def unavailable(indicator: Indicator, bars: Sequence[BarView]) -> str:
    """Why it cannot be drawn over these bars; empty where it can."""
    if indicator.name in NEEDS_VOLUME and not any(bar.volume for bar in bars):
        return f"{indicator.name}: no volume is known"
    if indicator.name in NEEDS_RANGE and not any(bar.is_candle for bar in bars):
        return f"{indicator.name}: highs and lows are not known"
    if len(bars) < warm_up(indicator) + 1:
        return f"{indicator.label}: too few bars"
    return ""


def warm_up(indicator: Indicator) -> int:
    """Bars before the first value."""
    numbers = [int(number) for number in indicator.numbers]
    match indicator.name:
        case "SMA" | "EMA" | "BOLL":
            return numbers[0] - 1
        case "RSI" | "ATR":
            return numbers[0]
        case "MACD":
            return max(numbers[0], numbers[1]) - 1 + numbers[2] - 1
        case "VWAP":
            return max(0, numbers[0] - 1)
        case _:
            return 0


def settled(indicator: Indicator) -> int:
    """Bars after which where the series began no longer shows (an EMA never forgets quite)."""
    smoothed = indicator.name in {"EMA", "RSI", "MACD", "ATR"}
    return warm_up(indicator) * (8 if smoothed else 1)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def closes_of(bars: Sequence[BarView]) -> Numbers:
    return np.array([float(bar.close) for bar in bars], dtype=np.float64)


def _highs(bars: Sequence[BarView]) -> Numbers:
    return np.array([float(bar.highest) for bar in bars], dtype=np.float64)


def _lows(bars: Sequence[BarView]) -> Numbers:
    return np.array([float(bar.lowest) for bar in bars], dtype=np.float64)


def _volumes(bars: Sequence[BarView]) -> Numbers:
    return np.array([float(bar.volume or 0) for bar in bars], dtype=np.float64)


def _sma(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    period = int(numbers[0])
    closes = closes_of(bars)
    return {"sma": closes if period == 1 else talib.SMA(closes, period)}


def _ema(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    period = int(numbers[0])
    closes = closes_of(bars)
    return {"ema": closes if period == 1 else talib.EMA(closes, period)}


def _boll(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    up, mid, low = talib.BBANDS(closes_of(bars), int(numbers[0]), numbers[1], numbers[1])
    return {"up": up, "mid": mid, "dn": low}


def _rsi(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    return {"rsi": talib.RSI(closes_of(bars), int(numbers[0]))}


def _macd(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    line, signal, histogram = talib.MACD(closes_of(bars), *(int(number) for number in numbers))
    return {"dif": line, "dea": signal, "macd": histogram}


def _atr(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    return {"atr": talib.ATR(_highs(bars), _lows(bars), closes_of(bars), int(numbers[0]))}


def _obv(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    return {"obv": talib.OBV(closes_of(bars), _volumes(bars))}


def _volume(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    known = [np.nan if bar.volume is None else float(bar.volume) for bar in bars]
    return {"volume": np.array(known, dtype=np.float64)}


def _vwap(bars: Sequence[BarView], numbers: tuple[float, ...], zone: str) -> dict[str, Numbers]:
    typical = (_highs(bars) + _lows(bars) + closes_of(bars)) / 3
    volumes = _volumes(bars)
    period = int(numbers[0])
    starts = _sessions(bars, zone) if period == 0 else _last(len(bars), period)
    found = np.full(len(bars), np.nan)
    for place, start in enumerate(starts):
        if start is None:
            continue
        total = volumes[start : place + 1].sum()
        if total > 0:
            worth = (typical[start : place + 1] * volumes[start : place + 1]).sum()
            found[place] = worth / total
    return {"vwap": found}


def _last(count: int, period: int) -> list[int | None]:
    return [place - period + 1 if place >= period - 1 else None for place in range(count)]


def _sessions(bars: Sequence[BarView], zone: str) -> list[int | None]:
    """The place of the first bar of each bar's day, in the market's own time."""
    there = ZoneInfo(zone)
    starts: list[int | None] = []
    day: date | None = None
    for place, bar in enumerate(bars):
        today = _day(bar.time, there)
        starts.append(place if today != day else starts[-1])
        day = today
    return starts


def _day(time: datetime, zone: ZoneInfo) -> date:
    return time.astimezone(zone).date()


Kind = Callable[[Sequence[BarView], tuple[float, ...], str], dict[str, Numbers]]
KINDS: dict[str, Kind] = {
    "SMA": _sma,
    "EMA": _ema,
    "BOLL": _boll,
    "VWAP": _vwap,
    "VOLUME": _volume,
    "RSI": _rsi,
    "MACD": _macd,
    "ATR": _atr,
    "OBV": _obv,
}
