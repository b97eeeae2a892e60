"""More published cases, number by number, each with where it stands.

PP: Portfolio Performance's `IRRTest`, `ClientIndexTest`, `RiskTest`. hledger: its `roi.test`.
pyxirr: its `tests/samples`. ACB: adjustedcostbase.ca, as in rotki's test of the average cost.
"""

from datetime import date, timedelta
from decimal import Decimal as D

import numpy as np
import pytest

from alley.accounts.models import Reader
from alley.portfolios import actions, queries, returns
from alley.portfolios.lots import Lots, Method
from alley.portfolios.models import Portfolio
from alley.portfolios.mwr import Flow, money_weighted
from alley.portfolios.returns import Growth

CLOSE = 1e-8


def flows(text: str) -> list[Flow]:
    """`2008-01-01 -10000` a line."""
    pairs = (line.split() for line in text.strip().splitlines())
    return [(date.fromisoformat(day), float(amount)) for day, amount in pairs]


def test_the_slow_curve_s_true_rate() -> None:
    """PP IRRTest, "ComplexExcel": its 0.1444629967 leaves 0.88 over, which its tolerance hides."""
    paid = flows("""2002-11-30 -4398
        2007-06-11 200
        2008-05-11 270
        2009-05-01 280
        2010-06-01 280
        2011-05-02 300
        2012-04-30 330
        2012-12-06 14508""")
    assert money_weighted(paid).yearly == pytest.approx(0.1444389895, abs=CLOSE)


@pytest.mark.parametrize("back", [1e9, 1e6, 1e3, 1e2, 10, 1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6])
def test_a_year_of_one_gives_what_came_back_less_one(back: float) -> None:
    """PP IRRTest.testYear."""
    found = money_weighted(flows(f"2001-01-01 -1\n2002-01-01 {back}"))
    assert found.yearly == pytest.approx(back - 1, abs=1e-5)


@pytest.mark.parametrize(
    ("back", "yearly"), [(1.0, 0.0), (0.99, -0.974482035), (0.97, -0.999985151)]
)
def test_a_day_s_loss_is_the_day_s_and_no_year_s(back: float, yearly: float) -> None:
    """PP IRRTest.testSmallConvergenceInterval_Day states the yearly rates; we show the day's."""
    found = money_weighted(flows(f"2000-01-01 -1\n2000-01-02 {back}"))
    assert found.yearly is None
    assert found.period is not None
    assert (1 + found.period) ** 365 - 1 == pytest.approx(yearly, abs=CLOSE)


def test_nearly_everything_lost_in_several_payments() -> None:
    """PP IRRTest, issue 5095."""
    paid = flows("""2019-05-24 -9930.94
        2019-06-21 12.8
        2020-01-13 -10240
        2020-05-04 -9799
        2020-06-29 396.56
        2021-01-04 23.2""")
    assert money_weighted(paid).yearly == pytest.approx(-0.9998592, abs=1e-7)


def test_a_fee_after_the_end_leaves_one_rate() -> None:
    """pyxirr, minus_0_993.csv."""
    paid = flows("2021-06-08 -1000000\n2022-06-29 5000\n2023-06-08 -3\n2023-06-30 0")
    assert money_weighted(paid).yearly == pytest.approx(-0.993785049929284, abs=CLOSE)


def grown(*days: tuple[float, float, float], start: float = 0.0) -> Growth:
    """Days on which something happened: value in the evening, in, out."""
    values, into, out = np.array(days).T
    return returns.growth(values, into, out, start)


HLEDGER = {  # number: days, what stood before, days of the period, its TWR a year
    1: ([(100, 100, 0), (200, 100, 0)], 0, 365, 0.0),
    2: ([(100, 100, 0), (112, 0, 0)], 0, 365, 0.12),
    3: ([(100, 100, 0), *((100.0 + n, 0, 0) for n in range(1, 13))], 0, 365, 0.12),
    4: ([(100, 100, 0), (200, 100, 0), (220, 0, 0)], 0, 365, 0.10),
    5: ([(100, 100, 0), (200, 100, 0), (20, 0, 0)], 0, 365, -0.90),
    6: ([(110, 0, 0)], 100, 91, 0.4656),
    7: ([(110, 0, 0), (210, 100, 0), (160, 0, 50), (155, 0, 0)], 100, 214, 0.1145),
}


@pytest.mark.parametrize("number", HLEDGER)
def test_hledger_s_time_weighted_returns(number: int) -> None:
    days, before, length, yearly = HLEDGER[number]
    found = grown(*days, start=before).total
    assert found is not None
    assert (1 + found) ** (365 / length) - 1 == pytest.approx(yearly, abs=5e-5)


