"""Where time is missing between two bars, the chart says so."""

from datetime import UTC, datetime, timedelta

import pytest

from alley.markets.charts.axes import Moments

MONDAY = datetime(2024, 3, 4, 14, 30, tzinfo=UTC)


def moments(*spans: tuple[timedelta, int]) -> Moments:
    """Runs of bars: after each gap so many bars, as far apart as the first gap says."""
    step = spans[0][0]
    times = [MONDAY]
    for gap, count in spans:
        times.append(times[-1] + gap)
        times += [times[-1] + step * place for place in range(1, count)]
    return Moments(tuple(times), 800.0)


@pytest.mark.parametrize(
    ("spans", "places"),
    [
        ([(timedelta(minutes=5), 78), (timedelta(hours=17, minutes=30), 78)], [79]),
        ([(timedelta(minutes=5), 24), (timedelta(minutes=30), 24)], []),
        ([(timedelta(days=1), 5), (timedelta(days=3), 5)], []),
        ([(timedelta(days=1), 250), (timedelta(days=855), 1)], [251]),
        ([(timedelta(days=7), 52), (timedelta(days=14), 10)], []),
    ],
    ids=["a night", "half an hour without trades", "a weekend", "years without data", "a week"],
)
def test_breaks(spans: list[tuple[timedelta, int]], places: list[int]) -> None:
    assert moments(*spans).breaks() == places
