"""The pages people read: found, whole, and the same for everybody who is not signed in."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from alley.accounts.models import Block, Reader
from alley.discussion.models import Comment, Thread
from alley.news.actions import publish_article, withdraw_article
from alley.news.models import Article, Person, Section, Topic


@pytest.fixture
def oil_rises(db: None) -> Article:
    section, _ = Section.objects.get_or_create(slug="commodities", defaults={"name": "Commodities"})
    article = Article(
        headline="Oil rises as trains stop",
        standfirst="Output at Tengiz was reduced.",
        section=section,
        body=[("paragraph", "<p>Oil prices rose more than 1% on Thursday.</p>")],
        first_published=datetime(2022, 1, 6, 14, tzinfo=UTC),
        published=datetime(2022, 1, 6, 14, tzinfo=UTC),
    )
    article.save()
    publish_article(article=article)
    article.refresh_from_db()
    return article


def test_an_article_has_one_headline_and_its_text(client: Client, oil_rises: Article) -> None:
    page = client.get(oil_rises.url).content.decode()

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Oil rises as trains stop"]
    assert "Oil prices rose more than 1% on Thursday." in page
    assert f'rel="canonical" href="http://127.0.0.1:8000{oil_rises.url}"' in page


def test_structured_data_can_be_read(client: Client, oil_rises: Article) -> None:
    page = client.get(oil_rises.url).content.decode()
    found = [json.loads(text) for text in re.findall(r"ld\+json\">(.*?)</script>", page, re.S)]

    assert [facts["@type"] for facts in found] == ["NewsArticle", "BreadcrumbList"]
    assert found[0]["headline"] == "Oil rises as trains stop"


@pytest.mark.parametrize("wrong", ["/news/commodities/old-name-{}/", "/news/stocks/x-{}/"])
def test_an_old_address_leads_to_the_new_one(
    client: Client, oil_rises: Article, wrong: str
) -> None:
    answer = client.get(wrong.format(oil_rises.pk))

    assert (answer.status_code, answer["Location"]) == (301, oil_rises.url)


def test_a_withdrawn_article_is_gone_and_says_why(
    client: Client, oil_rises: Article, ed: Reader
) -> None:
    withdraw_article(article=oil_rises, notice="The agency took it back.", by=ed)

    answer = client.get(oil_rises.url)

    assert answer.status_code == 410
    assert "The agency took it back." in answer.content.decode()


def test_there_is_no_such_page(client: Client, db: None) -> None:
    answer = client.get("/news/commodities/never-was-999999/")

    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.content.decode()


@pytest.fixture
def every_page(oil_rises: Article) -> list[str]:
    return ["/", "/news/commodities/", oil_rises.url, "/search/?q=oil"]


def test_strangers_all_read_the_same(every_page: list[str]) -> None:
    one, other = Client(), Client(headers={"user-agent": "another", "accept-language": "de"})
    for page in every_page:
        assert one.get(page).content == other.get(page).content, page


def test_no_page_has_inline_code_or_style(client: Client, every_page: list[str]) -> None:
    for page in every_page:
        text = client.get(page).content.decode()
        assert not re.search(r"<script(?![^>]*(?:src=|ld\+json))", text), page
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), page
        assert len(re.findall(r"<h1", text)) == 1, page


def test_a_page_says_which_purge_drops_it(client: Client, oil_rises: Article) -> None:
    answer: Any = client.get(oil_rises.url)

    assert f"article:{oil_rises.pk}" in answer["Surrogate-Key"].split()
    assert "public" in answer["Cache-Control"]


def test_a_signed_in_reader_is_never_cached(
    client: Client, oil_rises: Article, ada: Reader
) -> None:
    client.force_login(ada)

    answer = client.get(oil_rises.url)

    assert answer["Cache-Control"] == "private, no-store"
    assert "Ada" in answer.content.decode()


def test_an_article_costs_a_fixed_number_of_queries(
    client: Client, oil_rises: Article, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        client.get(oil_rises.url)


def test_a_writer_and_a_topic_have_a_page_and_feeds(client: Client, oil_rises: Article) -> None:
    writer = Person.objects.create(slug="maren-okafor", name="Maren Okafor", about="Covers oil.")
    oil_rises.bylines.create(person=writer)
    oil_rises.topics.add(Topic.objects.create(slug="oil", name="Oil"))
    oil_rises.save()

    for path in ("/authors/maren-okafor/", "/topics/oil/"):
        assert oil_rises.headline in client.get(path).content.decode()
    for path in ("/feeds/author/maren-okafor.rss.xml", "/feeds/topic/oil.feed.json"):
        assert oil_rises.headline in client.get(path).content.decode()
    story = client.get(oil_rises.url).content.decode()
    assert 'href="/authors/maren-okafor/"' in story
    assert 'href="/topics/oil/"' in story
    assert client.get("/authors/nobody/").status_code == 404


def test_the_api_counts_the_comments_a_reader_may_see(
    client: Client, ada: Reader, bo: Reader, oil_rises: Article
) -> None:
    key = str(oil_rises.pk)
    thread = Thread.objects.create(kind="article", key=key, comment_count=2)
    for author in (ada, bo):
        Comment.objects.create(thread=thread, author=author, body="Well.", status="published")
    address = f"/api/v1/articles/{key}"

    assert client.get(address).json()["comments"] == {"count": 2, "status": "open"}
    Block.objects.create(blocker=ada, blocked=bo)
    client.force_login(ada)
    assert client.get(address).json()["comments"]["count"] == 1
    assert client.get("/api/v1/articles").json()["items"][0]["comments"]["count"] == 1