@pytest.mark.parametrize(
    ("paid", "days", "yearly"),
    [
        ("2017-01-01 -100\n2017-06-01 -100\n2018-01-01 220", 365, 0.1272),
        ("2017-04-01 -100\n2017-07-01 110", 91, 0.4656),
        ("2017-10-01 -210\n2017-10-01 50\n2018-01-01 155", 92, -0.1183),
        ("2017-06-01 -100\n2017-07-01 -100\n2017-10-01 50\n2018-01-01 155", 214, 0.0524),
    ],
)
def test_hledger_s_money_weighted_returns(paid: str, days: int, yearly: float) -> None:
    """It dates the end to the morning after, and states every rate a year."""
    found = money_weighted(flows(paid)).period
    assert found is not None
    assert (1 + found) ** (365 / days) - 1 == pytest.approx(yearly, abs=5e-5)


ACCOUNT = """deposit 10000;interest 230;deposit 200,interest 200;withdrawal 400,fee 234.41
interest 293.99;interest 293.99;deposit 5400,interest 195.99;withdrawal 3697.04,fee 882.52
fee 1003.85"""
DAYS = [0.023, 0.019175455, -0.0220517, 0.0294117647, 0.0285714286, 0.012261967, -0.0545454545,
        -0.0865384615]  # fmt: skip


def test_portfolio_performance_s_eight_days_from_its_bookings(
    ada: Reader, portfolio: Portfolio
) -> None:
    """PP ClientIndexTest.testExcelSample: its bookings, its daily returns, their product."""
    first = date(2011, 12, 31)
    for place, booked in enumerate(ACCOUNT.replace("\n", ";").split(";")):
        for kind, amount in (one.split() for one in booked.split(",")):
            given = {"date": first + timedelta(days=place), "type": kind, "amount": amount}
            actions.add_transaction(portfolio, {**given, "currency": "EUR"})
    done = queries.performance_of(queries.history_of(portfolio, date(2012, 1, 8)))
    assert done is not None
    assert done.growth.daily.tolist()[1:] == pytest.approx(DAYS, abs=1e-6)
    assert done.growth.total == pytest.approx(-0.056182678, abs=1e-6)


def test_what_is_paid_in_or_taken_out_leaves_the_returns_alone() -> None:
    """PP ClientIndexTest.testThatTransferalsDoNotChangePerformance."""
    steps = [0, 0.023, 0.043, 0.02, 0.05, 0.08, 0.1, 0.04, -0.05]
    wanted = np.array(steps)
    for moved in ([1e6, 0, 2e4, -4e4, 0, 0, 5.4e5, -369_704, 0], [1e6, *[0] * 8]):
        value, days = 0.0, []
        for step, flow in zip(steps, moved, strict=True):
            into, out = max(flow, 0.0), max(-flow, 0.0)
            value = (value + into) * (1 + step) - out
            days.append((value, into, out))
        assert grown(*days).daily == pytest.approx(wanted, abs=CLOSE)


def test_risk_as_portfolio_performance_reckons_it() -> None:
    """PP RiskTest: of logarithms, over the whole time instead of a year."""
    daily = np.log1p([0.005, -1 / 300, -0.005, 0.01, 0.01, -0.005])
    deviation = returns.volatility(daily, days_a_year=len(daily))
    assert deviation == pytest.approx(0.017736692475, abs=1e-11)
    assert returns.volatility(np.full(20, 0.1)) == pytest.approx(0, abs=1e-12)
    index = 1 + np.array([1, 1, -0.5, 1, 1, 2, 3, 4, 5, 6])
    assert returns.drawdown(index).depth == pytest.approx(-0.75, abs=CLOSE)


def test_the_average_cost_of_the_canadian_example() -> None:
    """ACB: 100 at 50, 50 sold; 50 at 130, 40 sold: 2,500 left, then 9,000, then 5,400."""
    held = Lots(Method.AVERAGE)
    found = []
    for quantity, value in ((100, 5_000), (-50, 6_000), (50, 6_500), (-40, 4_000)):
        held.trade(date(2022, 1, 3), D(quantity), D(value), D(1))
        found.append(held.cost)
    assert found == [5_000, 2_500, 9_000, 5_400]


def test_the_dollar_s_part_of_a_swiss_gain() -> None:
    """Ghostfolio googl-buy: 30.66652 % in dollars, 25.23504 % in francs."""
    held = Lots()
    held.trade(date(2023, 1, 3), D(1), D("89.12"), D("0.9238"))
    held.trade(date(2023, 7, 10), D(-1), D("116.45"), D("0.8854"))
    (gain,) = held.gains
    local = gain.price / D("0.8854") / D("89.12") * 100
    assert round(local, 5) == D("30.66652")
    assert round(gain.total / gain.cost * 100, 5) == D("25.23504")
