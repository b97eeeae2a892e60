"""What goes out comes back: the same transactions, settings, holdings and cash. Our own files hold
everything; Ghostfolio's JSON what it has a word for, and says how many it has none for."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios import actions, exporting, queries
from alley.portfolios.entries import Type
from alley.portfolios.models import Portfolio
from alley.portfolios.rules import NEEDS_SYMBOL, SHARES
from alley.refusals import Refused

TODAY = date(2023, 1, 1)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
amounts = st.decimals("0.01", "99999", places=4)
maybe = st.one_of(st.none(), amounts)
KINDS = list(Type)


@st.composite
def transactions(draw: st.DrawFn, kinds: list[Type] = KINDS) -> dict[str, Any]:
    kind = draw(st.sampled_from(kinds))
    given: dict[str, Any] = {
        "date": date(2022, 1, 3) + timedelta(days=draw(st.integers(0, 300))),
        "type": kind.value,
        "symbol": draw(st.sampled_from(["XNYS:CVX", "ISIN:LU0000000001"]))
        if kind in NEEDS_SYMBOL
        else "",
        "currency": draw(st.sampled_from(["EUR", "USD"])),
        "note": draw(st.one_of(words, st.sampled_from(["=1+1", "'=1", 'a,"b"', "'"]))),
        "fee": draw(maybe),
        "tax": draw(maybe),
        "time": draw(st.one_of(st.none(), st.times().map(lambda t: t.replace(microsecond=0)))),
    }
    if kind in SHARES:
        given |= {"quantity": draw(amounts), "price": draw(amounts)}
        given["fx_rate"] = draw(st.one_of(st.none(), st.decimals("0.5", "2", places=4)))
    elif kind in {Type.SPLIT, Type.SPIN_OFF}:
        given["ratio"] = draw(st.sampled_from(["2:1", "1:3", "1.5"]))
    else:
        given["amount"] = draw(amounts)
    if kind is Type.SPIN_OFF:
        given |= {"other": "ISIN:LU0000000002", "share": draw(st.decimals("0", "100", places=2))}
    if kind is Type.EXCHANGE:
        given |= {"other": "CHF", "other_amount": draw(amounts)}
    return given


quick = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def back_and_forth(
    reader: Reader, made: list[dict[str, Any]], out: Callable[[Portfolio], str]
) -> tuple[Portfolio, Portfolio]:
    one = actions.make_portfolio(
        reader=reader, name="One", currency="USD", method="lifo", cash="kept"
    )
    two = actions.make_portfolio(reader=reader, name="Two", currency="EUR")
    for given_ in made:
        actions.add_transaction(one, given_)
    if made:
        content = out(one).encode()
        for _ in range(2):  # the second time adds nothing
            actions.commit(two, actions.preview(two, content), file_name="f")
        assert two.transactions.count() <= one.transactions.count()
    return one, two


def plain(portfolio: Portfolio) -> list[dict[str, Any]]:
    """Everything but the numbers the rows have here; a chosen lot by its place."""
    rows = exporting.rows_of(portfolio)
    place = {row["id"]: number for number, row in enumerate(rows)}
    return [{**row, "id": None, "lot": place.get(row["lot"])} for row in rows]


def state(portfolio: Portfolio) -> Any:
    found = queries.holdings_of(queries.history_of(portfolio, TODAY))
    held = [(one.symbol, one.quantity, one.cost, one.income) for one in found.open]
    return held, [(one.symbol, one.quantity) for one in found.cash], found.statement


@quick
@given(st.lists(transactions(), max_size=6))
def test_our_json_comes_back_as_the_identical_portfolio(
    ada: Reader, cvx: Instrument, made: list[dict[str, Any]]
) -> None:
    one, two = back_and_forth(ada, made, exporting.as_json)
    assert plain(one) == plain(two)
    if made:
        two.refresh_from_db()
        kept = ("currency", "method", "cash", "benchmark")
        assert [getattr(two, name) for name in kept] == [getattr(one, name) for name in kept]
        assert state(two) == state(one)
    for portfolio in (one, two):
        actions.remove_portfolio(portfolio)


@quick
@given(st.lists(transactions(), max_size=6))
def test_our_csv_comes_back_as_the_same_transactions(
    ada: Reader, cvx: Instrument, made: list[dict[str, Any]]
) -> None:
    """Settings have no place in a table; with the same ones the state is the same."""

    def out(portfolio: Portfolio) -> str:
        actions.change_portfolio(portfolio, currency="EUR", method="fifo", cash="auto")
        return exporting.as_csv(portfolio)

    one, two = back_and_forth(ada, [{**row, "fx_rate": None} for row in made], out)
    assert plain(one) == plain(two)
    if made:
        assert state(two) == state(one)
    for portfolio in (one, two):
        actions.remove_portfolio(portfolio)


GHOSTFOLIO = [Type.BUY, Type.SELL, Type.DIVIDEND, Type.INTEREST, Type.FEE]


@quick
@given(st.lists(transactions(GHOSTFOLIO), max_size=6))
def test_what_ghostfolio_has_a_word_for_comes_back_to_the_same_holdings_and_cash(
    ada: Reader, cvx: Instrument, made: list[dict[str, Any]]
) -> None:
    """It has no time of day, no tax (it goes with the fee) and no rate a broker settled at."""

    def out(portfolio: Portfolio) -> str:
        return exporting.as_ghostfolio(portfolio, timezone.now())

    trimmed = [{**row, "fx_rate": None, "time": None} for row in made]
    one, two = back_and_forth(ada, trimmed, out)
    if made:
        actions.change_portfolio(two, currency="USD", method="lifo", cash="kept")
        for before, after in zip(state(one)[:2], state(two)[:2], strict=True):
            assert before == after
        assert json.loads(out(one))["meta"]["left_out"] == 0
    for portfolio in (one, two):
        actions.remove_portfolio(portfolio)


def test_what_ghostfolio_has_no_word_for_is_counted(portfolio: Portfolio, cvx: Instrument) -> None:
    for kind, more in (("deposit", {"amount": "5"}), ("split", {"symbol": "CVX", "ratio": "2:1"})):
        given_ = {"date": "2022-01-03", "type": kind, "currency": "EUR", **more}
        actions.add_transaction(portfolio, given_)
    out = json.loads(exporting.as_ghostfolio(portfolio, timezone.now()))
    assert out["meta"]["left_out"] == 2
    assert out["activities"] == []


def test_a_chosen_lot_is_the_same_purchase_after_coming_back(
    ada: Reader, portfolio: Portfolio, cvx: Instrument
) -> None:
    bought = {"type": "buy", "symbol": "CVX", "quantity": "1", "currency": "EUR"}
    for day, price in ((3, "100"), (4, "110")):
        actions.add_transaction(portfolio, {**bought, "date": f"2022-01-0{day}", "price": price})
    second = portfolio.transactions.get(price="110")
    actions.add_transaction(
        portfolio,
        {**bought, "date": "2022-01-06", "type": "sell", "price": "120", "lot": second.pk},
    )
    for out in (exporting.as_json, exporting.as_csv):
        back = actions.make_portfolio(reader=ada, name="Back")
        actions.commit(back, actions.preview(back, out(portfolio).encode()), file_name="f")
        sold = back.transactions.get(type="sell")
        assert back.transactions.get(pk=sold.lot).price == D(110)


@pytest.mark.parametrize("wrong", [{"currency": "?"}, {"method": "x"}])
def test_settings_that_are_none_refuse_the_file(
    portfolio: Portfolio, wrong: dict[str, str]
) -> None:
    file = {"format": "exchange-alley portfolio 1", "portfolio": wrong, "transactions": []}
    looked = actions.preview(portfolio, json.dumps(file).encode())
    with pytest.raises(Refused):
        actions.commit(portfolio, looked, file_name="f")
