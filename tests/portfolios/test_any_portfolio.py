"""Every page answers for every sort of portfolio: with nothing in it, a day old, worth less than
nothing, in several currencies, beyond all measure."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios import actions
from alley.portfolios.models import Portfolio

Fill = Callable[[Portfolio], None]


def add(portfolio: Portfolio, day: str, type: str, symbol: str = "", **parts: str) -> None:
    actions.add_transaction(portfolio, {"date": day, "type": type, "symbol": symbol, **parts})


def nothing(portfolio: Portfolio) -> None:
    pass


def a_day_old(portfolio: Portfolio) -> None:
    today = timezone.now().date().isoformat()
    add(portfolio, today, "buy", "CVX", quantity="3", price="150")


def less_than_nothing(portfolio: Portfolio) -> None:
    add(portfolio, "2022-01-03", "deposit", amount="10", currency="EUR")
    add(portfolio, "2022-01-04", "short_sell", "CVX", quantity="400", price="100")


def several_currencies(portfolio: Portfolio) -> None:
    add(portfolio, "2022-01-03", "deposit", amount="1000", currency="EUR")
    add(portfolio, "2022-01-04", "exchange", amount="500", currency="EUR", other="USD",
        other_amount="505")  # fmt: skip
    add(portfolio, "2022-01-05", "buy", "CVX", quantity="2", price="122", fee="1")
    add(portfolio, "2022-01-06", "deposit", amount="5", currency="XTS")


def beyond_measure(portfolio: Portfolio) -> None:
    add(portfolio, "2022-01-03", "deposit", amount="999999999999999", currency="EUR")
    add(portfolio, "2022-01-04", "buy", "CVX", quantity="999999999999", price="121")


SORTS = [nothing, a_day_old, less_than_nothing, several_currencies, beyond_measure]
PAGES = ["", "?by=currency", "?on=2022-01-05", "performance/", "performance/?period=1M",
         "transactions/", "settings/", "import/"]  # fmt: skip
CALLS = ["", "/holdings", "/performance", "/today", "/transactions"]


@pytest.mark.parametrize("fill", SORTS)
def test_every_page_answers(
    client: Client, ada: Reader, portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument,
    fill: Fill,
) -> None:  # fmt: skip
    fill(portfolio)
    actions.share_portfolio(portfolio, True)
    client.force_login(ada)
    own = [f"/portfolios/{portfolio.pk}/{page}" for page in PAGES]
    own += [f"/portfolios/{portfolio.pk}/transactions/{one.pk}/"
            for one in portfolio.transactions.all()]  # fmt: skip
    own += [f"/api/v1/portfolios/{portfolio.pk}{call}" for call in CALLS]
    for page in [*own, "/portfolios/", f"/portfolios/shared/{portfolio.share}/"]:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "nan" not in answer.content.decode().lower().split(), page


def test_where_there_is_no_return_there_is_no_fall_nor_volatility(
    client: Client, ada: Reader, portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument
) -> None:
    less_than_nothing(portfolio)
    client.force_login(ada)
    told = client.get(f"/api/v1/portfolios/{portfolio.pk}/performance").json()
    assert told["twr_percent"] is None
    assert told["twr_undefined"] == "2022-01-05"
    assert "not above zero" in told["twr_reason"]
    undefined = [row[0] for row in told["series"] if row[2] is None]
    assert undefined[0] == "2022-01-05"
    assert told["drawdown"] is None
    assert told["volatility"] is None
    page = client.get(f"/portfolios/{portfolio.pk}/?by=kind").content.decode()
    assert "Below zero, so not drawn: Share." in page


def test_a_price_of_the_reader_s_own_trade_is_called_that(
    client: Client, ada: Reader, portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument
) -> None:
    a_day_old(portfolio)
    client.force_login(ada)
    page = client.get(f"/portfolios/{portfolio.pk}/").content.decode()
    holdings = page.partition('id="held-head"')[2]
    assert "your own last trade" in holdings
    assert "test closes" not in holdings
