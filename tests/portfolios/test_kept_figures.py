"""What is kept between two looks never shows: after any change all figures are what they would be
had nothing been kept."""

import random
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from alley.markets.models import CorporateAction, Quote
from alley.portfolios import actions, queries
from alley.portfolios.groups import grouped
from alley.portfolios.models import Portfolio
from alley.portfolios.queries import closes as copies
from alley.portfolios.queries import rows
from tests.cast import reader
from tests.portfolios.conftest import START, closes, listed

TODAY = START + timedelta(days=29)
SYMBOLS = {"XNYS:ONE": "USD", "XNYS:TWO": "EUR", "XNYS:TRE": "CHF", "ISIN:NONE": "EUR"}


@pytest.fixture
def priced(transactional_db: None) -> None:
    for symbol, currency in SYMBOLS.items():
        if symbol != "ISIN:NONE":
            closes(listed(symbol, currency), [str(50 + (7 * n) % 11) for n in range(30)])
    for currency in ("USD", "CHF"):
        found = listed(f"FX:EUR-{currency}", kind="fx", unit=f"{currency} per EUR")
        closes(found, [f"1.{n % 9}" for n in range(30)])


def all_figures(portfolio: Portfolio, day: int) -> list[Any]:
    history = queries.history_of(Portfolio.objects.get(pk=portfolio.pk), TODAY)
    done = queries.performance_of(history)
    held = queries.holdings_of(history), queries.holdings_of(history, START + timedelta(days=day))
    table = history.daily()
    assert done is not None
    return [
        *((one.open, one.closed, one.cash, one.statement, one.oversold) for one in held),
        table.symbols, table.values.tolist(), table.gains.tolist(), table.income.tolist(),
        done.growth.index.tolist(), done.contributions, done.money, done.flows,
    ]  # fmt: skip


def anything(chance: random.Random) -> dict[str, Any]:
    symbol = chance.choice(list(SYMBOLS))
    kind = chance.choice(
        ["buy", "buy", "buy", "sell", "deposit", "dividend", "fee", "split", "transfer_in",
         "exchange", "spin_off"]
    )  # fmt: skip
    return {
        "date": START + timedelta(days=chance.randrange(1, 30)),
        "type": kind,
        "symbol": "" if kind in {"deposit", "fee", "exchange"} else symbol,
        "currency": "EUR" if kind in {"deposit", "exchange"} else SYMBOLS[symbol],
        "quantity": str(chance.randrange(1, 20)) if kind in {"buy", "sell", "transfer_in"} else "",
        "price": str(chance.randrange(40, 60)) if kind in {"buy", "sell"} else "",
        "amount": "" if kind in {"buy", "sell", "transfer_in", "split"} else "12.34",
        "ratio": "2:1" if kind in {"split", "spin_off"} else "",
        "other": {"exchange": "USD", "spin_off": "XNYS:TWO"}.get(kind, ""),
        "other_amount": "10" if kind == "exchange" else "",
        "share": "20" if kind == "spin_off" else "",
    }


def test_kept_figures_are_right_after_any_change(priced: None) -> None:
    chance = random.Random(11)
    portfolio = actions.make_portfolio(reader=reader("ada"), name="Pension", currency="EUR")
    first = {"date": START, "type": "deposit", "amount": "500", "currency": "EUR"}
    actions.add_transaction(portfolio, first, today=TODAY)
    for _ in range(40):
        given = anything(chance)
        if given["symbol"] == given["other"]:
            continue
        mine = list(portfolio.transactions.exclude(type="deposit"))
        way = chance.random()
        if mine and way < 0.2:
            actions.remove_transaction(portfolio, chance.choice(mine).pk)
        elif mine and way < 0.4:
            actions.change_transaction(portfolio, chance.choice(mine).pk, given, today=TODAY)
        else:
            actions.add_transaction(portfolio, given, today=TODAY)
        day = chance.randrange(30)
        warm = all_figures(portfolio, day)
        rows._kept.clear()
        copies._unpacked.clear()
        assert warm == all_figures(portfolio, day)


