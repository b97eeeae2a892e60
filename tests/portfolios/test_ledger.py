"""A whole portfolio carried out: cash, income, currencies, and the line that must be zero."""

from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alley.portfolios.entries import Entry, Type, ordered
from alley.portfolios.ledger import Ledger, Statement, statement
from alley.portfolios.rates import Course, NoRate, RateTable

START = date(2022, 1, 3)
DAYS = [START + timedelta(days=place) for place in range(40)]
DOLLAR = Course(DAYS, [D("1.10") + D(place) / 200 for place in range(40)])
FRANC = Course(DAYS, [D("1.05") - D(place) / 500 for place in range(40)])
RATES = RateTable("EUR", {("EUR", "USD"): DOLLAR, ("EUR", "CHF"): FRANC})


def entry(day: int, type: str, symbol: str = "", **parts: Any) -> Entry:
    made: dict[str, Any] = {"currency": "EUR"}
    for name, value in parts.items():
        plain = name != "id" and isinstance(value, int | float)
        made[name] = D(str(value)) if plain else value
    return Entry(START + timedelta(days=day), Type(type), symbol, **made)


def run(*entries: Entry) -> Ledger:
    return Ledger("EUR", RATES).run(entries)


def test_cash_follows_what_is_bought_sold_and_earned() -> None:
    found = run(
        entry(0, "deposit", amount=1000),
        entry(1, "buy", "A", quantity=10, price=50, fee=5),
        entry(2, "dividend", "A", amount=20, tax=5),
        entry(3, "sell", "A", quantity=4, price=60, fee=5, tax=2),
        entry(4, "interest", amount=3),
        entry(5, "fee", amount=1),
        entry(6, "withdrawal", amount=100),
    )
    assert found.cash == {"EUR": D(1000) - 505 + 15 + 233 + 3 - 1 - 100}
    assert found.holdings["A"].income == 20
    assert found.holdings["A"].taxes == 7


def test_two_currencies_and_their_exchange() -> None:
    found = run(
        entry(0, "deposit", amount=1000),
        entry(1, "exchange", amount=500, other="USD", other_amount=550),
        entry(2, "buy", "CVX", quantity=2, price=120, currency="USD"),
    )
    assert found.cash == {"EUR": 500, "USD": 310}


def test_a_settled_rate_moves_the_portfolio_s_own_money() -> None:
    found = run(
        entry(0, "deposit", amount=1000),
        entry(1, "buy", "CVX", quantity=2, price=120, currency="USD", fx_rate=D("0.9")),
    )
    assert found.cash == {"EUR": D("784.0")}


def test_the_short_pays_the_dividend() -> None:
    found = run(
        entry(0, "short_sell", "A", quantity=5, price=10), entry(1, "dividend", "A", amount=3)
    )
    assert found.holdings["A"].income == -3
    assert found.cash["EUR"] == 47


def test_the_short_pays_returned_capital_out_of_what_the_sale_brought() -> None:
    found = run(
        entry(0, "short_sell", "A", quantity=5, price=10),
        entry(1, "return_of_capital", "A", amount=4),
        entry(2, "cover", "A", quantity=5, price=8),
    )
    assert found.cash["EUR"] == 50 - 4 - 40
    assert found.holdings["A"].lots.gained_price == 6


def test_a_dividend_goes_to_whoever_held_it_the_evening_before() -> None:
    """Whatever is traded on its day, and in whatever order it was written down."""
    paid = entry(1, "dividend", "A", amount=3, id=2)
    sold = entry(1, "sell", "A", quantity=9, price=10, id=1)
    long = run(entry(0, "buy", "A", quantity=5, price=10), paid, sold)
    assert long.holdings["A"].income == 3
    bought = entry(1, "cover", "A", quantity=5, price=10, id=1)
    short = run(entry(0, "short_sell", "A", quantity=5, price=10), bought, paid)
    assert short.holdings["A"].income == -3


def test_selling_more_than_there_is_is_carried_out_and_said() -> None:
    found = run(
        entry(0, "buy", "A", quantity=5, price=10), entry(1, "sell", "A", quantity=8, price=10)
    )
    assert found.holdings["A"].lots.quantity == -3
    assert len(found.oversold) == 1


