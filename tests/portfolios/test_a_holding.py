"""One holding on its own page: its lots, what became of those sold, its own rate, its rows."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios import actions, queries
from alley.portfolios.models import Portfolio, Transaction
from alley.refusals import Refused
from tests.portfolios.conftest import START, listed

TODAY = START + timedelta(days=9)


def add(
    portfolio: Portfolio, day: int, type: str, symbol: str = "CVX", **parts: str
) -> Transaction:
    given = {"date": START + timedelta(days=day), "type": type, "symbol": symbol, **parts}
    return actions.add_transaction(portfolio, given)


@pytest.fixture
def mine(ada: Reader, cvx: Instrument) -> Portfolio:
    return actions.make_portfolio(reader=ada, name="Mine", currency="USD", method="specific")


def test_lots_and_what_was_sold_of_them(mine: Portfolio) -> None:
    first = add(mine, 0, "buy", quantity="10", price="120", fee="2")
    second = add(mine, 2, "buy", quantity="10", price="122")
    add(mine, 4, "sell", quantity="4", price="124", fee="1", lot=str(second.pk))
    found = queries.holding_of(queries.history_of(mine, TODAY), "XNYS:CVX")
    assert found is not None
    assert [(lot.id, lot.quantity, lot.cost, lot.value) for lot in found.lots] == [
        (first.pk, 10, 1202, 1290),
        (second.pk, 6, 732, 774),
    ]
    (gain,) = found.gains
    assert (gain.opened, gain.closed) == (second.date, START + timedelta(days=4))
    assert (gain.quantity, gain.total, gain.fees) == (4, 8, 1)
    assert sum(lot.gain for lot in found.lots) == found.view.unrealised


def test_its_own_rate_counts_what_was_paid_and_had(mine: Portfolio) -> None:
    """1,202 and 5 out; 50 of dividend after it, and 1,290 at the end: 133 on 1,207 in nine days."""
    add(mine, 0, "buy", quantity="10", price="120", fee="2")
    add(mine, 0, "fee", amount="5")
    add(mine, 9, "dividend", amount="52", tax="2")
    found = queries.holding_of(queries.history_of(mine, TODAY), "XNYS:CVX")
    assert found is not None
    assert found.money.period == pytest.approx((1290 + 50) / 1207 - 1, abs=1e-9)
    assert found.money.yearly is None


def test_a_name_with_a_stroke_in_it_has_its_page(
    client: Client, ada: Reader, mine: Portfolio
) -> None:
    add(mine, 0, "buy", symbol="GOLD 1/2 OZ", quantity="1", price="900", currency="USD")
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    page = client.get(mine.get_absolute_url())
    held = f"{mine.get_absolute_url()}holdings/GOLD%201/2%20OZ/"

    assert page.status_code == 200
    assert held in page.content.decode()
    assert client.get(held).status_code == 200
    assert client.get(f"/api/v1{held.rstrip('/')}").status_code == 200


@pytest.mark.parametrize(
    ("kind", "parts", "reason"),
    [
        ("short_sell", {"quantity": "5", "price": "120"}, "sold short"),
        ("spin_off", {"other": "XNYS:NEW", "ratio": "1:2", "share": "10"}, "spun off"),
    ],
)
def test_where_no_rate_means_anything_it_is_said(
    mine: Portfolio, kind: str, parts: dict[str, str], reason: str
) -> None:
    listed("XNYS:NEW")
    if kind == "spin_off":
        add(mine, 0, "buy", quantity="10", price="120")
    add(mine, 1, kind, **parts)
    found = queries.holding_of(queries.history_of(mine, TODAY), "XNYS:CVX")
    assert found is not None
    assert found.money.period is None
    assert reason in found.money.reason


def test_the_page_and_the_api_say_the_same(client: Client, ada: Reader, mine: Portfolio) -> None:
    bought = add(mine, 0, "buy", quantity="10", price="120", fee="2")
    client.force_login(ada)
    page = client.get(f"/portfolios/{mine.pk}/holdings/XNYS:CVX/").content.decode()
    assert f"number {bought.pk}" in page
    assert "1,202.00" in page
    told = client.get(f"/api/v1/portfolios/{mine.pk}/holdings/XNYS:CVX").json()
    assert told["lots"][0] | {"opened": ""} == {
        "id": bought.pk, "opened": "", "quantity": "10", "cost": "1202", "value": "1290",
        "gain": "88",
    }  # fmt: skip
    for address in ("/portfolios/{}/holdings/XNYS:NO/", "/api/v1/portfolios/{}/holdings/XNYS:NO"):
        assert client.get(address.format(mine.pk)).status_code == 404


def test_a_sale_offers_the_lots_it_may_be_taken_from(
    client: Client, ada: Reader, mine: Portfolio
) -> None:
    bought = add(mine, 0, "buy", quantity="10", price="120")
    client.force_login(ada)
    address = f"/portfolios/{mine.pk}/transactions/"
    assert (
        f'<option value="{bought.pk}">CVX Inc.: 10 of 3 Jan 2022'
        in client.get(address).content.decode()
    )
    sale = {"date": "2022-01-06", "type": "sell", "symbol": "CVX", "quantity": "10", "price": "124"}
    client.post(address, {**sale, "lot": bought.pk})
    sold = mine.transactions.get(type="sell")
    assert sold.lot == bought.pk
    again = client.get(f"{address}{sold.pk}/").content.decode()
    assert f'<option value="{bought.pk}" selected>' in again


def test_transactions_are_found_by_instrument_and_kind(
    client: Client, ada: Reader, mine: Portfolio
) -> None:
    add(mine, 0, "buy", quantity="10", price="120", note="the first")
    add(mine, 1, "dividend", amount="5", note="the second")
    add(mine, 2, "deposit", "", amount="5", currency="USD", note="the third")
    client.force_login(ada)

    def found(query: str) -> list[str]:
        page = client.get(f"/portfolios/{mine.pk}/transactions/?{query}").content.decode()
        return [word for word in ("first", "second", "third") if f"the {word}" in page]

    assert found("") == ["first", "second", "third"]
    assert found("instrument=cvx") == ["first", "second"]
    assert found("instrument=Inc&kind=dividend") == ["second"]
    assert found("kind=sell") == []


def test_a_symbol_that_nobody_knows_is_kept_and_said(
    client: Client, ada: Reader, mine: Portfolio
) -> None:
    client.force_login(ada)
    given = {
        "date": "2022-01-06",
        "type": "buy",
        "symbol": "Chevron",
        "quantity": "1",
        "price": "9",
    }
    page = client.post(f"/portfolios/{mine.pk}/transactions/", given, follow=True)
    assert "“CHEVRON” is not among our instruments" in page.content.decode()
    assert mine.transactions.get().symbol == "CHEVRON"


def test_an_old_price_is_called_not_current(mine: Portfolio) -> None:
    add(mine, 0, "buy", quantity="10", price="120")
    (now,) = queries.holdings_of(queries.history_of(mine, TODAY)).open
    (later,) = queries.holdings_of(queries.history_of(mine, TODAY + timedelta(days=30))).open
    assert (now.stale, later.stale) == (False, True)
    assert later.value == D(1290)


def test_a_lot_that_is_none_of_the_instrument_s_is_refused(mine: Portfolio) -> None:
    listed("XNYS:XOM")
    other = add(mine, 0, "buy", "XOM", quantity="10", price="60")
    later = add(mine, 5, "buy", quantity="10", price="125")
    for wrong in (other.pk, later.pk, 999_999):
        with pytest.raises(Refused) as told:
            add(mine, 3, "sell", quantity="1", price="124", lot=str(wrong))
        assert told.value.refusal.more["fields"][0]["field"] == "lot"
    sold = add(mine, 6, "sell", quantity="1", price="126", lot=str(later.pk))
    sold.refresh_from_db()
    assert sold.lot == later.pk
