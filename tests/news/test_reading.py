"""What outsiders read: the API, feeds, sitemaps, corrections and search."""

import json
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from alley.markets.models import Instrument
from alley.news import actions, queries
from alley.news.models import ArticleInstrument, Byline
from alley.refusals import Refused
from tests.news.stories import article

pytestmark = pytest.mark.django_db


def test_an_article_as_the_contract_says(client: Client, chevron: Instrument) -> None:
    story = article(text="Chevron (NYSE:CVX) said so.")
    Byline.objects.create(article=story, text="Anna Lind")
    told = client.get(f"/api/v1/articles/{story.pk}").json()
    assert told["bylines"] == ["Anna Lind"]
    assert told["section"] == "commodities"
    mention = told["instruments"][0]
    assert mention["symbol"] == "XNYS:CVX"
    assert told["text"][mention["start"] : mention["end"]] == mention["text"]
    about = client.get("/api/v1/articles?instrument=NYSE:CVX").json()
    assert [item["id"] for item in about["items"]] == [story.pk]


def test_an_editors_no_is_kept(chevron: Instrument) -> None:
    story = article(text="Chevron (NYSE:CVX) said so.")
    story.instruments.update(origin=ArticleInstrument.Origin.REFUSED)
    actions.publish_article(story)
    page = queries.article_page(story.pk)
    assert page is not None
    assert page.instruments == []


def test_a_withdrawn_article_is_gone(client: Client) -> None:
    story = actions.withdraw_article(article(), notice="It was wrong.")
    answer = client.get(f"/api/v1/articles/{story.pk}")
    assert (answer.status_code, answer.json()["detail"]) == (410, "It was wrong.")
    assert client.get("/api/v1/articles/999").status_code == 404


def test_lists_go_on_from_where_they_ended(client: Client) -> None:
    made = [article(f"Story {number}").pk for number in range(5)]
    first = client.get("/api/v1/articles?limit=3").json()
    second = client.get(f"/api/v1/articles?limit=3&cursor={first['next']}").json()
    seen = [item["id"] for item in first["items"] + second["items"]]
    assert seen == made[::-1]
    assert second["next"] is None


def test_related_stories_share_an_instrument(client: Client, chevron: Instrument) -> None:
    one = article(text="Chevron (NYSE:CVX) said so.")
    two = article("Chevron again", text="Chevron (NYSE:CVX) again.")
    article("Wheat", text="Wheat fell.")
    found = client.get(f"/api/v1/articles/{one.pk}/related").json()["items"]
    assert [item["id"] for item in found] == [two.pk]


@pytest.mark.parametrize("ending", ["rss.xml", "atom.xml"])
def test_feeds_are_feeds(client: Client, ending: str) -> None:
    story = article("Oil & <gas>\x0b rise")
    for path in (f"/feeds/{ending}", f"/feeds/section/commodities.{ending}"):
        told = feedparser.parse(client.get(path).content)
        assert not told.bozo
        assert told.entries[0].id.endswith(f"article/{story.pk}")


def test_the_json_feed_and_the_sitemaps(client: Client) -> None:
    story = article()
    assert client.get("/feeds/feed.json").json()["items"][0]["title"] == "Oil rises"
    for path in ("/sitemap.xml", "/sitemap-news.xml"):
        answer = client.get(path)
        ElementTree.fromstring(answer.content)  # noqa: S314  (our own)
        assert story.url in answer.content.decode()
        assert "feeds" in answer["Surrogate-Key"]


def test_corrections_are_public(client: Client) -> None:
    actions.correct_article(article(), text="Ten ships, not eleven.")
    assert "Ten ships, not eleven." in client.get("/corrections/").content.decode()


def test_search_finds_words_and_phrases() -> None:
    story = article("Harbour strike", text="Grain ships wait.")
    article("Other", text="Ships of grain.")
    assert [found.pk for found in queries.search_articles('"grain ships"').articles] == [story.pk]
    assert len(queries.search_articles("ships grain").articles) == 2
    assert queries.search_articles("nothing").articles == []


@pytest.mark.parametrize(
    "q", ['"(((', "a OR b NOT", "NEAR(", "*", "'; DROP TABLE", '""', "a" * 399]
)
def test_hostile_searches_are_answered(q: str) -> None:
    article()
    queries.search_articles(q)


def test_endless_searches_are_refused() -> None:
    with pytest.raises(Refused):
        queries.search_articles("oil " * 5000)


def test_structured_data_cannot_end_its_script() -> None:
    story = article("</script><script>alert(1)</script>")
    page = queries.article_page(story.pk)
    assert page is not None
    assert "<" not in page.structured
    assert json.loads(page.structured)["headline"].startswith("</script>")


def test_a_page_costs_the_same_whatever_it_holds(
    chevron: Instrument, django_assert_num_queries: Any
) -> None:
    small = article("Small")
    large = article("Large", text="Chevron (NYSE:CVX) and Chevron (NYSE:CVX). " * 20)
    for order in range(5):
        Byline.objects.create(article=large, order=order, text=f"Author {order}")
        actions.correct_article(large, text=f"Wrong {order}")
    with django_assert_num_queries(9):
        queries.article_page(small.pk)
    with django_assert_num_queries(10):  # and the quotes
        queries.article_page(large.pk)
    with django_assert_num_queries(1):
        queries.newest()