def test_with_cash_elsewhere_a_purchase_is_a_transfer() -> None:
    ledger = Ledger("EUR", RATES, cash_outside=True)
    ledger.run([entry(0, "buy", "A", quantity=5, price=10), entry(1, "dividend", "A", amount=2)])
    assert (ledger.transfers_in, ledger.transfers_out) == (D(50), D(2))
    assert not ledger.cash


def test_a_rate_is_the_day_s_or_the_last_before() -> None:
    monday = date(2022, 1, 10)
    table = RateTable("EUR", {("EUR", "USD"): Course([START, monday], [D("1.10"), D("1.20")])})
    assert table.rate("USD", date(2022, 1, 9)) == 1 / D("1.10")
    assert table.rate("USD", monday) == 1 / D("1.20")
    assert table.rate("EUR", monday) == 1


def test_currencies_meet_over_the_euro() -> None:
    table = RateTable("USD", RATES.courses)
    assert table.rate("CHF", START) == 1 / D("1.05") * D("1.10")
    with pytest.raises(NoRate):
        table.rate("XXX", START)


def test_portfolio_performance_s_own_identity() -> None:
    """Its worked case leaves 0.01 over: a line that is shown, not hidden."""
    lines = ("2128.58", "21.35", "4.69", "28.54", "-17.52", "-116.50", "787.49", "17.68")
    assert sum(map(D, lines)) == D("2854.31")
    stated = Statement(
        transfers_in=D("2128.58") + D("787.49"), transfers_out=D(0), realised_price=D("4.69"),
        realised_exchange=D(0), unrealised_price=D("21.35"), unrealised_exchange=D(0),
        cash_exchange=D("17.68"), income=D("28.54"), fees=D("17.52"), taxes=D("116.50"),
        value=D("2854.32"),
    )  # fmt: skip
    assert stated.difference == D("0.01")


money = st.decimals("0.01", "5000", places=2)
currencies = st.sampled_from(["EUR", "USD", "CHF"])
CURRENCY_OF = {"A": "EUR", "B": "USD", "C": "CHF"}


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    made = []
    for number in range(draw(st.integers(1, 15))):
        type_ = draw(st.sampled_from(list(Type)))
        symbol = draw(st.sampled_from("ABC"))
        free = type_ in {Type.INTEREST, Type.FEE, Type.TAX, Type.DEPOSIT, Type.WITHDRAWAL}
        made.append(
            Entry(
                date=draw(st.sampled_from(DAYS)),
                type=type_,
                symbol="" if free or type_ is Type.EXCHANGE else symbol,
                quantity=draw(st.decimals("0.1", "100", places=1)),
                price=draw(money),
                amount=draw(money) if free or type_ in {Type.EXCHANGE, Type.DIVIDEND} else D(0),
                currency=draw(currencies)
                if free or type_ is Type.EXCHANGE
                else CURRENCY_OF[symbol],
                fee=draw(st.decimals("0", "5", places=2)),
                tax=draw(st.decimals("0", "5", places=2)),
                fx_rate=draw(st.one_of(st.none(), st.decimals("0.5", "1.5", places=4))),
                ratio=Fraction(draw(st.sampled_from(["2", "1/3", "3/2"]))),
                other=draw(currencies) if type_ is Type.EXCHANGE else symbol.lower(),
                other_amount=draw(money),
                share=draw(st.decimals("0", "100", places=1)),
                id=number,
            )
        )
    return made


PRICES = {"A": D(17), "B": D("33.5"), "C": D("101.25"), "a": D(3), "b": D(4)}
CURRENCIES = {**CURRENCY_OF, "a": "EUR", "b": "USD", "c": "CHF"}


@given(histories())
def test_every_statement_explains_its_value_to_the_last_cent(made: list[Entry]) -> None:
    ledger = Ledger("EUR", RATES).run(made)
    for day in (DAYS[20], DAYS[-1]):
        assert abs(statement(ledger, PRICES, CURRENCIES, day).difference) < D("1e-12")


@given(histories(), st.randoms())
def test_the_order_in_which_entries_are_written_does_not_matter(
    made: list[Entry], chance: Any
) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert ordered(shuffled) == ordered(made)
    assert Ledger("EUR", RATES).run(shuffled).cash == Ledger("EUR", RATES).run(made).cash
