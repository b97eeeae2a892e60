"""Columns of bars as bytes and back: each column as small steps from its lowest value."""

import struct
from typing import Any

import numpy as np

from alley.markets.columns import UNKNOWN, Columns, Numbers

VERSION = 1
HEAD = struct.Struct("<BIBB")  # version, bars, scale, volume scale
COLUMN = struct.Struct("<Bqq")  # bytes a value, lowest value, step
WIDTHS: dict[int, "np.dtype[Any]"] = {n: np.dtype(f"<u{n}") for n in (1, 2, 4, 8)}


def packed(columns: Columns) -> bytes:
    head = HEAD.pack(VERSION, len(columns), columns.scale, columns.volume_scale)
    return head + b"".join(_packed(column) for column in columns.all())


def _packed(column: Numbers) -> bytes:
    """The largest number of a width stands for what is unknown."""
    known = column != UNKNOWN
    if not known.any():
        return COLUMN.pack(0, 0, 0)
    lowest = int(column[known].min())
    steps = np.where(known, column - lowest, 0)
    step = int(np.gcd.reduce(steps)) or 1
    small = steps // step
    width = next(width for width in WIDTHS if int(small.max()) < 2 ** (8 * width) - 1)
    unknown = np.uint64(2 ** (8 * width) - 1)
    values = np.where(known, small.astype(np.uint64), unknown).astype(WIDTHS[width])
    return COLUMN.pack(width, lowest, step) + bytes(values.tobytes())


def unpacked(content: bytes) -> Columns:
    """Raises ValueError for bytes of another version."""
    version, count, scale, volume_scale = HEAD.unpack_from(content)
    if version != VERSION:
        raise ValueError(f"bars packed in form {version}, this reads {VERSION}")
    place, columns = HEAD.size, []
    for _ in range(6):
        width, lowest, step = COLUMN.unpack_from(content, place)
        place += COLUMN.size
        columns.append(_unpacked(content, place, count, width, lowest, step))
        place += width * count
    return Columns.of(columns, scale, volume_scale)


def _unpacked(
    content: bytes, place: int, count: int, width: int, lowest: int, step: int
) -> Numbers:
    if not width:
        return np.full(count, UNKNOWN)
    values = np.frombuffer(content, WIDTHS[width], count, place)
    found: Numbers = values.astype(np.int64)
    found *= step
    found += lowest
    unknown = values == 2 ** (8 * width) - 1
    if unknown.any():
        found[unknown] = UNKNOWN
    return found
