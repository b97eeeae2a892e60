"""Tiles fill the picture, do not lie on one another, and are as large as their weights."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from alley.shell.plots.treemap import Box, treemap

weights = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40)
shapes = st.floats(0.3, 6)


@given(weights, shapes)
def test_areas_are_to_each_other_as_the_weights(weights: list[float], shape: float) -> None:
    boxes = treemap(weights, shape)

    total = sum(weights)
    for weight, box in zip(weights, boxes, strict=True):
        assert abs(box.width * box.height - weight / total * 10_000) < 1e-6 * 10_000


@given(weights, shapes)
def test_tiles_stay_inside_and_apart(weights: list[float], shape: float) -> None:
    boxes = treemap(weights, shape)

    for box in boxes:
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= 100 + 1e-6
        assert box.y + box.height <= 100 + 1e-6
    for one, other in combinations(boxes, 2):
        assert _shared(one, other) < 1e-6


def _shared(one: Box, other: Box) -> float:
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)


def test_alike_weights_make_near_squares() -> None:
    boxes = treemap([1.0] * 4, shape=1.0)

    assert {(round(box.width), round(box.height)) for box in boxes} == {(50, 50)}


def test_nothing_weighs_nothing() -> None:
    assert treemap([]) == []
    assert len(treemap([0.0, 0.0])) == 2
