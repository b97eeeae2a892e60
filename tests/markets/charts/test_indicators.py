"""Indicators against stated results, and against their formulas written out."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import fmean, pstdev

import pytest

from alley.markets.charts.bars import BarView
from alley.markets.charts.indicators import compute, unavailable, warm_up
from alley.markets.charts.spec import Indicator
from tests.markets.charts.drawing import candle, closes

LINES = (Path(__file__).parent / "spy-closes.txt").read_text().splitlines()
SPY = [price for line in LINES if not line.startswith("#") for price in line.split()]
NEAR = 1e-9


@pytest.fixture(scope="module")
def spy() -> tuple[BarView, ...]:
    return closes(*SPY)


# Stated by Stock.Indicators (RSI, MACD, Bollinger, EMA: *.standard.json), to as many places.
STATED = [
    ("RSI", "rsi", 14, 62.0541),
    ("RSI", "rsi", 249, 70.9368),
    ("RSI", "rsi", 501, 42.0773),
    ("MACD", "dif", 501, -6.2197702563),
    ("MACD", "dea", 501, -5.8568916537),
    ("MACD", "macd", 501, -0.3628786026),
    ("BOLL", "dn", 501, 230.0195769),
    ("BOLL", "mid", 501, 251.86),
    ("BOLL", "up", 501, 273.7004231),
    ("EMA", "ema", 501, 249.3518967),
]


@pytest.mark.parametrize(("name", "line", "place", "expected"), STATED)
def test_the_stated_results_on_502_bars(
    spy: tuple[BarView, ...], name: str, line: str, place: int, expected: float
) -> None:
    found = compute(Indicator(name=name), spy)[line][place]  # type: ignore[arg-type]

    places = len(str(expected).partition(".")[2])
    assert found is not None
    assert round(found, places) == pytest.approx(expected, abs=max(NEAR, 10**-places))


def test_a_moving_average_is_the_mean_of_its_bars(spy: tuple[BarView, ...]) -> None:
    line = compute(Indicator(name="SMA", params=(50,)), spy)["sma"]
    prices = [float(price) for price in SPY]

    assert line[:49] == [None] * 49
    assert line[300] == pytest.approx(fmean(prices[251:301]), abs=NEAR)


def test_bollinger_bands_lie_two_deviations_of_the_population_away(
    spy: tuple[BarView, ...],
) -> None:
    lines = compute(Indicator(name="BOLL", params=(20, 2)), spy)
    last = [float(price) for price in SPY[-20:]]

    assert lines["up"][-1] == pytest.approx(fmean(last) + 2 * pstdev(last), abs=1e-8)
    assert lines["dn"][-1] == pytest.approx(fmean(last) - 2 * pstdev(last), abs=1e-8)


def test_rsi_as_wilder_wrote_it(spy: tuple[BarView, ...]) -> None:
    """New Concepts in Technical Trading Systems, 1978: means of rises and falls, then smoothed."""
    prices = [float(price) for price in SPY]
    steps = [after - before for before, after in pairwise(prices)]
    up = fmean(max(step, 0) for step in steps[:14])
    down = fmean(max(-step, 0) for step in steps[:14])
    for step in steps[14:]:
        up, down = (up * 13 + max(step, 0)) / 14, (down * 13 + max(-step, 0)) / 14

    line = compute(Indicator(name="RSI"), spy)["rsi"]

    assert line[-1] == pytest.approx(100 * up / (up + down), abs=NEAR)


def test_average_true_range_counts_the_gap() -> None:
    """True range: the day's own, or from the close before where that is further."""
    bars = [candle(day, "10", "11", "9", "10") for day in range(3)]
    bars.append(candle(3, "20", "21", "19", "20"))  # opens ten above: true range 11
    line = compute(Indicator(name="ATR", params=(2,)), bars)["atr"]

    assert line == [None, None, 2.0, pytest.approx((2.0 + 11.0) / 2, abs=NEAR)]


def test_volume_counts_for_the_balance_from_the_first_bar() -> None:
    bars = [
        candle(0, "1", "1", "1", "1", "100"),
        candle(1, "1", "2", "1", "2", "30"),
        candle(2, "2", "2", "1", "1", "50"),
        candle(3, "1", "1", "1", "1", "70"),
    ]

    assert compute(Indicator(name="OBV"), bars)["obv"] == [100.0, 130.0, 80.0, 80.0]


def minute(hour: int, at: int, price: str, volume: str) -> BarView:
    time = datetime(2022, 1, 3, hour, at, tzinfo=UTC)
    return BarView(time, *(Decimal(price),) * 4, Decimal(volume))


def test_vwap_begins_anew_with_each_session_of_the_market() -> None:
    late = minute(4, 59, "10", "1")  # 23:59 in New York, still the day before
    bars = [late, minute(5, 0, "20", "3"), minute(5, 1, "40", "1")]

    line = compute(Indicator(name="VWAP"), bars, "America/New_York")["vwap"]

    assert line == [10.0, 20.0, pytest.approx((20 * 3 + 40) / 4, abs=NEAR)]


def test_vwap_over_the_last_bars() -> None:
    bars = [minute(5, at, price, "2") for at, price in enumerate(("10", "20", "60"))]

    assert compute(Indicator(name="VWAP", params=(2,)), bars)["vwap"] == [None, 15.0, 40.0]


@pytest.mark.parametrize("name", ["SMA", "EMA", "BOLL", "RSI", "MACD", "ATR", "VWAP", "OBV"])
def test_the_first_value_comes_when_it_is_said_to(name: str) -> None:
    bars = [candle(day, "10", f"1{day % 7 + 1}", "9", f"1{day % 5}") for day in range(80)]
    indicator = Indicator(name=name)  # type: ignore[arg-type]
    lines = compute(indicator, bars)

    first = min(
        next(place for place, v in enumerate(line) if v is not None) for line in lines.values()
    )
    assert first == warm_up(indicator)


def test_what_cannot_be_computed_says_why() -> None:
    bars = closes(*["80"] * 40)

    assert unavailable(Indicator(name="VWAP"), bars) == "VWAP: no volume is known"
    assert unavailable(Indicator(name="ATR"), bars) == "ATR: highs and lows are not known"
    assert unavailable(Indicator(name="SMA", params=(41,)), bars) == "SMA 41: too few bars"
    assert unavailable(Indicator(name="SMA", params=(40,)), bars) == ""


def test_a_negative_price_is_a_price() -> None:
    """WTI, 20 April 2020."""
    line = compute(Indicator(name="SMA", params=(2,)), closes("18.31", "-36.98"))["sma"]

    assert line == [None, pytest.approx(-9.335, abs=NEAR)]


def test_days_apart_do_not_matter_to_a_moving_average() -> None:
    near, far = closes("1", "2", "3"), closes("1", "2", "3")
    far = (
        *far[:2],
        BarView(far[2].time + timedelta(days=90), None, None, None, far[2].close, None),
    )
    sma = Indicator(name="SMA", params=(2,))

    assert compute(sma, near) == compute(sma, far)
