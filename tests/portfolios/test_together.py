"""Several portfolios as one: what moves between them is a payment for each and none for both."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios import actions, queries
from alley.portfolios.entries import Entry, Type
from alley.portfolios.inside import moves
from alley.portfolios.models import Portfolio
from tests.portfolios.conftest import START

LAST = START + timedelta(days=9)


def entry(kind: Type, day: int = 0, **parts: str) -> Entry:
    numbers = {name: D(value) for name, value in parts.items() if name in {"quantity", "amount"}}
    words = {name: value for name, value in parts.items() if name not in numbers}
    return Entry(START + timedelta(days=day), kind, **{"currency": "EUR", **words, **numbers})  # type: ignore[arg-type]


OUT = entry(Type.TRANSFER_OUT, symbol="A", quantity="5")
INTO = entry(Type.TRANSFER_IN, symbol="A", quantity="5")
PAID = entry(Type.WITHDRAWAL, amount="9")


@pytest.mark.parametrize(
    ("left", "came", "count"),
    [
        ([OUT], [INTO], 1),
        ([PAID], [entry(Type.DEPOSIT, amount="9")], 1),
        ([OUT, INTO], [], 0),  # within one portfolio nothing is to be joined
        ([OUT], [entry(Type.TRANSFER_IN, symbol="B", quantity="5")], 0),
        ([OUT], [entry(Type.TRANSFER_IN, symbol="A", quantity="4")], 0),
        ([OUT], [entry(Type.TRANSFER_IN, 1, symbol="A", quantity="5")], 0),
        (
            [entry(Type.WITHDRAWAL, amount="9")],
            [entry(Type.DEPOSIT, amount="9", currency="USD")],
            0,
        ),
        ([OUT], [INTO, INTO], 1),
        ([OUT, OUT], [INTO, INTO], 2),
        ([entry(Type.SELL, symbol="A", quantity="5")], [INTO], 0),
    ],
)
def test_what_left_one_and_came_to_another_the_same_day(
    left: list[Entry], came: list[Entry], count: int
) -> None:
    found = moves([left, came])
    assert [(one.left, one.came) for one in found] == [(0, 1)] * count


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([OUT, INTO])), max_size=20))
def test_no_entry_is_used_twice(made: list[tuple[int, Entry]]) -> None:
    portfolios: list[list[Entry]] = [[], [], [], []]
    for place, one in made:
        portfolios[place].append(one)
    found = moves(portfolios)
    for place, own in enumerate(portfolios):
        assert sum(move.left == place for move in found) <= own.count(OUT)
        assert sum(move.came == place for move in found) <= own.count(INTO)
        assert all(move.left != move.came for move in found)


def add(portfolio: Portfolio, day: int, type: str, symbol: str = "", **parts: str) -> None:
    given_ = {"date": START + timedelta(days=day), "type": type, "symbol": symbol, **parts}
    actions.add_transaction(portfolio, {"currency": "USD", **given_})


@pytest.fixture
def two(ada: Reader, cvx: Instrument, euro_dollar: Instrument) -> list[Portfolio]:
    """1,200 dollars in one, for ten CVX; half of them and 100 dollars go to the other."""
    old, new = (
        actions.make_portfolio(reader=ada, name=name, currency="USD", cash="kept")
        for name in ("Old", "New")
    )
    add(old, 0, "deposit", amount="1300")
    add(old, 0, "buy", "CVX", quantity="10", price="120")
    add(old, 3, "transfer_out", "CVX", quantity="5")
    add(new, 3, "transfer_in", "CVX", quantity="5")
    add(old, 5, "withdrawal", amount="100")
    add(new, 5, "deposit", amount="100")
    return [old, new]


def test_a_transfer_is_a_flow_of_each_and_none_of_both(ada: Reader, two: list[Portfolio]) -> None:
    found = queries.together_of(ada, today=LAST)
    assert found is not None
    done = queries.performance_together(found)
    assert [(day, into, out) for day, into, out in done.flows] == [(START, 1300.0, 0.0)]
    assert done.values[-1] == pytest.approx(10 * 129 + 100)
    assert done.growth.total == pytest.approx((10 * 129 + 100) / 1300 - 1, abs=1e-12)
    assert sum(one.points for one in done.contributions) == pytest.approx(done.growth.total * 100)
    assert len(found.moves) == 2
    (alone,) = [queries.performance_of(one) for one in found.histories[:1]]
    assert alone is not None
    assert [out for _, _, out in alone.flows][1:] == [5 * 123, 100]


def test_without_the_other_half_it_is_a_flow_again(ada: Reader, two: list[Portfolio]) -> None:
    two[1].transactions.get(type="deposit").delete()
    actions.change_portfolio(two[1])
    found = queries.together_of(ada, today=LAST)
    assert found is not None
    done = queries.performance_together(found)
    assert [(into, out) for _, into, out in done.flows] == [(1300.0, 0.0), (0.0, 100.0)]


def test_several_currencies_meet_in_one(ada: Reader, two: list[Portfolio]) -> None:
    """The new one is kept in euros: in both currencies nothing is paid but the first deposit."""
    actions.change_portfolio(two[1], currency="EUR")
    for currency, rate in (("USD", 1.0), ("EUR", 1.09)):
        found = queries.together_of(ada, currency, LAST)
        assert found is not None
        done = queries.performance_together(found)
        assert done.values[-1] == pytest.approx(1390 / rate)
        assert [day for day, into, out in done.flows if abs(into) + abs(out) > 1e-9] == [START]
        parts = sum(found.value_of(history, LAST) for history in found.histories)
        assert parts == pytest.approx(float(done.values[-1]))


def test_the_page_and_the_api(client: Client, ada: Reader, two: list[Portfolio]) -> None:
    client.force_login(ada)
    assert "All together, as one" in client.get("/portfolios/").content.decode()
    page = client.get("/portfolios/together/").content.decode()
    assert "5 CVX Inc., Old → New" in page
    assert "100.00 USD, Old → New" in page
    told = client.get(f"/api/v1/portfolios/together?to={LAST}").json()
    assert [(one["symbol"], one["quantity"], one["amount"]) for one in told["inside"]] == [
        ("XNYS:CVX", "5", None),
        (None, None, "100"),
    ]
    assert told["currency"] == "USD"
    actions.change_portfolio(two[0], masked=True)
    assert "100.00 USD" not in client.get("/portfolios/together/").content.decode()


def test_one_alone_is_not_together(client: Client, ada: Reader, portfolio: Portfolio) -> None:
    client.force_login(ada)
    assert client.get("/portfolios/together/").status_code == 302
    assert client.get("/api/v1/portfolios/together").status_code == 404
    assert "All together" not in client.get("/portfolios/").content.decode()
    assert queries.together_of(ada, today=date(2022, 1, 3)) is None
