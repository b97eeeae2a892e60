"""Prices that a source's terms keep back value nothing and are drawn nowhere, until a licence is
named; then all of them are."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.conf import LazySettings

from alley.markets.models import Feed, Instrument, Quote
from alley.portfolios import actions, queries
from alley.portfolios.models import Portfolio, Watchlist
from tests.portfolios.conftest import START, closes, listed

TODAY = START + timedelta(days=9)


@pytest.fixture
def kept_back(db: None) -> Feed:
    """A source of which nothing may be shown."""
    return Feed.objects.create(provider="finnhub", source="Vendor", public=False)


@pytest.fixture
def held(portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument) -> Portfolio:
    given = {"date": START, "type": "buy", "symbol": "CVX", "quantity": "2", "price": "100"}
    actions.add_transaction(portfolio, {**given, "fx_rate": "1"})
    return portfolio


def price(portfolio: Portfolio) -> D | None:
    (one,) = queries.holdings_of(queries.history_of(portfolio, TODAY)).open
    return one.price


def test_a_copy_of_closes_is_shown_or_not_as_the_terms_are_now(
    held: Portfolio, kept_back: Feed
) -> None:
    assert price(held) == 129
    Feed.objects.filter(pk=kept_back.pk).update(source="test closes")
    assert price(held) == 100  # what the reader paid
    Feed.objects.filter(pk=kept_back.pk).update(licence="Contract 7")
    assert price(held) == 129


def test_of_two_sources_the_one_that_may_be_shown_remains(
    held: Portfolio, cvx: Instrument, kept_back: Feed
) -> None:
    closes(cvx, ["500"], start=TODAY, source="Vendor")
    Quote.objects.all().delete()
    assert price(held) == 128
    assert float(queries.history_of(held, TODAY).daily().values[-1]) == pytest.approx(
        2 * 128 / 1.09
    )


def test_a_latest_price_that_may_not_be_shown_values_nothing(
    held: Portfolio, cvx: Instrument, kept_back: Feed
) -> None:
    Quote.objects.filter(instrument=cvx).update(price="500", kind="realtime", source="Vendor")
    assert price(held) == 129


def test_where_terms_are_one_s_own_everything_is_shown(
    held: Portfolio, kept_back: Feed, settings: LazySettings
) -> None:
    Feed.objects.filter(pk=kept_back.pk).update(source="test closes")
    settings.PERSONAL = True
    assert price(held) == 129


def test_a_sparkline_draws_only_what_may_be_shown(
    watchlist: Watchlist, cvx: Instrument, kept_back: Feed
) -> None:
    actions.watch(watchlist, cvx)
    (row,) = queries.rows_of(watchlist)
    assert row.sparkline
    Feed.objects.filter(pk=kept_back.pk).update(source="test closes")
    (row,) = queries.rows_of(watchlist)
    assert not row.sparkline
    assert row.quote is None


def test_new_bars_are_added_to_the_copy_and_corrected_ones_replaced(held: Portfolio) -> None:
    cvx = Instrument.objects.get(symbol="XNYS:CVX")
    assert price(held) == 129
    closes(cvx, ["130"], start=TODAY + timedelta(days=1))
    later = queries.holdings_of(queries.history_of(held, TODAY + timedelta(days=1)))
    assert later.open[0].price == 130
    closes(cvx, ["200", "201"], start=START + timedelta(days=4))
    history = queries.history_of(held, TODAY + timedelta(days=1))
    assert history.around.market.prices["XNYS:CVX"].values.tolist() == [
        120, 121, 122, 123, 200, 201, 126, 127, 128, 129, 130,
    ]  # fmt: skip


def test_an_instrument_without_any_price_asks_for_none(portfolio: Portfolio) -> None:
    listed("XNYS:NEW")
    given = {"date": START, "type": "buy", "symbol": "NEW", "quantity": "2", "price": "100"}
    actions.add_transaction(portfolio, {**given, "currency": "EUR"})
    assert price(portfolio) == 100
