"""A portfolio is reckoned twice: lot by lot in decimals for holdings and gains, day by day in
floats for returns and plots. Whatever happened in it, both say the same value and the same gain."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios import actions, queries
from alley.portfolios.entries import Type
from alley.portfolios.models import Portfolio
from alley.portfolios.rules import NEEDS_SYMBOL, SHARES
from tests.portfolios.conftest import START, listed

LAST = START + timedelta(days=9)
amounts = st.decimals("0.01", "999", places=2)


@st.composite
def transactions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from([one for one in Type if one is not Type.SPLIT]))
    given_: dict[str, Any] = {
        "date": START + timedelta(days=draw(st.integers(0, 9))),
        "type": kind.value,
        "symbol": draw(st.sampled_from(["XNYS:CVX", "XNYS:NEW", "ISIN:LU0000000001"]))
        if kind in NEEDS_SYMBOL
        else "",
        "currency": draw(st.sampled_from(["EUR", "USD"])),
        "fee": draw(st.one_of(st.none(), amounts)),
        "tax": draw(st.one_of(st.none(), amounts)),
    }
    if kind in SHARES:
        given_ |= {"quantity": draw(amounts), "price": draw(amounts)}
    elif kind is Type.SPIN_OFF:
        given_ |= {"ratio": "1:2", "other": "ISIN:LU0000000002", "share": "20"}
    else:
        given_["amount"] = draw(amounts)
    if kind is Type.EXCHANGE:
        given_ |= {"other": draw(st.sampled_from(["EUR", "USD"])), "other_amount": draw(amounts)}
    return given_


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    made=st.lists(transactions(), min_size=1, max_size=6), cash=st.sampled_from(["kept", "outside"])
)
def test_lots_and_days_come_to_the_same(
    ada: Reader, cvx: Instrument, euro_dollar: Instrument, made: list[dict[str, Any]], cash: str
) -> None:
    Instrument.objects.get_or_create(symbol="XNYS:NEW", defaults={"name": "New", "currency": "USD"})
    mine = actions.make_portfolio(reader=ada, name="Both", currency="EUR", cash=cash)
    for one in made:
        actions.add_transaction(mine, one)
    history = queries.history_of(mine, LAST)
    table = history.daily()
    for day in (LAST - timedelta(days=4), LAST):
        if day < history.start:
            continue
        held = queries.holdings_of(history, day)
        place = table.place(day.toordinal())
        assert float(held.value) == pytest.approx(float(table.values[place]), abs=1e-6)
        lines = held.statement
        gain = float(lines.value - lines.transfers_in + lines.transfers_out)
        days = float(table.gains[: place + 1].sum() + table.rest[: place + 1].sum())
        assert gain == pytest.approx(days, abs=1e-6)
        assert abs(lines.difference) < D("1e-12")
    actions.remove_portfolio(mine)


@pytest.fixture
def fund(portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument) -> Portfolio:
    """Ten shares of something nobody lists, at 20 dollars each when a euro was one dollar."""
    bought = {"type": "buy", "symbol": "ISIN:LU0000000001", "quantity": "10", "price": "20"}
    actions.add_transaction(portfolio, {**bought, "date": START, "currency": "USD"})
    return portfolio


def test_a_dividend_in_another_currency_says_nothing_of_the_price(fund: Portfolio) -> None:
    paid = {"type": "dividend", "symbol": "ISIN:LU0000000001", "amount": "3", "currency": "EUR"}
    actions.add_transaction(fund, {**paid, "date": START + timedelta(days=2)})
    (held,) = queries.holdings_of(queries.history_of(fund, LAST)).open
    assert (held.price, held.currency) == (D(20), "USD")
    assert held.value == D(200) / D("1.09")


def test_a_purchase_in_another_currency_keeps_its_cost_and_the_parts_of_its_gain(
    fund: Portfolio,
) -> None:
    """The second ten cost 330 euros on a day of 1.05 dollars: 346.50 dollars."""
    more = {"type": "buy", "symbol": "ISIN:LU0000000001", "quantity": "10", "price": "33"}
    actions.add_transaction(fund, {**more, "date": START + timedelta(days=5), "currency": "EUR"})
    (held,) = queries.holdings_of(queries.history_of(fund, LAST)).open
    assert held.cost == 200 + 330
    exchange = (200 + D("346.5")) / D("1.09") - 530
    assert abs(held.unrealised_exchange - exchange) < D("1e-20")
    assert held.unrealised == held.unrealised_price + held.unrealised_exchange


def test_a_listed_share_bought_for_euros_is_priced_in_its_own_money(
    portfolio: Portfolio, euro_dollar: Instrument
) -> None:
    """Listed in dollars and without a price of the market: the reader's own trade counts."""
    listed("XNYS:NEW")
    bought = {"type": "buy", "symbol": "XNYS:NEW", "quantity": "2", "price": "50"}
    actions.add_transaction(portfolio, {**bought, "date": START, "currency": "EUR"})
    history = queries.history_of(portfolio, LAST)
    (held,) = queries.holdings_of(history).open
    assert (held.price, held.currency, held.value) == (D(50), "EUR", D(100))
    assert history.daily().values[-1] == pytest.approx(100)


def test_on_the_day_a_short_is_closed_its_dividend_is_still_paid(
    portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument
) -> None:
    actions.change_portfolio(portfolio, cash="kept")
    for day, kind, more in (
        (0, "short_sell", {"quantity": "5", "price": "120"}),
        (2, "dividend", {"amount": "7"}),
        (2, "cover", {"quantity": "5", "price": "122"}),
    ):
        given_ = {"date": START + timedelta(days=day), "type": kind, "symbol": "XNYS:CVX", **more}
        actions.add_transaction(portfolio, given_)
    history = queries.history_of(portfolio, LAST)
    held = queries.holdings_of(history)
    assert held.cash[0].quantity == 600 - 610 - 7
    assert float(held.value) == pytest.approx(float(history.daily().values[-1]))
    assert float(history.daily().income.sum()) == pytest.approx(-7 / 1.02)
