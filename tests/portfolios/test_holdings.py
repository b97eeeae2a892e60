"""Holdings and performance from transactions and real rows, reckoned by hand."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from alley.markets.models import CorporateAction, Instrument
from alley.portfolios import actions, queries
from alley.portfolios.models import Portfolio
from tests.portfolios.conftest import START, closes, listed

TODAY = START + timedelta(days=9)


def add(portfolio: Portfolio, day: int, type: str, symbol: str = "", **parts: str) -> None:
    given = {"date": START + timedelta(days=day), "type": type, "symbol": symbol, **parts}
    actions.add_transaction(portfolio, given)


@pytest.fixture
def bought(portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument) -> Portfolio:
    """1,000 EUR in; 5 CVX at 121 USD on the second day, at 1.01."""
    add(portfolio, 0, "deposit", amount="1000", currency="EUR")
    add(portfolio, 1, "buy", "CVX", quantity="5", price="121", fx_rate="0.99")
    return portfolio


def test_a_holding_is_worth_its_price_in_the_portfolio_s_money(bought: Portfolio) -> None:
    found = queries.holdings_of(queries.history_of(bought, TODAY))
    (held,) = found.open
    assert held.symbol == "XNYS:CVX"
    assert held.value == 5 * 129 / D("1.09")
    assert held.cost == 5 * 121 * D("0.99")
    assert held.unrealised == held.unrealised_price + held.unrealised_exchange
    assert held.source == "test closes"
    assert found.cash[0].value == 1000 - 5 * 121 * D("0.99")
    assert abs(found.statement.difference) < D("1e-20")


def test_holdings_of_an_earlier_day_know_nothing_later(bought: Portfolio) -> None:
    add(bought, 5, "sell", "CVX", quantity="5", price="125")
    history = queries.history_of(bought, TODAY)
    assert queries.holdings_of(history, START).open == []
    assert queries.holdings_of(history, START + timedelta(days=3)).open[0].quantity == 5
    assert queries.holdings_of(history).open == []


def test_every_day_of_the_matrix_is_what_the_ledger_says(bought: Portfolio) -> None:
    add(bought, 3, "buy", "CVX", quantity="2", price="123", fee="1")
    add(bought, 4, "dividend", "CVX", amount="7", tax="1")
    add(bought, 5, "short_sell", "CVX", quantity="9", price="125")
    add(bought, 6, "dividend", "CVX", amount="2")
    add(bought, 6, "split", "CVX", ratio="2:1")
    add(bought, 7, "withdrawal", amount="50", currency="EUR")
    history = queries.history_of(bought, TODAY)
    table = history.daily()
    for place in range(len(table.days)):
        day = START + timedelta(days=place)
        stated = queries.holdings_of(history, day).statement
        assert float(stated.value) == pytest.approx(table.values[place], abs=1e-9)
        assert abs(stated.difference) < D("1e-18")


def test_a_deposit_is_no_gain(bought: Portfolio) -> None:
    before = queries.performance_of(queries.history_of(bought, TODAY))
    add(bought, 5, "deposit", amount="100000", currency="EUR")
    add(bought, 9, "deposit", amount="500", currency="EUR")
    after = queries.performance_of(queries.history_of(bought, TODAY))
    assert before is not None
    assert after is not None
    assert after.growth.daily[:5] == pytest.approx(before.growth.daily[:5])
    assert after.growth.daily[9] < 0.01


def test_contributions_add_up_to_the_return(bought: Portfolio) -> None:
    add(bought, 4, "dividend", "CVX", amount="7", tax="1")
    add(bought, 4, "interest", amount="3", currency="EUR")
    found = queries.performance_of(queries.history_of(bought, TODAY))
    assert found is not None
    assert found.growth.total is not None
    points = sum(one.points for one in found.contributions)
    assert points == pytest.approx(found.growth.total * 100, abs=1e-9)
    assert sum(one.gain for one in found.contributions) == pytest.approx(found.gain, abs=1e-9)


def test_without_deposits_purchases_are_paid_from_elsewhere(
    portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument
) -> None:
    add(portfolio, 0, "buy", "CVX", quantity="10", price="120")
    history = queries.history_of(portfolio, TODAY)
    found = queries.performance_of(history)
    assert history.outside
    assert found is not None
    assert found.growth.total == pytest.approx(129 / 1.09 / 120 - 1)
    ((day, into, out),) = found.flows
    assert (day, round(into, 6), out) == (START, 1200.0, 0.0)


def test_a_split_the_market_knows_is_carried_out_by_itself(
    portfolio: Portfolio, euro_dollar: Instrument
) -> None:
    """10 at 674.44, 2:1 next day, 331.83: 20 shares worth 6,636.60 that cost 6,744.40."""
    found = listed("XNAS:XYZ", currency="EUR")
    closes(found, ["674.44", "331.83"])
    CorporateAction.objects.create(
        instrument=found, kind="split", ex_date=START + timedelta(days=1), new=2, old=1, source="t"
    )
    add(portfolio, 0, "buy", "XNAS:XYZ", quantity="10", price="674.44")
    history = queries.history_of(portfolio, TODAY)
    (held,) = queries.holdings_of(history).open
    assert (held.quantity, held.cost, held.value) == (D(20), D("6744.40"), D("6636.60"))
    assert history.daily().values[:2] == pytest.approx([6744.40, 6636.60])
    assert queries.holdings_of(history, START).open[0].value == D("6744.40")


def test_a_split_written_down_is_not_carried_out_twice(
    portfolio: Portfolio, euro_dollar: Instrument
) -> None:
    found = listed("XNAS:XYZ", currency="EUR")
    closes(found, ["337.22", "331.83"], adjustment="split")
    CorporateAction.objects.create(
        instrument=found, kind="split", ex_date=START + timedelta(days=1), new=2, old=1, source="t"
    )
    add(portfolio, 0, "buy", "XNAS:XYZ", quantity="10", price="674.44")
    add(portfolio, 1, "split", "XNAS:XYZ", ratio="2:1")
    history = queries.history_of(portfolio, TODAY)
    assert queries.holdings_of(history).open[0].quantity == 20
    assert history.daily().values[:2] == pytest.approx([6744.40, 6636.60])


def test_pence_are_pounds_by_a_hundred(portfolio: Portfolio) -> None:
    found = listed("XLON:SHEL", currency="GBP", unit="GBp")
    closes(found, ["2500", "2600"])
    actions.change_portfolio(portfolio, currency="GBP")
    add(portfolio, 0, "buy", "XLON:SHEL", quantity="4", price="25")
    (held,) = queries.holdings_of(queries.history_of(portfolio, TODAY)).open
    assert (held.value, held.cost) == (D(104), D(100))


def test_what_we_have_no_price_of_is_worth_the_last_trade(portfolio: Portfolio) -> None:
    add(portfolio, 0, "buy", "ISIN:LU0000000001", quantity="3", price="10", currency="EUR")
    add(portfolio, 2, "buy", "ISIN:LU0000000001", quantity="1", price="12", currency="EUR")
    (held,) = queries.holdings_of(queries.history_of(portfolio, TODAY)).open
    assert held.value == 48
    assert held.source == "your own last trade"


def test_a_correction_of_a_bar_corrects_every_figure(
    bought: Portfolio, cvx: Instrument, euro_dollar: Instrument
) -> None:
    queries.history_of(bought, TODAY).daily()
    closes(cvx, ["200"], start=START + timedelta(days=9))
    (held,) = queries.holdings_of(queries.history_of(bought, TODAY)).open
    assert held.price == 200


def test_a_change_to_an_old_transaction_corrects_everything_after_it(bought: Portfolio) -> None:
    first = bought.transactions.get(type="buy")
    queries.history_of(bought, TODAY).daily()
    actions.change_transaction(bought, first.pk, {"quantity": "1"})
    assert queries.holdings_of(queries.history_of(bought, TODAY)).open[0].quantity == 1
    actions.remove_transaction(bought, first.pk)
    assert queries.holdings_of(queries.history_of(bought, TODAY)).open == []


def test_an_unknown_currency_counts_as_nothing_and_is_named(portfolio: Portfolio) -> None:
    add(portfolio, 0, "deposit", amount="5", currency="XTS")
    found = queries.holdings_of(queries.history_of(portfolio, TODAY))
    assert found.value == 0
    assert found.without_rate == ["XTS"]


def test_the_statement_of_a_part_of_the_time_adds_up_too(bought: Portfolio) -> None:
    add(bought, 5, "sell", "CVX", quantity="2", price="130", fee="1", tax="2")
    history = queries.history_of(bought, TODAY)
    lines = queries.identity_of(history, START + timedelta(days=4), TODAY)
    assert abs(lines.difference) < D("1e-18")
    assert lines.fees > 0
    assert lines.transfers_in == 0


def test_one_number_can_be_waited_for(bought: Portfolio) -> None:
    history = queries.history_of(bought)
    held = queries.holdings_of(history)
    assert queries.measure(history, "value") == held.value
    weight = queries.measure(history, "weight", "XNYS:CVX")
    assert weight == held.open[0].value / held.value * 100
    assert queries.measure(history, "weight", "XNAS:AAPL") == 0
    assert queries.measure(history, "day_percent") is None  # its prices are not of today
    assert queries.measure(queries.history_of(bought, TODAY), "day_percent") is not None


MORNING, EVENING = 5 * 128 / D("1.08"), D(129) / D("1.09")


@pytest.mark.parametrize(
    ("traded", "gain", "capital"),
    [
        ({}, 5 * EVENING - MORNING, MORNING),
        (
            {"type": "buy", "quantity": "5", "price": "127"},
            10 * EVENING - MORNING - 5 * 127 * D("0.9"),
            MORNING + 5 * 127 * D("0.9"),
        ),
        (
            {"type": "sell", "quantity": "2", "price": "130"},
            3 * EVENING + 2 * 130 * D("0.9") - MORNING,
            MORNING,
        ),
    ],
)
def test_the_day_of_a_holding_is_in_the_portfolio_s_money(
    bought: Portfolio, traded: dict[str, str], gain: D, capital: D
) -> None:
    if traded:
        add(bought, 9, symbol="CVX", fx_rate="0.9", **traded)
    history = queries.history_of(bought, TODAY)

    found = queries.measure(history, "holding_percent", "XNYS:CVX")

    assert found is not None
    assert abs(found - gain / capital * 100) < D("1e-9")
    assert queries.measure(history, "holding_percent", "XNAS:AAPL") is None  # not held
    assert queries.measure(queries.history_of(bought), "holding_percent", "XNYS:CVX") is None  # old


def test_a_holding_that_was_sold_short_gains_where_its_price_falls(
    portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument
) -> None:
    add(portfolio, 1, "short_sell", "CVX", quantity="5", price="121", fx_rate="0.99")

    found = queries.measure(queries.history_of(portfolio, TODAY), "holding_percent", "XNYS:CVX")

    assert found is not None
    assert abs(found + (5 * EVENING - MORNING) / MORNING * 100) < D("1e-9")


def test_a_split_before_the_first_purchase_changes_nothing(
    portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument
) -> None:
    CorporateAction.objects.create(
        instrument=cvx, kind="split", ex_date=START + timedelta(days=1), new=2, old=1, source="t"
    )
    add(portfolio, 2, "buy", "CVX", quantity="5", price="122")
    (held,) = queries.holdings_of(queries.history_of(portfolio, TODAY)).open
    assert held.quantity == 5
    assert round(held.unrealised_price, 12) == round(5 * (129 - 122) / D("1.09"), 12)
