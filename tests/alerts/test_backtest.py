"""What a rule would have done: the same as doing it, and within a fifth of a second."""

import time
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alley.alerts.book import Rule
from alley.alerts.kinds import KINDS, Bars
from alley.alerts.track import Tick, Track
from tests.alerts.naive import Model

CLOSES = st.lists(st.integers(-8, 8).map(lambda step: step / 4), min_size=1, max_size=60)
YEAR = 525_600  # minutes


def bars_of(closes: list[float] | np.ndarray, seconds: int = 60) -> Bars:
    close = np.array(closes, dtype=float)
    time = np.arange(len(close), dtype=np.int64) * seconds
    return Bars(time, close, close, close, close * 0 + 5, time // 86_400)


@settings(max_examples=300, deadline=None)
@given(
    CLOSES,
    st.integers(-8, 8).map(lambda step: step / 4),
    st.sampled_from(["above", "below", "either"]),
    st.sampled_from([0.0, 0.25, 0.5]),
)
def test_a_level_fires_as_it_would_have(
    closes: list[float], level: float, direction: str, band: float
) -> None:
    model = Model()
    model.add(Rule(1, level, direction, band, False))  # type: ignore[arg-type]
    expected = [at for at, close in enumerate(closes) for _ in model.tick(close)]
    params = {"direction": direction, "level": str(level), "hysteresis": str(band)}

    found = KINDS["price_cross"].backtest(params, bars_of(closes))  # type: ignore[misc]
    assert [at for at, _ in found] == expected


def test_a_bars_high_counts_and_its_order_is_not_guessed() -> None:
    bars = Bars(
        np.array([0, 60, 120]),
        high=np.array([80, 83, 84.0]),
        low=np.array([80, 79, 83.0]),
        close=np.array([80, 80, 84.0]),
        volume=np.zeros(3),
        day=np.zeros(3, dtype=np.int64),
    )
    params = {"direction": "above", "level": "82"}

    assert KINDS["price_cross"].backtest(params, bars) == [(1, 82.0), (2, 83.0)]  # type: ignore[misc]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(1, 40)), min_size=2, max_size=80),
    st.sampled_from(["15m", "1h"]),
    st.sampled_from(["above", "below", "either"]),
    st.sampled_from(["1", "2.5"]),
)
def test_a_percent_move_fires_as_it_would_have(
    steps: list[tuple[int, int]], window: str, direction: str, percent: str
) -> None:
    close = 100.0 + np.cumsum([step for step, _ in steps])
    time = np.cumsum([wait for _, wait in steps]).astype(np.int64) * 60
    params = {"percent": percent, "window": window, "direction": direction}
    watch = KINDS["percent_move"].watch(params, {})  # type: ignore[misc]
    track, expected = Track(days=lambda _: (), history=lambda _, __: ()), []
    for at, (seconds, price) in enumerate(zip(time.tolist(), close.tolist(), strict=True)):
        tick = Tick(at, 1, str(price), price, datetime.fromtimestamp(seconds, UTC), "desk", "")
        track.enter(tick)
        if watch.see(track, tick):
            expected.append(at)
        track.leave(tick)

    bars = Bars(time, close, close, close, close * 0, time // 86_400)
    found = KINDS["percent_move"].backtest(params, bars)  # type: ignore[misc]
    assert [at for at, _ in found] == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("price_cross", {"direction": "either", "level": "100", "hysteresis": "1"}),
        ("percent_move", {"percent": "2", "window": "1h", "direction": "either"}),
        ("percent_move", {"percent": "0.1", "window": "15m", "direction": "either"}),
        ("new_extreme", {"side": "high", "days": 30}),
        ("volume", {"factor": "2"}),
        (
            "indicator",
            {
                "name": "RSI",
                "params": {"period": 14},
                "crosses": "above",
                "level": "70",
                "interval": "5m",
            },
        ),
    ],
)
def test_a_year_of_minutes_takes_a_fifth_of_a_second(kind: str, params: dict) -> None:
    random = np.random.default_rng(1)
    bars = bars_of(100 * np.exp(np.cumsum(random.normal(0, 0.0005, YEAR))))
    times = []
    for _ in range(3):
        began = time.perf_counter()
        KINDS[kind].backtest(params, bars)  # type: ignore[misc]
        times.append(time.perf_counter() - began)

    assert min(times) < 0.2
