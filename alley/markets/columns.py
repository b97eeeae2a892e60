"""Bars as columns of whole numbers: exact like the decimals they come from, quick like arrays.

A price is `number / 10 ** scale`; what is unknown is UNKNOWN. 18 digits are kept, a column of the
database on SQLite keeps 15.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from tsdownsample import M4Downsampler

from alley.markets.charts.bars import BarView

Numbers = NDArray[np.int64]
UNKNOWN = np.int64(np.iinfo(np.int64).min)
LARGEST = 10**18
ADDABLE = 9 * 10**12  # a million of them can be added up
PLACES = 8  # as the database keeps them
M4 = M4Downsampler()  # type: ignore[no-untyped-call]
PRICES = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True)
class Columns:
    time: Numbers  # seconds since 1970
    open: Numbers
    high: Numbers
    low: Numbers
    close: Numbers
    volume: Numbers
    scale: int = 0
    volume_scale: int = 0

    @classmethod
    def of(cls, arrays: Iterable[Numbers], scale: int, volume_scale: int) -> "Columns":
        time, opened, high, low, close, volume = arrays
        return cls(time, opened, high, low, close, volume, scale, volume_scale)

    def __len__(self) -> int:
        return len(self.time)

    def part(self, start: int, end: int) -> "Columns":
        cut = (column[start:end] for column in self.all())
        return Columns.of(cut, self.scale, self.volume_scale)

    def take(self, places: Numbers) -> "Columns":
        cut = (column[places] for column in self.all())
        return Columns.of(cut, self.scale, self.volume_scale)

    def all(self) -> tuple[Numbers, ...]:
        return self.time, self.open, self.high, self.low, self.close, self.volume

    @property
    def has_candles(self) -> bool:
        """Whether open, high and low of every bar are known."""
        return not any((column == UNKNOWN).any() for column in (self.open, self.high, self.low))

    def floats(self, name: str) -> NDArray[np.float64]:
        """For chart arithmetic: not a number where unknown."""
        column: Numbers = getattr(self, name)
        scale = self.volume_scale if name == "volume" else self.scale
        return np.where(column == UNKNOWN, np.nan, column / 10.0**scale)

    def views(self) -> list[BarView]:
        prices = [_decimals(getattr(self, name), self.scale) for name in PRICES]
        volumes = _decimals(self.volume, self.volume_scale)
        return [
            BarView(
                datetime.fromtimestamp(time, UTC), opened, high, low, close or Decimal(0), volume
            )
            for time, opened, high, low, close, volume in zip(
                self.time.tolist(), *prices, volumes, strict=True
            )
        ]

    def texts(self, name: str) -> list[str | None]:
        """As decimal strings without the zeros at their ends."""
        scale = self.volume_scale if name == "volume" else self.scale
        unknown = int(UNKNOWN)
        column: Numbers = getattr(self, name)
        return [None if n == unknown else _text(n, scale) for n in column.tolist()]

    def stamps(self) -> list[str]:
        """RFC 3339, in UTC."""
        moments = self.time.astype("datetime64[s]")
        return [f"{moment}Z" for moment in np.datetime_as_string(moments).tolist()]


def _text(number: int, scale: int) -> str:
    if not scale:
        return str(number)
    digits = f"{abs(number):0{scale + 1}d}"
    text = f"{digits[:-scale]}.{digits[-scale:]}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text


def _decimals(column: Numbers, scale: int) -> list[Decimal | None]:
    unknown = int(UNKNOWN)
    return [None if n == unknown else Decimal(n).scaleb(-scale) for n in column.tolist()]


Known = Decimal | float | int | str  # SQLite answers the last three


def from_lists(times: Numbers, lists: Sequence[Sequence[Known | None]]) -> Columns:
    """From open, high, low, close and volume, with as few decimals as hold them all."""
    *prices, (volume, volume_scale) = [_whole(values) for values in lists]
    scale = _shared_scale(prices, LARGEST)
    same = [_moved(column, scale - own) for column, own in prices]
    counted = _shared_scale([(volume, volume_scale)], ADDABLE)
    volume = _moved(volume, counted - volume_scale)
    return Columns.of([times, *same, volume], scale, counted)


def _shared_scale(columns: Sequence[tuple[Numbers, int]], limit: int) -> int:
    """The finest of these scales in which none of the numbers outgrows the limit."""
    scale = max(own for _, own in columns)
    if all(own == scale for _, own in columns) and limit == LARGEST:
        return scale
    top = max(_top(column) * 10 ** (scale - own) for column, own in columns)
    while scale > 0 and top >= limit:
        scale, top = scale - 1, top // 10
    return scale


def _top(column: Numbers) -> int:
    return int(np.abs(column[column != UNKNOWN]).max(initial=0))


NOTHING = Columns.of([np.zeros(0, np.int64)] * 6, 0, 0)


def _whole(values: Sequence[Known | None]) -> tuple[Numbers, int]:
    """Whole numbers and their decimals. Below ten million a float holds eight decimals exactly."""
    numbers = (np.nan if value is None else float(value) for value in values)
    floats = np.fromiter(numbers, np.float64, len(values))
    unknown = np.isnan(floats)
    floats[unknown] = 0.0
    top = np.abs(floats).max() if len(floats) else 0.0
    if top < 1e11 and (floats == np.rint(floats)).all():
        found, scale = floats.astype(np.int64), 0
    elif top < 1e7:
        found, scale = _short(np.rint(floats * 10**PLACES).astype(np.int64), PLACES)
    else:
        found, scale = _large(values)
    return np.where(unknown, UNKNOWN, found), scale


def _short(numbers: Numbers, scale: int) -> tuple[Numbers, int]:
    while scale > 0 and not (numbers % 10).any():
        numbers, scale = numbers // 10, scale - 1
    return numbers, scale


def _large(values: Sequence[Known | None]) -> tuple[Numbers, int]:
    """By way of decimals, with fewer places where eighteen digits would not do."""
    exact = [Decimal(0) if value is None else Decimal(str(value)) for value in values]
    scale = PLACES
    while scale > 0 and max(abs(value) for value in exact) * 10**scale >= LARGEST:
        scale -= 1
    whole = np.fromiter((round(value.scaleb(scale)) for value in exact), np.int64, len(exact))
    return _short(whole, scale)


def _moved(column: Numbers, places: int) -> Numbers:
    """In a scale with so many more places, or fewer, rounded."""
    if places == 0:
        return column
    if places > 0:
        found: Numbers = column * 10**places
    else:
        found = (column + 10**-places // 2) // 10**-places
    return np.where(column == UNKNOWN, UNKNOWN, found)


def rescaled(columns: Columns, scale: int, volume_scale: int) -> Columns:
    if (scale, volume_scale) == (columns.scale, columns.volume_scale):
        return columns
    prices = [_moved(getattr(columns, name), scale - columns.scale) for name in PRICES]
    volume = _moved(columns.volume, volume_scale - columns.volume_scale)
    return Columns.of([columns.time, *prices, volume], scale, volume_scale)


def joined(parts: Sequence[Columns]) -> Columns:
    """One after another, in the finest of their scales."""
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    prices = [(column, part.scale) for part in parts for column in part.all()[1:5]]
    scale = _shared_scale(prices, LARGEST)
    volume_scale = min(part.volume_scale for part in parts)
    same = [rescaled(part, scale, volume_scale).all() for part in parts]
    whole = (np.concatenate(column) for column in zip(*same, strict=True))
    return Columns.of(whole, scale, volume_scale)


def grouped(columns: Columns, firsts: Numbers, times: Numbers | None = None) -> Columns:
    """One bar for each run that begins at `firsts`: first open, highest high, lowest low, last
    close, all volume. What one bar of a run does not know, the run does not know; a volume is what
    is known of it."""
    if len(columns) == 0:
        return columns
    lasts = np.append(firsts[1:], len(columns)) - 1
    known = columns.volume != UNKNOWN
    volume = np.add.reduceat(np.where(known, columns.volume, 0), firsts)
    return Columns(
        columns.time[firsts] if times is None else times,
        columns.open[firsts],
        _extreme(columns.high, firsts, np.maximum),
        _extreme(columns.low, firsts, np.minimum),
        columns.close[lasts],
        np.where(np.logical_or.reduceat(known, firsts), volume, UNKNOWN),
        columns.scale,
        columns.volume_scale,
    )


def _extreme(column: Numbers, firsts: Numbers, which: "np.ufunc") -> Numbers:
    complete = np.logical_and.reduceat(column != UNKNOWN, firsts)
    found: Numbers = np.where(complete, which.reduceat(column, firsts), UNKNOWN)
    return found


def thinned(columns: Columns, points: int) -> Columns:
    """At most `points` bars that lose no high or low: candles are merged, lines keep the first,
    lowest, highest and last of each column (M4: Jugel and others, VLDB 2014)."""
    if len(columns) <= points:
        return columns
    if columns.has_candles or points < 8:
        edges = np.arange(points, dtype=np.int64) * len(columns) // points
        return grouped(columns, edges)
    places = M4.downsample(columns.floats("close"), n_out=points // 4 * 4)
    return columns.take(np.unique(places.astype(np.int64)))
