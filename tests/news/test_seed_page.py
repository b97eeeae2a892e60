"""The page the project began with, and one of our own that looks like it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from alley.markets.models import Instrument
from alley.news import actions, queries
from alley.news.models import Article, Source
from alley.news.wire import page
from alley.news.wire.reader import Reader
from tests.news.conftest import RECORDED

SEED = "seed/000_31f08efdecad758d.txt"
FURNITURE = ("Saved. See", "Investing", "Comment Guidelines", "Jonathan So", "Borat", "https://")


@pytest.fixture
def seed(shared: Path, agency: Source, chevron: Instrument, wire_reader: Reader) -> Article:
    raw = (shared / SEED).read_bytes()
    outcomes = actions.ingest_bytes(raw, source=agency, reader=wire_reader, publish=True)
    assert [outcome.kind for outcome in outcomes] == ["new"]
    return Article.objects.get()


def test_the_seed_page_becomes_one_article(seed: Article) -> None:
    assert seed.headline == (
        "Russia sends troops to put down Kazakhstan uprising as fresh violence erupts"
    )
    assert seed.live
    assert [byline.name for byline in seed.bylines.all()] == ["Olzhas Auyezov"]
    assert (seed.dateline, seed.credit, seed.section.name) == ("ALMATY", "Reuters", "Commodities")
    assert seed.text.startswith("Fresh violence erupted in Kazakhstan's main city")
    assert seed.text.endswith('"Looters came in last night, smashing car windows near us."')
    assert not [words for words in FURNITURE if words in seed.text]


def test_it_was_first_published_before_its_first_comment(seed: Article) -> None:
    assert seed.updated == datetime(2022, 1, 7, 2, 27, tzinfo=UTC)
    assert seed.first_published == datetime(2022, 1, 6, 14, 16, tzinfo=UTC)


def test_caption_and_credit_stand_apart(seed: Article) -> None:
    picture = seed.gallery.get()
    assert picture.caption.startswith("A police barricade is seen near the mayor's office")
    assert picture.caption.endswith("January 5, 2022.")
    assert picture.credit == "REUTERS/Stringer"


def test_crossheads_are_headings_and_the_package_has_three_lines(seed: Article) -> None:
    assert "<h2>ATTACK ON OUR CITIZENS</h2>" in seed.html
    assert "<h2>LOOTERS CAME IN</h2>" in seed.html
    assert [item.headline for item in seed.package.all()] == [
        "What's going on in Kazakhstan?",
        "Bitcoin power slumps as crackdown hits crypto",
        "U.S. questions Russia-led peacekeepers",
    ]


def test_chevron_is_linked_where_it_stands(seed: Article) -> None:
    mentions = seed.instruments.filter(instrument__symbol="XNYS:CVX").order_by("start")
    assert [seed.text[m.start : m.end] for m in mentions] == [m.text for m in mentions]
    assert "NYSE:CVX" in mentions[len(mentions) - 1].text
    page = queries.article_page(seed.pk)
    assert page is not None
    assert '<a class="instrument-link" href="/markets/XNYS:CVX/"' in page.html


def test_bare_addresses_stand_behind_the_words_before_them(seed: Article) -> None:
    assert ">bitcoin mining</a> in one of" in seed.html
    assert ">President Kassym-Jomart Tokayev</a>, said" in seed.html


def test_a_page_of_our_own_reads_the_same(agency: Source, wire_reader: Reader) -> None:
    raw = (RECORDED / "page.txt").read_bytes()
    told = actions.ingest_bytes(raw, source=agency, reader=wire_reader)
    assert [outcome.kind for outcome in told] == ["new"], told
    story = Article.objects.get()
    assert story.headline == "Harbour strike halts grain ships as talks stall"
    assert [byline.name for byline in story.bylines.all()] == ["Anna Lind", "Per Holm"]
    assert (story.dateline, story.credit) == ("GOTHENBURG", "Northwire")
    assert story.section.slug == "commodities"
    assert story.first_published == datetime(2023, 3, 2, 9, 5, tzinfo=UTC)
    assert story.updated == datetime(2023, 3, 2, 18, 40, tzinfo=UTC)
    assert [item.headline for item in story.package.all()] == ["Why the cranes stand still"]
    assert "<h2>NO END IN SIGHT</h2>" in story.html
    assert "Loved this" not in story.text


def test_a_stamp_is_read_in_the_zone_of_its_source() -> None:
    raw = (RECORDED / "page.txt").read_bytes()
    story = page.read(raw, zone="Europe/Stockholm", address="")[0]
    assert story.updated == datetime(2023, 3, 2, 17, 40, tzinfo=UTC)
