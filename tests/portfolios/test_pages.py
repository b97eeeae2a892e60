"""The pages and the API of watchlists and portfolios: whose they are, and what they say."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.live.models import Event
from alley.markets.models import Instrument
from alley.portfolios import actions
from alley.portfolios.models import Portfolio, Watchlist
from tests.portfolios.conftest import START


@pytest.fixture
def as_ada(ada: Reader) -> Client:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0"})
    client.force_login(ada)
    return client


@pytest.fixture
def filled(portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument) -> Portfolio:
    actions.change_portfolio(portfolio, benchmark="XNYS:CVX")
    for given in (
        {"date": START, "type": "deposit", "amount": "1000", "currency": "EUR"},
        {"date": START, "type": "buy", "symbol": "CVX", "quantity": "5", "price": "120"},
        {"date": START + timedelta(days=3), "type": "dividend", "symbol": "CVX", "amount": "7"},
    ):
        actions.add_transaction(portfolio, given)
    return portfolio


PAGES = ("", "performance/", "transactions/", "settings/", "import/", "export/csv/")


def test_nobody_else_sees_them(bo: Reader, filled: Portfolio, watchlist: Watchlist) -> None:
    other = Client()
    other.force_login(bo)
    for part in PAGES:
        assert other.get(f"/portfolios/{filled.pk}/{part}").status_code == 404
    assert other.get(f"/watchlists/{watchlist.pk}/").status_code == 404
    assert other.get(f"/api/v1/portfolios/{filled.pk}/holdings").status_code == 404
    assert other.get(f"/api/v1/watchlists/{watchlist.pk}").status_code == 404


@pytest.mark.parametrize("part", PAGES)
def test_every_page_opens(as_ada: Client, filled: Portfolio, part: str) -> None:
    assert as_ada.get(f"/portfolios/{filled.pk}/{part}").status_code == 200


def test_an_empty_portfolio_says_what_to_do(as_ada: Client, portfolio: Portfolio) -> None:
    for part in PAGES:
        assert as_ada.get(f"/portfolios/{portfolio.pk}/{part}").status_code == 200


def test_hidden_amounts_are_not_on_the_page_at_all(as_ada: Client, filled: Portfolio) -> None:
    shown = as_ada.get(f"/portfolios/{filled.pk}/").content.decode()
    as_ada.post(f"/portfolios/{filled.pk}/settings/", {"do": "mask"})
    hidden = as_ada.get(f"/portfolios/{filled.pk}/").content.decode()
    assert "1,000.00" not in hidden
    assert "1,000.00" in shown
    assert "•••" in hidden


def test_the_shared_link_shows_percentages_only(
    as_ada: Client, filled: Portfolio, client: Client
) -> None:
    as_ada.post(f"/portfolios/{filled.pk}/settings/", {"do": "share"})
    filled.refresh_from_db()
    page = client.get(f"/portfolios/shared/{filled.share}/")
    words = page.content.decode()
    assert page.status_code == 200
    assert "CVX Inc." in words
    for amount in ("600", "1,000", "400.00", "645"):
        assert amount not in words
    as_ada.post(f"/portfolios/{filled.pk}/settings/", {"do": "unshare"})
    assert client.get(f"/portfolios/shared/{filled.share}/").status_code == 404


def test_a_transaction_is_written_down_without_javascript(
    as_ada: Client, portfolio: Portfolio, cvx: Instrument
) -> None:
    address = f"/portfolios/{portfolio.pk}/transactions/"
    good = {
        "date": "2022-01-06",
        "type": "buy",
        "symbol": "NYSE:CVX",
        "quantity": "1,5",
        "price": "120.10",
    }
    assert as_ada.post(address, good).status_code == 302
    row = portfolio.transactions.get()
    assert (row.symbol, str(row.quantity.normalize()), row.currency) == ("XNYS:CVX", "1.5", "USD")  # type: ignore[union-attr]
    bad = as_ada.post(address, {**good, "quantity": "many"})
    assert bad.status_code == 422
    assert "is not a number" in bad.content.decode()


def test_a_change_based_on_an_old_state_is_refused_and_nothing_is_lost(
    as_ada: Client, watchlist: Watchlist, cvx: Instrument
) -> None:
    row = f"/api/v1/watchlists/{watchlist.pk}/rows/XNYS:CVX"
    first = as_ada.put(
        row, {"note": "from the phone"}, "application/json", headers={"If-Match": '"1"'}
    )
    assert first.status_code == 201
    second = as_ada.put(
        row, {"note": "from the desk"}, "application/json", headers={"If-Match": '"1"'}
    )
    told = second.json()
    assert (second.status_code, told["code"]) == (409, "changed_elsewhere")
    assert told["version"] == first.json()["version"]
    assert told["changed_on"] == "Firefox on Linux"
    assert watchlist.rows.get().note == "from the phone"


def test_other_devices_are_told(as_ada: Client, ada: Reader, watchlist: Watchlist) -> None:
    as_ada.patch(f"/api/v1/watchlists/{watchlist.pk}", {"name": "Gas"}, "application/json")
    event = Event.objects.filter(topic=f"me:{ada.pk}").latest("id").payload
    assert event == {
        "type": "watchlist.changed", "id": watchlist.pk, "version": 2, "by": "Firefox on Linux",
    }  # fmt: skip


def test_rows_are_ordered_by_button_and_by_list(
    as_ada: Client, watchlist: Watchlist, cvx: Instrument, euro_dollar: Instrument
) -> None:
    for one in (cvx, euro_dollar):
        actions.watch(watchlist, one)
    page = f"/watchlists/{watchlist.pk}/"
    as_ada.post(page, {"do": "up", "symbol": "FX:EUR-USD"})
    assert [row.instrument for row in watchlist.rows.all()] == [euro_dollar, cvx]
    order = {"symbols": ["XNYS:CVX", "FX:EUR-USD"]}
    as_ada.put(f"/api/v1/watchlists/{watchlist.pk}/order", order, "application/json")
    assert [row.instrument for row in watchlist.rows.all()] == [cvx, euro_dollar]


def test_a_watchlist_goes_out_as_csv_and_comes_back(
    as_ada: Client, ada: Reader, watchlist: Watchlist, cvx: Instrument
) -> None:
    actions.watch(watchlist, cvx, note="=HYPERLINK(1)")
    text = as_ada.get(f"/watchlists/{watchlist.pk}/export.csv").content.decode()
    assert ",'=HYPERLINK" in text
    other = actions.make_watchlist(reader=ada, name="Again")
    assert actions.fill(other, f"{text}XNYS:NOPE,,\n") == (1, ["XNYS:NOPE"])
    assert other.rows.get().note == "=HYPERLINK(1)"


def test_the_shared_watchlist_can_be_read_by_whoever_has_the_link(
    as_ada: Client, client: Client, watchlist: Watchlist, cvx: Instrument
) -> None:
    actions.watch(watchlist, cvx)
    actions.share_watchlist(watchlist, True)
    page = client.get(f"/watchlists/shared/{watchlist.share}/")
    assert "CVX Inc." in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    client.post(f"/watchlists/shared/{watchlist.share}/", {"do": "delete"})
    assert watchlist.rows.exists()


def test_the_contract_s_shapes(as_ada: Client, filled: Portfolio) -> None:
    base = f"/api/v1/portfolios/{filled.pk}"
    rows = as_ada.get(f"{base}/transactions").json()["items"]
    assert {
        "id",
        "date",
        "type",
        "symbol",
        "quantity",
        "price",
        "amount",
        "currency",
        "fee",
        "tax",
        "fx_rate",
        "note",
    } <= set(rows[0])
    assert rows[-1]["amount"] == "1000"
    held = as_ada.get(f"{base}/holdings?date={START + timedelta(days=9)}").json()["items"][0]
    assert {
        "symbol",
        "quantity",
        "price",
        "value",
        "cost",
        "unrealised",
        "realised",
        "income",
        "weight",
    } <= set(held)
    assert held["quantity"] == "5"
    done = as_ada.get(
        f"{base}/performance?from={START}&to={START + timedelta(days=9)}&method=mwr"
    ).json()
    assert {
        "from",
        "to",
        "currency",
        "twr_percent",
        "mwr_percent",
        "mwr_annualised",
        "series",
        "drawdown",
        "volatility",
        "benchmark",
    } <= set(done)
    assert done["mwr_annualised"] is None
    assert len(done["series"]) == 10
    assert not any(isinstance(part, float) for row in done["series"] for part in row)


def test_a_retry_writes_once(as_ada: Client, portfolio: Portfolio) -> None:
    new = {"date": "2022-01-06", "type": "deposit", "amount": "5", "currency": "EUR"}
    for _ in range(2):
        answer = as_ada.post(
            f"/api/v1/portfolios/{portfolio.pk}/transactions", new, "application/json",
            headers={"Idempotency-Key": "k"},
        )  # fmt: skip
        assert answer.status_code == 201
    assert portfolio.transactions.count() == 1


def test_what_is_to_come_is_refused(as_ada: Client, portfolio: Portfolio) -> None:
    later = (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011
    answer = as_ada.post(
        f"/api/v1/portfolios/{portfolio.pk}/transactions",
        json.dumps({"date": later, "type": "deposit", "amount": "1", "currency": "EUR"}),
        "application/json",
    )
    assert answer.status_code == 422
    assert answer.json()["fields"] == [{"field": "date", "message": "That day is still to come."}]


def test_what_is_wrong_is_said_at_its_field(as_ada: Client, portfolio: Portfolio) -> None:
    bad = {"date": "2022-01-06", "type": "split", "symbol": "CVX", "ratio": "two"}
    page = as_ada.post(f"/portfolios/{portfolio.pk}/transactions/", bad).content.decode()
    (ratio,) = [part for part in page.split("<input") if 'name="ratio"' in part]
    assert 'aria-invalid="true" aria-describedby="t-refusal"' in ratio
    assert page.count("aria-invalid") == 1
    assert 'value="two"' in ratio


def test_a_removed_transaction_can_be_written_down_again(
    as_ada: Client, filled: Portfolio, cvx: Instrument
) -> None:
    bought = filled.transactions.get(type="buy")
    address = f"/portfolios/{filled.pk}/transactions/{bought.pk}/"
    page = as_ada.post(address, {"do": "delete"}, follow=True)
    assert not filled.transactions.filter(pk=bought.pk).exists()
    for kept in (
        'value="XNYS:CVX"',
        'value="120"',
        'value="2022-01-03"',
        "The form still holds it",
    ):
        assert kept in page.content.decode()


def test_a_watchlist_is_not_deleted_by_a_slip(as_ada: Client, watchlist: Watchlist) -> None:
    address = f"/watchlists/{watchlist.pk}/"
    as_ada.post(address, {"do": "delete"})
    assert Watchlist.objects.filter(pk=watchlist.pk).exists()
    as_ada.post(address, {"do": "delete", "sure": "yes"})
    assert not Watchlist.objects.filter(pk=watchlist.pk).exists()
