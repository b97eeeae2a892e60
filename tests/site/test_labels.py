"""No price without whose it is, of what kind and from when: on pages, in feeds, in the API."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from alley.markets.demo import load_demo_prices
from alley.markets.models import Bar
from alley.news import actions
from tests.news.stories import article

START = ("/", "/markets/", "/news/commodities/", "/search/?q=brent")
INSIDE = ("/news/", "/markets/", "/readers/", "/authors/", "/topics/", "/corrections/")
FEEDS = ("/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json", "/sitemap.xml")
API = (
    "/api/v1/articles",
    "/api/v1/quotes?symbols=COMDTY:BRENT,XNYS:CVX,FX:EUR-USD",
    "/api/v1/instruments?q=brent",
    "/api/v1/instruments/COMDTY:BRENT",
    "/api/v1/instruments/COMDTY:BRENT/stories",
    "/api/v1/instruments/COMDTY:BRENT/bars?points=5",
)
MOST_PAGES = 14
NUMBER = re.compile(r"(?<![\w.,/:-])[−+]?\d{1,3}(?:,?\d{3})*\.\d{2,}(?![\w:.])")
BLOCKS = {"li", "tr", "figure", "table", "header", "p", "section", "a", "details", "dl"}
PRICED = {"price", "close", "move_percent", "change", "usual_percent"}
WHOSE = {"source", "sources"}
WHAT = {"kind", "quote_kind", "sources"}
WHEN = {"time", "at", "date", "event_time", "day"}
OURS = Path(__file__).parents[2] / "alley"


@pytest.fixture
def told(db: None) -> Client:
    """A story with instruments, prices, their reaction and its checked claims."""
    load_demo_prices()
    when = timezone.datetime.fromisoformat("2022-01-06T14:16:00+00:00")  # type: ignore[attr-defined]
    article(
        "Troops sent",
        text="Chevron (NYSE:CVX) said oil prices rose more than 1% on Thursday.",
        published=when,
        show_claims=True,
    )
    actions.measure_all()
    return Client()


def crawl(client: Client) -> Iterator[tuple[str, Any]]:
    waiting, seen = list(START), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        page = html.fromstring(answer.content.decode())
        yield address, page
        links = [str(link).split("#")[0].split("?")[0] for link in page.xpath("//a/@href")]
        waiting += [link for link in links if link.startswith(INSIDE)]


def is_labelled(node: Any, sources: set[str]) -> bool:
    """Some block around it names a source, and the label a kind and a time with it."""
    while node is not None:
        if node.tag in BLOCKS:
            words = f"{node.text_content()} {' '.join(node.xpath('.//@title | ./@title'))}"
            if any(source in words for source in sources) and re.search(r"\d{4}", words):
                return True
        node = node.getparent()
    return False


def test_every_page_says_whose_prices_it_shows(told: Client) -> None:
    sources = set(Bar.objects.values_list("source", flat=True).distinct())
    bare, pages, found = [], 0, 0
    for address, page in crawl(told):
        pages += 1
        for skipped in page.xpath("//script | //style | //*[contains(@class, 'article-body')]"):
            skipped.drop_tree()
        for node in page.iter():
            for words in (node.text, node.tail if node.getparent() is not None else None):
                if not isinstance(words, str) or not NUMBER.search(words):
                    continue
                found += 1
                holder = node if words is node.text else node.getparent()
                if not is_labelled(holder, sources):
                    bare.append((address, words.strip()[:60]))

    assert pages >= 10
    assert found >= 100
    assert bare == [], bare[:12]


def test_every_answer_of_the_api_says_whose_prices_it_tells(told: Client) -> None:
    stories = told.get("/api/v1/articles").json()["items"]
    addresses = [*API, *(f"/api/v1/articles/{story['id']}/reaction" for story in stories)]
    bare = [
        (address, where)
        for address in addresses
        for where in unlabelled(told.get(address).json(), {}, "")
    ]

    assert bare == [], bare[:12]


def unlabelled(value: Any, around: dict[str, Any], where: str) -> Iterator[str]:
    """Prices whose own object, and those it lies in, lack a source, a kind or a time."""
    if isinstance(value, list):
        for item in value:
            yield from unlabelled(item, around, where)
    if isinstance(value, dict):
        known = {**around, **{key: held for key, held in value.items() if held}}
        for key, held in value.items():
            priced = key in PRICED and isinstance(held, str) and re.search(r"\d", held)
            if priced and not all(known.keys() & wanted for wanted in (WHOSE, WHAT, WHEN)):
                yield f"{where}.{key}"
            yield from unlabelled(held, known, f"{where}.{key}")


@pytest.mark.parametrize("feed", FEEDS)
def test_feeds_carry_words_and_no_quotes(told: Client, feed: str) -> None:
    content = told.get(feed).content.decode()

    assert "quote-chip" not in content
    assert "quote-price" not in content


def test_templates_that_print_a_price_print_its_label() -> None:
    """E-mails and pages alike: a file that shows prices names label, source or badge."""
    price = re.compile(r"\{\{[^}]*\|\s*(?:shown|signed)\b[^}]*\}\}")
    label = re.compile(r"label|source|badge", re.IGNORECASE)
    files = [path for ending in ("html", "txt") for path in OURS.glob(f"*/templates/**/*.{ending}")]
    bare = [
        str(path.relative_to(OURS))
        for path in files
        if price.search(path.read_text()) and not label.search(path.read_text())
    ]

    assert len(files) > 30
    assert bare == [], bare[:12]
