"""Returns against published worked examples, to 1e-8.

Sources: Microsoft's XIRR page; Portfolio Performance `IRRTest` and `ClientIndexTest`; hledger
`roi.test`; a CFA-style question; GIPS examples; Wealthfolio #497; pyxirr's own tests.
"""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alley.portfolios import returns
from alley.portfolios.mwr import Flow, money_weighted

CLOSE = 1e-8


def flows(*moves: tuple[str, float]) -> list[Flow]:
    return [(date.fromisoformat(day), amount) for day, amount in moves]


MICROSOFT = flows(
    ("2008-01-01", -10000), ("2008-03-01", 2750), ("2008-10-30", 4250), ("2009-02-15", 3250),
    ("2009-04-01", 2750),
)  # fmt: skip


@pytest.mark.parametrize("moves", [MICROSOFT, MICROSOFT[::-1], MICROSOFT[2:] + MICROSOFT[:2]])
def test_the_spreadsheet_manual_s_case_in_any_order(moves: list[Flow]) -> None:
    assert money_weighted(moves).yearly == pytest.approx(0.3733625335, abs=CLOSE)


def test_a_rate_near_minus_one_is_found() -> None:
    lost = flows(("2019-05-24", -1560.94), ("2020-01-13", -1160), ("2020-06-29", 42.80))
    assert money_weighted(lost).yearly == pytest.approx(-0.9992516434, abs=CLOSE)


def test_less_than_a_year_is_not_made_yearly() -> None:
    """3 % in three days would be 3,546 % a year."""
    found = money_weighted(flows(("2022-01-03", -100), ("2022-01-06", 103)))
    assert found.period == pytest.approx(0.03, abs=CLOSE)
    assert found.yearly is None


def test_364_days_are_no_year() -> None:
    found = money_weighted(flows(("2010-01-01", -200), ("2010-12-31", 210)))
    assert found.yearly is None
    assert found.period == pytest.approx(0.05, abs=CLOSE)  # the yearly rate would be 0.0501407503


def test_several_rates_are_said_to_be_several() -> None:
    """10 %, 20 % and 30 % all solve it; a library silently answers the first."""
    found = money_weighted(
        flows(
            ("2001-01-01", -1000), ("2002-01-01", 3600), ("2003-01-01", -4310), ("2004-01-01", 1716)
        )
    )
    assert found.yearly is None
    assert "not unique" in found.reason


@pytest.mark.parametrize(
    "moves",
    [
        flows(("2020-01-01", -100), ("2021-01-01", -100)),
        flows(("2020-01-01", -100)),
        flows(("2020-01-01", -100), ("2020-01-01", 100)),
        [],
    ],
)
def test_flows_that_no_rate_explains_are_said_so(moves: list[Flow]) -> None:
    found = money_weighted(moves)
    assert found.period is None
    assert found.reason


def test_time_and_money_weighted_differ_as_in_the_textbook() -> None:
    """Buy at 200; after a year dividend 5, price 225, buy another; after two 470 and 10."""
    found = returns.growth(
        np.array([225.0 * 2, 470.0]), np.array([200.0, 0.0]), np.array([0.0, 10.0])
    )
    one = (225 + 5) / 200 * (470 + 10) / 450 - 1
    assert one == pytest.approx(0.226667, abs=1e-6)
    assert returns.yearly(one, 730) == pytest.approx(0.107550, abs=1e-6)
    paid = flows(("2021-01-01", -200), ("2022-01-01", 5 - 225), ("2023-01-01", 480))
    assert money_weighted(paid).yearly == pytest.approx(0.093928, abs=1e-6)
    assert found.daily[1] == pytest.approx(480 / 450 - 1, abs=CLOSE)


def test_a_deposit_is_not_a_gain() -> None:
    """1,000,000 to 1,050,000, another 200,000 in, 1,350,000 at the end: 13.40 %."""
    found = returns.growth(np.array([1_050_000.0, 1_350_000.0]), np.array([1e6, 2e5]), np.zeros(2))
    assert found.total == pytest.approx(0.134, abs=CLOSE)


def test_eight_days_link_to_portfolio_performance_s_figure() -> None:
    """The days are published with seven places, so the product can be held to seven."""
    daily = np.array(
        [0.023, 0.019175455, -0.0220517, 0.0294117647, 0.0285714286, 0.012261967, -0.0545454545,
         -0.0865384615]
    )  # fmt: skip
    assert returns.linked(daily).total == pytest.approx(-0.056182678, abs=1e-7)


def test_withdrawing_nearly_all_is_no_doubling() -> None:
    """+1 % on 10,000 with 9,900 taken out is +1 %; MV_end / (MV_start + flow) - 1 says +100 %."""
    found = returns.growth(np.array([200.0]), np.zeros(1), np.array([9_900.0]), start=10_000.0)
    assert found.total == pytest.approx(0.01, abs=CLOSE)


