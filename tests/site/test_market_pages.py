"""The markets page, a comparison, and an instrument as a place."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from alley.markets.actions import Origin, import_prices
from alley.markets.importing.prices import Row
from alley.markets.models import Instrument, Kind
from alley.news.actions import publish_article
from alley.news.models import Article, ArticleInstrument, Section
from alley.site.queries import overview

MONDAY = datetime(2022, 1, 3, tzinfo=UTC)
PAGE_QUERIES = 33


def priced(symbol: str, name: str, *prices: str) -> Instrument:
    ticker = symbol.partition(":")[2]
    made = Instrument.objects.create(
        symbol=symbol, name=name, kind=Kind.COMMODITY, ticker=ticker, unit="USD/bbl", rank=10
    )
    days = [MONDAY + timedelta(days=day) for day in range(len(prices))]
    rows = [
        Row(day, None, None, None, Decimal(price), None)
        for day, price in zip(days, prices, strict=True)
    ]
    import_prices(made, rows, Origin("EIA spot"))
    return made


@pytest.fixture
def brent(db: None) -> Instrument:
    return priced("COMDTY:BRENT", "Brent crude oil", "78.25", "79.39", "80.60", "81.99", "81.75")


@pytest.fixture
def wti(db: None) -> Instrument:
    return priced("COMDTY:WTI", "WTI crude oil", "18.31", "-36.98", "8.91", "13.64", "16.50")


@pytest.fixture
def story(brent: Instrument, wti: Instrument) -> Article:
    section, _ = Section.objects.get_or_create(slug="oil", defaults={"name": "Oil"})
    moment = datetime(2022, 1, 6, 14, 16, tzinfo=UTC)
    article = Article(
        headline="Oil rises as trains stop",
        section=section,
        body=[("paragraph", "<p>Brent and WTI rose.</p>")],
        first_published=moment,
        published=moment,
    )
    article.save()
    publish_article(article=article)
    ArticleInstrument.objects.filter(article=article).delete()
    for place, one in enumerate((brent, wti)):
        ArticleInstrument.objects.create(
            article=article, instrument=one, start=place, end=place + 1, published=moment
        )
    return article


def test_a_story_stands_with_what_the_price_did(client: Client, story: Article) -> None:
    page = client.get("/markets/COMDTY:BRENT/").content.decode()

    assert "Oil rises as trains stop" in page
    assert "+1.72 %" in page
    assert "80.60 → 81.99" in page
    assert 'data-story-time="2022-01-06T14:16:00+00:00"' in page


def test_what_stands_in_the_same_story_is_related(client: Client, story: Article) -> None:
    page = client.get("/markets/COMDTY:BRENT/").content.decode()

    assert "WTI crude oil" in page
    assert "in a story together" in page


def test_an_alert_and_a_watchlist_are_one_link_away(client: Client, brent: Instrument) -> None:
    page = client.get("/markets/COMDTY:BRENT/").content.decode()

    assert 'href="/alerts/new/?symbol=COMDTY%3ABRENT"' in page
    assert 'href="/watchlists/add/?symbol=COMDTY%3ABRENT"' in page


def test_the_page_costs_the_same_whatever_its_stories_and_prices(
    client: Client, story: Article, brent: Instrument, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(PAGE_QUERIES):
        client.get("/markets/COMDTY:BRENT/")

    copies = [Article.objects.get(pk=story.pk) for _ in range(12)]
    for copy in copies:
        copy.pk = None
        copy.save()
        publish_article(article=copy)
    later = [MONDAY + timedelta(days=day) for day in range(5, 900)]
    rows = [Row(day, None, None, None, Decimal(80 + day.day), None) for day in later]
    import_prices(brent, rows, Origin("EIA spot"))

    with django_assert_max_num_queries(PAGE_QUERIES):
        client.get("/markets/COMDTY:BRENT/")


@pytest.mark.parametrize(
    ("kind", "many", "within"),
    [
        (Kind.ETF, "ETFs", "ETF"),
        (Kind.EQUITY, "Shares", "share"),
        (Kind.INDEX, "Indices", "index"),
        (Kind.FX, "Currency pairs", "currency pair"),
    ],
)
def test_kinds_are_called_what_traders_call_them(kind: Kind, many: str, within: str) -> None:
    assert (kind.many, kind.within) == (many, within)


def test_movers_and_the_map_are_labelled(client: Client, brent: Instrument) -> None:
    page = client.get("/markets/").content.decode()

    assert "Down most" in page
    assert "heat-tile is-down" in page
    assert page.count("End of day · EIA spot · 7 Jan 2022") >= 3


def test_a_move_over_a_negative_price_is_no_move(brent: Instrument, db: None) -> None:
    priced("COMDTY:BELOW", "Below zero", "-36.98", "8.91")
    found = overview()

    assert [quote.symbol for quote in found.risers] == []
    assert {tile.strength for _, tiles in found.map for tile in tiles} <= {0, 1}


def test_holidays_of_the_next_weeks_are_told(client: Client, db: None) -> None:
    page = client.get("/markets/").content.decode()

    assert "When markets trade" in page
    assert "New York" in page


def test_two_are_compared_in_percent_and_in_a_table(client: Client, story: Article) -> None:
    page = client.get("/markets/compare/?symbols=BRENT,WTI&range=1M").content.decode()

    assert "/charts/COMDTY:BRENT.svg?" in page
    assert "compare=COMDTY:WTI" in page
    assert "+4.47 %" in page  # 78.25 -> 81.75


def test_what_is_not_known_is_named(client: Client, brent: Instrument) -> None:
    page = client.get("/markets/compare/?symbols=BRENT,NOPE").content.decode()

    assert "There is no instrument “NOPE” here." in page


def test_nothing_to_compare_asks_for_it(client: Client, db: None) -> None:
    assert client.get("/markets/compare/").status_code == 200
