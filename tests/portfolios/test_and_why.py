"""What moved it, and why: the stories beside each mover, or where the newest one is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.news.models import Article, ArticleInstrument
from alley.portfolios import actions, queries
from alley.portfolios.models import Portfolio
from tests.news.stories import article
from tests.portfolios.conftest import START, closes, listed

TODAY = START + timedelta(days=9)
TOLD = datetime(2022, 1, 4, 12, tzinfo=UTC)


@pytest.fixture
def mine(portfolio: Portfolio, cvx: Instrument, euro_dollar: Instrument) -> Portfolio:
    closes(listed("XNYS:XOM"), [str(60 - place) for place in range(10)])
    for symbol, count in (("CVX", "1"), ("XOM", "10")):
        bought = {"type": "buy", "symbol": symbol, "quantity": count, "price": "100"}
        actions.add_transaction(portfolio, {**bought, "date": START})
    return portfolio


@pytest.fixture
def story(mine: Portfolio, cvx: Instrument) -> Article:
    made = article("Chevron buys back", first_published=TOLD, published=TOLD)
    ArticleInstrument.objects.filter(article=made).delete()
    ArticleInstrument.objects.create(article=made, instrument=cvx, published=TOLD)
    return made


def test_a_story_stands_beside_its_mover_that_day_and_the_next(
    mine: Portfolio, story: Article
) -> None:
    history = queries.history_of(mine, TODAY)
    for day in (1, 2):
        found = queries.moved(history, START + timedelta(days=day))
        assert found is not None
        assert [(one.name, one.stories) for one in found.movers] == [
            ("XOM Inc.", []),  # the larger mover stands first
            ("CVX Inc.", [story]),
        ]
        assert (found.has_stories, found.last_told) == (True, None)
        assert sum(one.gain for one in found.movers) + found.rest == pytest.approx(found.gain)


def test_later_the_newest_one_before_is_named(
    mine: Portfolio, story: Article, client: Client, ada: Reader
) -> None:
    found = queries.moved(queries.history_of(mine, TODAY), START + timedelta(days=5))
    assert found is not None
    assert (found.has_stories, found.last_told) == (False, TOLD.date())
    client.force_login(ada)
    address = f"/portfolios/{mine.pk}/?on="
    assert "?on=2022-01-04#moved" in client.get(f"{address}2022-01-08").content.decode()
    assert "Chevron buys back" in client.get(f"{address}2022-01-04").content.decode()


def test_where_none_was_ever_told_none_is_named(mine: Portfolio) -> None:
    found = queries.moved(queries.history_of(mine, TODAY))
    assert found is not None
    assert found.last_told is None
