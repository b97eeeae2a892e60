"""What prices did after a story: kept, shown, measured again when prices change."""

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.live.models import Event
from alley.markets import demo
from alley.markets.actions import Origin, import_prices
from alley.markets.importing.prices import Row
from alley.markets.models import Bar, Instrument
from alley.news import actions, queries
from alley.news.actions import react
from alley.news.models import Article, ArticleReaction
from tests.news.stories import article

THURSDAY = datetime(2022, 1, 6, 14, 16, tzinfo=UTC)
TEXT = "Chevron (NYSE:CVX) cut output at Tengiz. Oil prices rose more than 1% on Thursday."


@pytest.fixture
def market(db: None) -> None:
    demo.load_demo_prices()


@pytest.fixture
def almaty(market: None) -> Article:
    told = article("Troops sent", text=TEXT, published=THURSDAY)
    actions.measure_all()
    return Article.objects.get(pk=told.pk)


def brent(day: str, price: str) -> None:
    """A correction of one close."""
    instrument = Instrument.objects.get(symbol="COMDTY:BRENT")
    moment = datetime.fromisoformat(f"{day}T00:00:00+00:00")
    row = Row(moment, None, None, None, Decimal(price), None)
    import_prices(instrument, [row], Origin("EIA spot"))


def test_the_day_of_the_almaty_story(almaty: Article) -> None:
    """EIA spot: Brent 80.60 -> 81.99, WTI 77.83 -> 79.47; Chevron against the S&P 500."""
    found = {one.symbol: one for one in queries.reactions_of(almaty)}

    assert list(found) == ["XNYS:CVX", "COMDTY:BRENT", "COMDTY:WTI"]
    assert [found[symbol].windows[1].move_percent for symbol in list(found)[1:]] == [
        Decimal("1.72"),
        Decimal("2.11"),
    ]
    chevron = found["XNYS:CVX"].windows[1]
    assert chevron.benchmark == "INDEX:SPX"
    assert chevron.abnormal_percent is not None
    assert found["COMDTY:BRENT"].windows[1].benchmark == ""


def test_an_edit_does_not_move_the_event(almaty: Article) -> None:
    before = ArticleReaction.objects.get(article=almaty, instrument__symbol="COMDTY:BRENT")
    almaty.headline = "Troops sent to Almaty"
    almaty.save()
    actions.publish_article(almaty)
    actions.measure_all()
    after = ArticleReaction.objects.get(article=almaty, instrument__symbol="COMDTY:BRENT")

    assert after.event_time == before.event_time == THURSDAY
    assert after.result == before.result


def test_a_corrected_price_measures_again(almaty: Article) -> None:
    brent("2022-01-06", "82.80")
    assert ArticleReaction.objects.filter(article=almaty, due__isnull=False).exists()
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    actions.measure_all()

    (found,) = (one for one in queries.reactions_of(almaty) if one.symbol == "COMDTY:BRENT")
    assert found.windows[1].move_percent == Decimal("2.73")
    purged = Event.objects.filter(pk__gt=last, topic="purge").values_list("payload", flat=True)
    assert any(f"article:{almaty.pk}" in payload["keys"] for payload in purged)


def test_a_price_that_decides_nothing_measures_nothing(almaty: Article) -> None:
    brent("2025-06-02", "65.00")

    assert not ArticleReaction.objects.filter(article=almaty, due__isnull=False).exists()


def test_a_corrected_index_measures_what_is_held_against_it(almaty: Article) -> None:
    index = Instrument.objects.get(symbol="INDEX:SPX")
    bar = Bar.objects.get(instrument=index, interval="1d", time="2022-01-06T00:00:00Z")
    row = Row(bar.time, None, None, None, bar.close + 10, None)
    import_prices(index, [row], Origin("skfolio"))

    due = ArticleReaction.objects.filter(article=almaty, due__isnull=False)
    assert [row.instrument.symbol for row in due] == ["XNYS:CVX"]


def test_other_stories_of_the_window_are_named(almaty: Article) -> None:
    other = article("OPEC meets", text="Brent crude rose.", published=THURSDAY + timedelta(hours=2))
    late = article("Later", text="Brent crude fell.", published=THURSDAY + timedelta(days=30))
    actions.measure_all()

    (found,) = (one for one in queries.reactions_of(almaty) if one.symbol == "COMDTY:BRENT")
    assert found.as_dict()["windows"][1]["also"] == [other.pk]
    assert late.pk not in found.as_dict()["windows"][2]["also"]