def test_a_deposit_on_the_last_day_is_neutral() -> None:
    found = returns.growth(np.array([110.0, 1_110.0]), np.array([100.0, 1_000.0]), np.zeros(2))
    assert found.total == pytest.approx(0.10, abs=CLOSE)


def test_without_capital_there_is_no_return_and_it_is_said() -> None:
    found = returns.growth(np.array([50.0]), np.zeros(1), np.zeros(1))
    assert found.total is None
    assert found.undefined.tolist() == [True]


def test_before_the_first_deposit_nothing_happens() -> None:
    found = returns.growth(np.array([0.0, 0.0, 11.0]), np.array([0.0, 0.0, 10.0]), np.zeros(3))
    assert found.total == pytest.approx(0.1, abs=CLOSE)


def test_hledger_s_two_payments() -> None:
    """-100 on 1 January, -100 on 1 June, 220 on 31 December at the day's end."""
    paid = flows(("2019-01-01", -100), ("2019-06-01", -100), ("2020-01-01", 220))
    assert money_weighted(paid).yearly == pytest.approx(0.1272, abs=1e-4)
    lost = flows(("2019-01-01", -100), ("2019-06-01", -100), ("2020-01-01", 20))
    assert money_weighted(lost).yearly == pytest.approx(-0.9573, abs=1e-4)


@pytest.mark.parametrize(
    ("start", "end", "moves", "expected"),
    [
        (100_000, 112_000, [(10_000, 0.5)], 2_000 / 105_000),
        (100_000, 112_000, [(10_000, 1.0)], 2_000 / 110_000),
        (100, 300, [(50, 0.5)], 1.2),
    ],
)
def test_modified_dietz(
    start: float, end: float, moves: list[tuple[float, float]], expected: float
) -> None:
    assert returns.modified_dietz(start, end, moves) == pytest.approx(expected, abs=CLOSE)


def test_the_deepest_fall_is_measured_from_its_peak() -> None:
    found = returns.drawdown(np.array([1.1, 1.2, 0.9, 1.3, 1.04]))
    assert found.depth == pytest.approx(-0.25, abs=CLOSE)
    assert (found.peak, found.trough) == (1, 2)


def test_a_fall_from_the_first_day_counts() -> None:
    assert returns.drawdown(np.array([0.9, 0.8])).depth == pytest.approx(-0.2, abs=CLOSE)


moves = st.lists(st.floats(-0.2, 0.2), min_size=1, max_size=30)


@given(
    moves,
    st.lists(st.floats(0, 1e6), min_size=30, max_size=30),
    st.lists(st.floats(0, 0.9), min_size=30, max_size=30),
)
def test_flows_do_not_change_the_time_weighted_return(
    daily: list[float], deposits: list[float], withdrawn: list[float]
) -> None:
    value, values, into, out = 1_000.0, [], [], []
    for place, move in enumerate(daily):
        grown = (value + deposits[place]) * (1 + move)
        out.append(grown * withdrawn[place])
        into.append(deposits[place])
        value = grown - out[-1]
        values.append(value)
    found = returns.growth(np.array(values), np.array(into), np.array(out), start=1_000.0)
    assert found.total == pytest.approx(float(np.prod(1 + np.array(daily)) - 1), rel=1e-6, abs=1e-6)


@given(st.lists(st.lists(st.floats(-20, 20), min_size=3, max_size=3), min_size=1, max_size=30))
def test_contributions_add_up_to_the_return(gains: list[list[float]]) -> None:
    table = np.array(gains)
    values = 1_000 + table.sum(axis=1).cumsum()
    found = returns.growth(values, np.zeros(len(values)), np.zeros(len(values)), start=1_000.0)
    before = np.concatenate(([1.0], found.index[:-1]))
    parts = returns.contributions(table, np.concatenate(([1_000.0], values[:-1])), before)
    assert parts.sum() == pytest.approx(found.total, abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 2000), st.floats(-1e5, 1e5)), min_size=2, max_size=12))
def test_a_found_rate_makes_the_flows_worth_nothing(made: list[tuple[int, float]]) -> None:
    start = date(2015, 1, 1)
    paid = [(start + timedelta(days=day), amount) for day, amount in made]
    found = money_weighted(paid)
    if found.yearly is None or abs(found.yearly) > 1e3 or found.yearly < -0.99:
        return
    first = min(day for day, amount in paid if amount)
    worth = sum(a * (1 + found.yearly) ** (-(day - first).days / 365) for day, a in paid)
    assert abs(worth) < 1e-4 * sum(abs(amount) for _, amount in paid)
