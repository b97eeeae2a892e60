"""Cost basis by lots, against published cases.

Sources of figures: Portfolio Performance `CostCalculationTest`, Ghostfolio's calculator specs
(BALN, NOVN, JNUG, BTC short, splits), rotki `test_cost_basis` (methods), Wealthfolio #816 (bonus).
"""

from datetime import date
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alley.portfolios.lots import Lots, Method

DAY = date(2022, 1, 3)
ONE = D(1)


def lots(*trades: tuple[int | str, str], method: Method = Method.FIFO) -> Lots:
    found = Lots(method)
    for number, (quantity, value) in enumerate(trades):
        found.trade(DAY, D(quantity), D(value), ONE, id=number)
    return found


@pytest.mark.parametrize(
    ("method", "cost"), [(Method.FIFO, "4400.74"), (Method.AVERAGE, "4383.74")]
)
def test_a_sale_takes_the_first_lot_or_the_average(method: Method, cost: str) -> None:
    found = lots((109, "3149.20"), (52, "1684.92"), (-15, "500"), method=method)
    assert round(found.cost, 2) == D(cost)


@pytest.mark.parametrize("method", [Method.FIFO, Method.AVERAGE])
def test_a_sale_before_the_next_purchase_costs_the_same_either_way(method: Method) -> None:
    found = lots((109, "3149.20"), (-15, "500"), (52, "1684.92"), (32, "959.30"), method=method)
    assert round(found.cost, 2) == D("5360.04")


def test_gross_and_net_of_a_round_trip() -> None:
    found = Lots()
    found.trade(DAY, D(2), D("285.8"), ONE, fees=D("1.55"))
    found.trade(DAY, D(-2), D("273.2"), ONE, fees=D("1.65"))
    (gain,) = found.gains
    assert gain.total == D("-12.60")
    assert gain.total - gain.fees == D("-15.80")
    assert round(gain.total / gain.cost * 100, 5) == D("-4.40868")
    assert round((gain.total - gain.fees) / gain.cost * 100, 5) == D("-5.52834")


def test_a_partial_sale_and_what_is_left() -> None:
    found = Lots()
    found.trade(DAY, D(2), D("151.6"), ONE)
    found.trade(DAY, D(-1), D("85.73"), ONE)
    unrealised = found.quantity * D("87.8") - found.cost
    assert found.gains[0].total + unrealised == D("21.93")


def test_short_sales_are_lots_below_zero() -> None:
    found = lots((-1, "44558.42"), (-1, "46737.48"), method=Method.AVERAGE)
    assert found.cost / found.quantity == D("45647.95")
    found.trade(DAY, D(2), D("80000"), ONE)
    assert found.gains[0].total == D("11295.90")
    assert found.open == []


def test_a_sale_through_zero_closes_and_opens() -> None:
    found = lots((10, "1000"), (-15, "1800"))
    assert found.gains[0].quantity == 10
    assert found.gains[0].total == D(200)
    assert (found.quantity, found.cost) == (D(-5), D(-600))


@pytest.mark.parametrize(
    ("ratios", "quantity"),
    [
        (["2"], "20"),
        (["1/10"], "1"),
        (["2", "1/3"], "6.666666666666666666666666667"),
    ],
)
def test_a_split_changes_the_count_and_not_the_cost(ratios: list[str], quantity: str) -> None:
    found = lots((10, "1000"))
    for ratio in ratios:
        found.split(Fraction(ratio))
    assert found.quantity == D(quantity)
    assert found.cost == 1000


def test_a_sale_after_a_split_takes_new_shares() -> None:
    found = lots((10, "1000"))
    found.split(Fraction(2))
    found.trade(DAY, D(-5), D(300), ONE)
    assert (found.quantity, found.cost) == (D(15), D(750))


def test_a_spin_off_keeps_the_sum_of_the_costs() -> None:
    found = lots((10, "1000"), (5, "700"))
    new = found.spin_off(Fraction(1, 4), D("12.5"), id=9)
    assert sum(lot.quantity for lot in new) == D("3.75")
    assert found.cost + sum(lot.cost for lot in new) == 1700
    assert found.cost == D("1487.5")


def test_returned_capital_lowers_the_cost_to_zero_and_no_further() -> None:
    found = lots((10, "100"))
    found.return_capital(DAY, D(60), ONE)
    assert (found.cost, found.gains[-1].total) == (D(40), D(0))
    found.return_capital(DAY, D(60), ONE)
    assert (found.cost, found.gains[-1].total) == (D(0), D(20))


@pytest.mark.parametrize(
    ("method", "left"),
    [(Method.FIFO, [5, 30]), (Method.LIFO, [10, 15]), (Method.HIFO, [10, 15])],
)
def test_each_method_takes_its_own_lot(method: Method, left: list[int]) -> None:
    found = Lots(method)
    for number, value in enumerate((10, 30)):
        found.trade(DAY, D(10), D(value), ONE, id=number)
    found.trade(DAY, D(-5), D(20), ONE)
    assert sorted(int(lot.cost) for lot in found.open) == left


def test_a_chosen_lot_is_taken_first() -> None:
    found = Lots(Method.SPECIFIC)
    for number, value in enumerate((10, 30, 20)):
        found.trade(DAY, D(1), D(value), ONE, id=number)
    found.trade(DAY, D(-1), D(40), ONE, chosen=1)
    assert [lot.id for lot in found.open] == [0, 2]
    assert found.gains[0].total == 10


def test_price_and_exchange_parts_add_up() -> None:
    """Ghostfolio's GOOGL case: 89.12 to 116.45 USD, the dollar from .9238 to .8854 CHF."""
    found = Lots()
    found.trade(DAY, D(1), D("89.12"), D("0.9238"))
    found.trade(DAY, D(-1), D("116.45"), D("0.8854"))
    (gain,) = found.gains
    assert round(gain.total, 6) == D("20.775774")
    assert round(gain.total / gain.cost * 100, 5) == D("25.23504")
    assert gain.price + gain.exchange == gain.proceeds - gain.cost


amounts = st.decimals(min_value="0.01", max_value="100000", places=2)
trades = st.lists(st.tuples(st.integers(-50, 50).filter(bool), amounts), min_size=1, max_size=20)


@given(trades, st.sampled_from(list(Method)), st.decimals("0.5", "2", places=3))
def test_what_was_paid_is_either_still_cost_or_was_realised(
    made: list[tuple[int, D]], method: Method, rate: D
) -> None:
    """Sum of money paid in = open cost - gains, whatever the order, method and sign."""
    found = Lots(method)
    paid = D(0)
    for number, (quantity, value) in enumerate(made):
        found.trade(DAY, D(quantity), value, rate, id=number)
        paid += value * rate * (1 if quantity > 0 else -1)
    realised = sum((gain.total for gain in found.gains), D(0))
    assert abs(found.cost_base - realised - paid) < D("0.000001")
    assert found.quantity == sum(quantity for quantity, _ in made)
