"""The markets page, a comparison, and an instrument as a place."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from alley.markets.actions import Origin, Tick, import_prices, record_quotes
from alley.markets.importing.prices import Row
from alley.markets.models import Bar, Instrument, Kind, PriceKind
from alley.news.actions import publish_article
from alley.news.models import Article, ArticleInstrument, Section
from alley.site.queries import overview
from alley.site.queries.heat import Heat, weighed

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


def heat_of(kind: str) -> Heat:
    return next(map for map in overview().map if map.kind == kind)


def areas(map: Heat) -> dict[str, float]:
    return {tile.quote.symbol: tile.box.width * tile.box.height for tile in map.drawings[0].tiles}


def test_tiles_are_as_large_as_what_all_shares_are_worth(
    brent: Instrument, wti: Instrument
) -> None:
    for symbol, shares in (("COMDTY:BRENT", 1_000), ("COMDTY:WTI", 3_000)):
        Instrument.objects.filter(symbol=symbol).update(kind=Kind.EQUITY, shares=shares)

    map = heat_of("Shares")

    found = areas(map)
    worth = (3_000 * 16.50) / (1_000 * 81.75)
    assert found["COMDTY:WTI"] / found["COMDTY:BRENT"] == pytest.approx(worth, rel=1e-6)
    assert map.note == "Sizes: what all its shares are worth."


def test_where_shares_are_not_known_turnover_says_the_size(
    brent: Instrument, wti: Instrument
) -> None:
    Bar.objects.filter(instrument=brent).update(volume=10)
    Bar.objects.filter(instrument=wti, close__gt=0).update(volume=100)

    map = heat_of("Commodities")

    found = areas(map)
    traded = (
        10 * (78.25 + 79.39 + 80.60 + 81.99 + 81.75) / 5,
        100 * (18.31 + 8.91 + 13.64 + 16.5) / 4,
    )
    assert found["COMDTY:WTI"] / found["COMDTY:BRENT"] == pytest.approx(
        traded[1] / traded[0], rel=1e-6
    )
    assert "what was traded" in map.note


def test_where_neither_is_known_tiles_are_alike_and_say_so(
    brent: Instrument, wti: Instrument
) -> None:
    map = heat_of("Commodities")

    assert len({round(area) for area in areas(map).values()}) == 1
    assert map.note.startswith("All tiles alike")


def test_what_has_no_known_size_is_drawn_as_the_smallest() -> None:
    weights, note = weighed(
        ["A", "B", "C"], {"A": Decimal(9), "B": Decimal(3), "C": Decimal(0)}, {}
    )

    assert weights == {"A": 9.0, "B": 3.0, "C": 3.0}
    assert "1 of which that is not known as the smallest" in note


def test_a_move_over_a_negative_price_is_no_move(brent: Instrument, db: None) -> None:
    priced("COMDTY:BELOW", "Below zero", "-36.98", "8.91")
    found = overview()

    assert [quote.symbol for quote in found.risers] == []
    tiles = [tile for map in found.map for drawing in map.drawings for tile in drawing.tiles]
    assert {tile.strength for tile in tiles} <= {0, 1}


def test_a_chart_opens_on_all_there_is_where_the_days_ended_long_before_the_last_price(
    client: Client, brent: Instrument
) -> None:
    later = MONDAY + timedelta(days=900)
    record_quotes([Tick("COMDTY:BRENT", Decimal("95.29"), later, "ICE", PriceKind.INDICATIVE)])

    page = client.get("/markets/COMDTY:BRENT/").content.decode()

    assert "range=MAX" in page
    assert "range=1M" in client.get("/markets/COMDTY:BRENT/?range=1M").content.decode()


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


def test_what_is_not_drawn_is_named_with_the_reason(client: Client, brent: Instrument) -> None:
    ended = priced("COMDTY:OLD", "Old crude", "50")
    Bar.objects.filter(instrument=ended).update(time=MONDAY - timedelta(days=400))

    page = client.get("/markets/compare/?symbols=COMDTY:BRENT,COMDTY:OLD").content.decode()
    told = client.get("/api/v1/charts/COMDTY:BRENT/window?compare=COMDTY:OLD").json()["left_out"]
    place = client.get("/markets/COMDTY:BRENT/?compare=COMDTY:OLD").content.decode()

    why = "its prices end on 29 Nov 2020"
    assert f"Old crude (COMDTY:OLD) is not drawn: {why}." in page
    assert f"Old crude (COMDTY:OLD) is not drawn: {why}." in place
    assert told == [{"symbol": "COMDTY:OLD", "name": "Old crude", "reason": why}]


def test_an_indicator_without_numbers_is_named_with_the_reason(
    client: Client, brent: Instrument
) -> None:
    why = "OBV: no volume is known"

    page = client.get("/markets/COMDTY:BRENT/?indicators=OBV").content.decode()
    told = client.get("/api/v1/charts/COMDTY:BRENT/window?indicators=OBV").json()["not_drawn"]

    assert f'<p class="note">{why}.</p>' in page
    assert told == [{"indicator": "OBV", "reason": why}]


def test_nothing_to_compare_asks_for_it(client: Client, db: None) -> None:
    assert client.get("/markets/compare/").status_code == 200
