"""Tiles whose areas say how large things are, as near to squares as they will go (Bruls, Huizing
and van Wijk, "Squarified Treemaps", 2000). Places are in percent: a picture can take any width."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A place in percent of the picture."""

    x: float
    y: float
    width: float
    height: float


WHOLE = Box(0.0, 0.0, 100.0, 100.0)


def treemap(weights: Sequence[float], shape: float = 1.0, within: Box = WHOLE) -> list[Box]:
    """A box for each weight, in their order; areas are to each other as the weights are. `shape` is
    the width of the whole picture over its height."""
    total = sum(weights)
    if total <= 0:
        return treemap([1.0] * len(weights), shape, within) if weights else []
    area = within.width * shape * within.height
    order = sorted(range(len(weights)), key=lambda place: -weights[place])
    sizes = [weights[place] / total * area for place in order]
    room = Box(within.x * shape, within.y, within.width * shape, within.height)
    boxes: dict[int, Box] = {}
    start = 0
    while start < len(sizes):
        short = min(room.width, room.height)
        end = start + 1
        while end < len(sizes) and _worst(sizes[start : end + 1], short) <= _worst(
            sizes[start:end], short
        ):
            end += 1
        row, room = _row(sizes[start:end], room)
        boxes.update(zip(order[start:end], row, strict=True))
        start = end
    return [
        Box(box.x / shape, box.y, box.width / shape, box.height)
        for box in (boxes[place] for place in range(len(weights)))
    ]


def _worst(row: Sequence[float], short: float) -> float:
    """How far from a square the least square tile of a row along the short side is."""
    total = sum(row)
    if not total or not short:
        return 0.0
    least = min(row)
    if not least:
        return float("inf")
    return max(short**2 * max(row) / total**2, total**2 / (short**2 * least))


def _row(row: Sequence[float], room: Box) -> tuple[list[Box], Box]:
    """The tiles of a row along the short side of the room, and what of the room is left."""
    total = sum(row)
    boxes = []
    if room.width >= room.height:
        wide = total / room.height if room.height else 0.0
        y = room.y
        for size in row:
            high = size / wide if wide else 0.0
            boxes.append(Box(room.x, y, wide, high))
            y += high
        return boxes, Box(room.x + wide, room.y, room.width - wide, room.height)
    high = total / room.width if room.width else 0.0
    x = room.x
    for size in row:
        wide = size / high if high else 0.0
        boxes.append(Box(x, room.y, wide, high))
        x += wide
    return boxes, Box(room.x, room.y + high, room.width, room.height - high)
