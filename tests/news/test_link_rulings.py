"""An editor says what words mean, and the newsroom remembers it for that source."""

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.markets.actions import import_starter_set
from alley.news import actions
from alley.news.actions import links
from alley.news.models import Article, LinkRuling, Source
from alley.refusals import Refused
from tests.news.stories import article, told

TEXT = "Chevron and the Tengiz operator agreed, Boeing said."


@pytest.fixture
def story(db: None, agency: Source) -> Article:
    import_starter_set()
    return article("Agreed", text=TEXT, source=agency)


def linked(story: Article) -> list[tuple[str, str]]:
    return list(story.instruments.values_list("text", "instrument__symbol"))


def test_a_link_is_removed_and_stays_removed(story: Article, ed: Reader) -> None:
    links.rule_on_words(story, "Boeing", "", by=ed)
    assert linked(story) == [("Chevron", "XNYS:CVX")]
    actions.publish_article(story)

    assert linked(story) == [("Chevron", "XNYS:CVX")]


def test_a_link_is_pointed_elsewhere(story: Article, ed: Reader) -> None:
    links.rule_on_words(story, "Chevron", "NYSE:XOM", by=ed)

    assert ("Chevron", "XNYS:XOM") in linked(story)


def test_words_are_added_and_found_in_the_sources_next_story(
    story: Article, agency: Source, other_agency: Source, ed: Reader
) -> None:
    links.rule_on_words(story, "the Tengiz operator", "XNYS:CVX", by=ed)
    same = article("Next", text="They said the Tengiz operator was calm.", source=agency)
    other = article("Other", text="They said the Tengiz operator was calm.", source=other_agency)

    assert linked(same) == [("the Tengiz operator", "XNYS:CVX")]
    assert linked(other) == []


def test_the_wire_keeps_to_it(story: Article, agency: Source, ed: Reader) -> None:
    links.rule_on_words(story, "Boeing", "", by=ed)
    actions.ingest_stories([told("wired", text="Boeing said so.")], source=agency)

    assert linked(Article.objects.latest("pk")) == []


def test_a_ruling_can_be_forgotten(story: Article, ed: Reader) -> None:
    ruling = links.rule_on_words(story, "Boeing", "", by=ed)
    links.forget_ruling(story, ruling.pk)

    assert ("Boeing", "XNYS:BA") in linked(story)


@pytest.mark.parametrize(
    ("words", "symbol", "code"),
    [("Not there", "", "no_such_words"), ("Boeing", "XNYS:NOSUCH", "not_found")],
)
def test_what_cannot_be_is_refused(
    story: Article, ed: Reader, words: str, symbol: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        links.rule_on_words(story, words, symbol, by=ed)

    assert refused.value.refusal.code == code
    assert not LinkRuling.objects.exists()


def test_the_desk_shows_why_and_takes_corrections(
    story: Article, ed: Reader, client: Client
) -> None:
    client.force_login(ed)
    address = f"/desk/newsroom/articles/{story.pk}/instruments/"
    assert "Chevron Corporation (XNYS:CVX)" in client.get(address).content.decode()
    client.post(address, {"words": "Boeing", "symbol": ""})

    assert linked(story) == [("Chevron", "XNYS:CVX")]
    assert "means no instrument" in client.get(address).content.decode()


def test_what_a_story_is_about_weighs_more(story: Article) -> None:
    weights = dict(story.instruments.values_list("instrument__symbol", "salience"))

    assert all(0 < weight <= 1 for weight in weights.values())
    assert weights["XNYS:CVX"] >= weights["XNYS:BA"]
