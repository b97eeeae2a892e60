"""What a rule would have done: the same as doing it, and within a fifth of a second."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alley.alerts.book import Rule
from alley.alerts.kinds import KINDS, Bars
from tests.alerts.naive import Model

CLOSES = st.lists(st.integers(-8, 8).map(lambda step: step / 4), min_size=1, max_size=60)
YEAR = 525_600  # minutes


def bars_of(closes: list[float] | np.ndarray, seconds: int = 60) -> Bars:
    close = np.array(closes, dtype=float)
    return Bars(np.arange(len(close), dtype=np.int64) * seconds, close, close, close, close * 0 + 5)


@settings(max_examples=300, deadline=None)
@given(
    CLOSES,
    st.integers(-8, 8).map(lambda step: step / 4),
    st.sampled_from(["above", "below", "either"]),
    st.sampled_from([0.0, 0.25, 0.5]),
    st.sampled_from(["once", "every"]),
)
def test_a_level_fires_as_it_would_have(
    closes: list[float], level: float, direction: str, band: float, mode: str
) -> None:
    model = Model()
    model.add(Rule(1, level, direction, band, mode == "once"))  # type: ignore[arg-type]
    expected = [at for at, close in enumerate(closes) for _ in model.tick(close)]
    params = {"direction": direction, "level": str(level), "hysteresis": str(band)}

    found = KINDS["price_cross"].backtest(params, bars_of(closes), mode)  # type: ignore[misc]
    assert [at for at, _ in found] == expected


def test_a_bars_high_counts_and_its_order_is_not_guessed() -> None:
    bars = Bars(
        np.array([0, 60, 120]),
        high=np.array([80, 83, 84.0]),
        low=np.array([80, 79, 83.0]),
        close=np.array([80, 80, 84.0]),
        volume=np.zeros(3),
    )
    params = {"direction": "above", "level": "82"}

    assert KINDS["price_cross"].backtest(params, bars, "every") == [(1, 82.0), (2, 83.0)]  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("price_cross", {"direction": "either", "level": "100", "hysteresis": "1"}),
        ("percent_move", {"percent": "2", "window": "1h", "direction": "either"}),
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
        KINDS[kind].backtest(params, bars, "every")  # type: ignore[misc]
        times.append(time.perf_counter() - began)

    assert min(times) < 0.2