def test_a_page_costs_the_same_however_many_instruments(
    almaty: Article, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        queries.reactions_of(almaty)


def test_the_api_tells_the_contracts_reaction(almaty: Article, client: Client) -> None:
    told = client.get(f"/api/v1/articles/{almaty.pk}/reaction").json()

    assert told["event_time"] == "2022-01-06T14:16:00Z"
    brent_ = next(one for one in told["instruments"] if one["symbol"] == "COMDTY:BRENT")
    assert brent_["reference"] == {"price": "80.6", "at": "2022-01-05T19:30:00Z"}
    assert [one["window"] for one in brent_["windows"]] == ["1h", "1d", "1w"]
    assert brent_["windows"][0]["unavailable"]
    assert brent_["windows"][1]["move_percent"] == "1.72"
    assert brent_["source"] == "EIA spot"
    assert told["claims"] == []


def test_stories_of_an_instrument_with_what_followed(almaty: Article, client: Client) -> None:
    told = client.get("/api/v1/instruments/COMDTY:BRENT/stories?limit=5").json()

    (story,) = told["items"]
    assert story["id"] == almaty.pk
    assert story["marker"]["move_percent"] == "1.72"
    assert story["reaction"]["symbol"] == "COMDTY:BRENT"
    assert queries.story_markers("COMDTY:BRENT", THURSDAY, THURSDAY)[0]["url"] == almaty.url


def test_the_numbers_come_out_again_from_the_rows(almaty: Article, client: Client) -> None:
    answer = client.get(f"{almaty.url}reaction.csv")
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))

    closes = {
        row["day"]: Decimal(row["close"])
        for row in rows
        if row["instrument"] == "COMDTY:BRENT" and row["role"] == "own"
    }
    move = (closes["2022-01-06"] - closes["2022-01-05"]) / closes["2022-01-05"] * 100
    assert round(move, 2) == Decimal("1.72")
    assert {row["symbol"] for row in rows if row["role"] == "benchmark"} == {"INDEX:SPX"}
    assert all(row["source"] and row["kind"] for row in rows)


def test_pages_show_it(almaty: Article, client: Client) -> None:
    story = client.get(almaty.url).content.decode()
    assert "+1.72 %" in story
    assert "Association" in story or "that does not say one caused" in story
    assert "What moved markets" in client.get("/").content.decode()
    assert almaty.headline in client.get("/markets/COMDTY:BRENT/").content.decode()


def test_the_clock_measures_what_is_due_once(almaty: Article) -> None:
    assert react.measure_due(timezone.now()) == 0
    react.expect_all()

    assert react.measure_due(timezone.now()) == 3


def test_claims_are_shown_to_readers_only_if_an_editor_says_so(
    almaty: Article, client: Client
) -> None:
    assert [claim.verdict for claim in queries.claims_of(almaty)] == ["true", "true"]
    assert "Borne out" not in client.get(almaty.url).content.decode()
    Article.objects.filter(pk=almaty.pk).update(show_claims=True)

    assert "Borne out" in client.get(almaty.url).content.decode()
    claims = client.get(f"/api/v1/articles/{almaty.pk}/reaction").json()["claims"]
    assert claims[0]["verdict"] == "true"
    assert claims[0]["threshold_percent"] == "1"
    assert almaty.text[claims[0]["start"] : claims[0]["end"]] == claims[0]["text"]


def test_swapped_prices_turn_the_claim(almaty: Article) -> None:
    brent("2022-01-05", "81.99")
    brent("2022-01-06", "80.60")
    actions.measure_all()

    assert [claim.verdict for claim in queries.claims_of(almaty)] == ["false", "true"]


def test_an_editor_sees_them_before_publishing(market: None, client: Client, ed: Reader) -> None:
    draft = article("Not yet", text=TEXT, live=False, first_published=THURSDAY)
    client.force_login(ed)
    page = client.get(f"/desk/snippets/news/article/edit/{draft.pk}/").content.decode()

    assert "Borne out" in page
    assert "EIA spot" in page