def test_kept_figures_follow_prices_rates_quotes_and_splits(priced: None) -> None:
    portfolio = actions.make_portfolio(reader=reader("ada"), name="Pension", currency="EUR")
    bought = {"date": START, "type": "buy", "symbol": "XNYS:ONE", "quantity": "4", "price": "50"}
    actions.add_transaction(portfolio, bought)
    one = actions.portfolios.instrument_for("XNYS:ONE")
    euro_dollar = actions.portfolios.instrument_for("FX:EUR-USD")
    assert one is not None
    assert euro_dollar is not None

    def a_price() -> None:
        closes(one, ["77"], start=START + timedelta(days=20))

    def a_rate() -> None:
        closes(euro_dollar, ["2"], start=START)

    def a_quote() -> None:
        Quote.objects.filter(instrument=one).update(price="99", kind="realtime")

    def a_split() -> None:
        split = {"ex_date": START + timedelta(days=9), "new": 2, "old": 1, "source": "t"}
        CorporateAction.objects.create(instrument=one, kind="split", **split)

    def a_correction() -> None:
        actions.change_transaction(portfolio, portfolio.transactions.get().pk, {"quantity": "5"})

    def a_currency() -> None:
        actions.change_portfolio(portfolio, currency="CHF")

    before = all_figures(portfolio, 10)
    for happens in (a_price, a_rate, a_quote, a_split, a_correction, a_currency):
        happens()
        warm = all_figures(portfolio, 10)
        rows._kept.clear()
        copies._unpacked.clear()
        assert warm == all_figures(portfolio, 10), happens
        assert warm != before, happens
        before = warm


def test_only_the_group_of_a_changed_entry_is_new(priced: None) -> None:
    portfolio = actions.make_portfolio(reader=reader("ada"), name="Pension", currency="EUR")
    for symbol in ("XNYS:ONE", "XNYS:TWO"):
        bought = {"date": START, "type": "buy", "symbol": symbol, "quantity": "4", "price": "50"}
        actions.add_transaction(portfolio, bought)
    before = queries.history_of(portfolio, TODAY).groups
    actions.add_transaction(portfolio, {**bought, "quantity": "1"})
    after = queries.history_of(portfolio, TODAY).groups

    assert after["XNYS:ONE"] is before["XNYS:ONE"]
    assert after["XNYS:TWO"] is not before["XNYS:TWO"]
    assert list(grouped(entry for group in after.values() for entry in group.given)) == list(after)


def test_what_a_spin_off_joins_is_one_group(priced: None) -> None:
    portfolio = actions.make_portfolio(reader=reader("ada"), name="Pension", currency="EUR")
    shares = {"date": START, "type": "buy", "quantity": "4", "price": "50"}
    for symbol in ("XNYS:ONE", "XNYS:TWO", "XNYS:TRE"):
        actions.add_transaction(portfolio, {**shares, "symbol": symbol})
    for parent, child in (("XNYS:ONE", "XNYS:TWO"), ("XNYS:TWO", "ISIN:NONE")):
        spun = {"date": START + timedelta(days=2), "type": "spin_off", "ratio": "1:2"}
        actions.add_transaction(portfolio, {**spun, "symbol": parent, "other": child, "share": "9"})
    priced_by_a_trade = {**shares, "symbol": "ISIN:NONE", "currency": "EUR", "price": "5"}
    actions.add_transaction(portfolio, priced_by_a_trade)
    history = queries.history_of(portfolio, TODAY)

    (joined,) = [group for group in history.groups.values() if "XNYS:ONE" in group.symbols]
    assert joined.symbols == {"XNYS:ONE", "XNYS:TWO", "ISIN:NONE"}
    assert len(history.groups) == 2
    stated = float(queries.holdings_of(history).value)
    assert np.isclose(history.daily().values[-1], stated)
