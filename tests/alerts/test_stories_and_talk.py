"""News and replies: told once, only to those who may hear, only when it can be read."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alley.accounts.actions import block_reader
from alley.accounts.models import Notification, Reader
from alley.alerts import actions, trying
from alley.alerts.actions import Wish
from alley.alerts.engine import Engine
from alley.alerts.models import Alert, Firing, StoryHeard
from alley.discussion.actions import post_comment
from alley.markets.models import Instrument
from alley.news.actions import publish_article
from alley.news.models import Article, ArticleInstrument, Section
from tests.discussion.conftest import nobody_is_new

__all__ = ["nobody_is_new"]


@pytest.fixture
def commodities(db: None) -> Section:
    return Section.objects.get_or_create(slug="commodities", defaults={"name": "Commodities"})[0]


def story(section: Section, headline: str, **more: object) -> Article:
    article = Article(headline=headline, section=section, **more)
    article.save()
    return publish_article(article)


def waits(owner: Reader, mode: str = "every", **params: str) -> Alert:
    return actions.create_alert(owner=owner, wish=Wish("story", params, mode=mode))


def titles(alert: Alert) -> list[str]:
    return list(Firing.objects.filter(alert=alert).order_by("pk").values_list("title", flat=True))


def test_a_story_fires_by_instrument_section_and_word(
    ada: Reader, engine: Engine, brent: Instrument, commodities: Section
) -> None:
    by_word = waits(ada, keyword="Kazakhstan")
    by_section = waits(ada, section="commodities")
    by_instrument = waits(ada, symbol="COMDTY:BRENT")
    in_headline = waits(ada, keyword="oil", salience="headline")
    elsewhere = waits(ada, keyword="uranium")
    article = story(commodities, "Oil rises on unrest in Kazakhstan")
    ArticleInstrument.objects.create(article=article, instrument=brent, text="Brent")
    engine.turn()

    assert titles(by_word) == titles(by_section) == titles(in_headline) == [article.headline]
    assert titles(by_instrument) == [article.headline]
    assert titles(elsewhere) == []
    firing = Firing.objects.filter(alert=by_word).get()
    assert (firing.url, firing.proof["story"]) == (article.url, article.headline)
    for alert in (by_word, by_section, by_instrument, in_headline, elsewhere):
        assert [one.title for one in trying.backtest(alert).firings] == titles(alert)


def test_one_story_told_twice_or_changed_is_one_firing(
    ada: Reader, engine: Engine, commodities: Section
) -> None:
    mine = waits(ada, keyword="uranium")
    first = story(commodities, "Uranium doubles")
    engine.turn()
    publish_article(first)
    story(commodities, "Uranium has doubled", same_as=first)
    engine.turn()
    assert titles(mine) == ["Uranium doubles"]

    story(commodities, "Uranium falls again")
    engine.turn()
    assert titles(mine) == ["Uranium doubles", "Uranium falls again"]
    assert trying.backtest(mine).count == 2


def test_a_word_is_a_whole_word(ada: Reader, engine: Engine, commodities: Section) -> None:
    mine = waits(ada, keyword="rate")
    story(commodities, "Corporate profits")
    story(commodities, "A RATE is cut")
    engine.turn()

    assert titles(mine) == ["A RATE is cut"]
    assert [one.title for one in trying.backtest(mine).firings] == titles(mine)
    assert not StoryHeard.objects.exists()


def test_a_reply_and_a_mention_are_told_once(
    ada: Reader, bo: Reader, cy: Reader, commodities: Section
) -> None:
    article = story(commodities, "Oil rises")
    first = post_comment(author=ada, kind="article", key=str(article.pk), body="Above eighty now.")
    reply = post_comment(
        author=bo,
        kind="article",
        key=str(article.pk),
        body="I agree, and @cy said so last week already.",
        parent=first.pk,
    )

    told = {
        firing.alert.owner.username: (firing.title, firing.url) for firing in Firing.objects.all()
    }
    url = f"/comments/{reply.pk}/"
    assert told == {"ada": ("Bo replied to you", url), "cy": ("Bo mentioned you", url)}
    assert Notification.objects.filter(reader=ada, kind="alert").count() == 1

    actions.fire_talk(comment_id=reply.pk, parent_author_id=ada.pk)  # it came back
    assert Firing.objects.count() == 2


def test_own_words_and_blocked_readers_are_not_told(
    ada: Reader, bo: Reader, commodities: Section
) -> None:
    article = story(commodities, "Oil rises")
    key = str(article.pk)
    first = post_comment(author=ada, kind="article", key=key, body="Above eighty now.")
    later = timezone.now() + timedelta(minutes=5)
    post_comment(
        author=ada, kind="article", key=key, body="I meant Brent.", parent=first.pk, now=later
    )
    block_reader(blocker=ada, blocked=bo)
    post_comment(author=bo, kind="article", key=key, body="Hello @ada, are you there today?")

    assert not Firing.objects.exists()


def test_who_wants_no_replies_gets_none(ada: Reader, bo: Reader, commodities: Section) -> None:
    actions.save_preferences(ada, {"channels": {"reply": []}})
    article = story(commodities, "Oil rises")
    key = str(article.pk)
    first = post_comment(author=ada, kind="article", key=key, body="Above eighty now.")
    post_comment(author=bo, kind="article", key=key, body="Yes it is above.", parent=first.pk)

    assert not Firing.objects.exists()


def test_trying_looks_at_the_last_year_in_as_many_queries_however_many_stories(
    ada: Reader, brent: Instrument, commodities: Section, django_assert_num_queries: Any
) -> None:
    mine = waits(ada, symbol=brent.symbol, salience="headline")
    for day in (0, 1, 2, 400):
        article = story(commodities, f"Brent on day {day}")
        ArticleInstrument.objects.create(article=article, instrument=brent, text="Brent")
        Article.objects.filter(pk=article.pk).update(published=timezone.now() - timedelta(days=day))

    with django_assert_num_queries(3):
        found = trying.backtest(mine).firings
    assert [one.title for one in found] == [f"Brent on day {day}" for day in (2, 1, 0)]
