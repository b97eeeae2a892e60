"""The prices a chart is drawn from, and the hash by which a frozen window is known."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from alley.markets.charts.bars import BarView
from alley.markets.charts.spec import ChartSpec, Span
from alley.markets.quotes import text_or_none

RANGES = {
    "1D": timedelta(days=1),
    "5D": timedelta(days=7),
    "1M": timedelta(days=31),
    "3M": timedelta(days=92),
    "6M": timedelta(days=183),
    "1Y": timedelta(days=366),
    "2Y": timedelta(days=731),
    "5Y": timedelta(days=1827),
    "10Y": timedelta(days=3653),
}


LONGEST = {  # of what is asked at a time, by interval: about 10,000 bars
    "1m": timedelta(days=7),
    "5m": timedelta(days=31),
    "15m": timedelta(days=92),
    "1h": timedelta(days=400),
}


@dataclass(frozen=True, slots=True)
class Series:
    """One instrument's bars with whose they are."""

    symbol: str
    name: str
    unit: str
    source: str
    kind: str  # of price, in words: `End of day`
    adjustment: str  # in words: `as traded`
    bars: tuple[BarView, ...]
    zone: str = "UTC"
    last: datetime | None = None  # the newest bar there is, in this time or not; not kept

    @property
    def is_candles(self) -> bool:
        return bool(self.bars) and all(bar.is_candle for bar in self.bars)

    @property
    def credit(self) -> str:
        """`End of day · EIA spot · as traded`."""
        return " · ".join(part for part in (self.kind, self.source, self.adjustment) if part)

    def as_dict(self) -> dict[str, Any]:
        return {
            "symbol": self.symbol,
            "name": self.name,
            "unit": self.unit,
            "source": self.source,
            "kind": self.kind,
            "adjustment": self.adjustment,
            "zone": self.zone,
            "bars": [_row(bar) for bar in self.bars],
        }


@dataclass(frozen=True, slots=True)
class Window:
    """The bars of a chart and of what it is compared with; those before `first` only let
    indicators settle and are not shown."""

    main: Series
    compared: tuple[Series, ...] = ()
    first: int = 0

    @property
    def shown(self) -> tuple[BarView, ...]:
        return self.main.bars[self.first :]

    def as_dict(self) -> dict[str, Any]:
        return {
            "main": self.main.as_dict(),
            "compared": [series.as_dict() for series in self.compared],
            "first": self.first,
        }

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON: the same prices, the same hash."""
        text = json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def window_of(kept: Mapping[str, Any]) -> Window:
    """A frozen window, as it was."""
    return Window(
        main=_series(kept["main"]),
        compared=tuple(_series(each) for each in kept["compared"]),
        first=int(kept["first"]),
    )


def bounds(spec: ChartSpec, last: datetime) -> tuple[datetime | None, datetime]:
    """From when to when; `last` is the time of the newest bar. None: from the very first."""
    start, end = _asked(spec, last)
    longest = LONGEST.get(spec.interval)
    if longest is not None and (start is None or end - start > longest):
        start = end - longest
    return start, end


def _asked(spec: ChartSpec, last: datetime) -> tuple[datetime | None, datetime]:
    if isinstance(spec.range, Span):
        return spec.range.start, min(spec.range.end, last)
    if spec.range == "MAX":
        return None, last
    if spec.range == "YTD":
        return last.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0), last
    return last - RANGES[spec.range], last


def _row(bar: BarView) -> list[str | None]:
    numbers = (bar.open, bar.high, bar.low, bar.close, bar.volume)
    return [bar.time.strftime("%Y-%m-%dT%H:%M:%SZ"), *(text_or_none(number) for number in numbers)]


def _series(kept: Mapping[str, Any]) -> Series:
    words = ("symbol", "name", "unit", "source", "kind", "adjustment", "zone")
    bars = tuple(_bar(row) for row in kept["bars"])
    told: dict[str, Any] = {name: str(kept[name]) for name in words}
    return Series(**told, bars=bars)


def _bar(row: Sequence[str | None]) -> BarView:
    time, *numbers = row
    opened, high, low, close, volume = (None if text is None else Decimal(text) for text in numbers)
    if time is None or close is None:
        raise ValueError("a bar has a time and a close")
    return BarView(datetime.fromisoformat(time), opened, high, low, close, volume)
