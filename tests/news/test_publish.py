"""Publishing, correcting, withdrawing and breaking, and what follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alley.live.models import Event
from alley.news import actions, queries
from alley.news.actions import schedule
from alley.news.models import Article
from alley.refusals import Refused
from tests.news.stories import article

pytestmark = pytest.mark.django_db


def purged() -> set[str]:
    return {key for event in Event.objects.filter(topic="purge") for key in event.payload["keys"]}


def test_a_publication_drops_every_page_that_shows_it() -> None:
    story = article()
    assert {f"article:{story.pk}", "front", "section:commodities", "feeds"} <= purged()
    assert story.slug == "oil-rises"
    assert story.url == f"/news/commodities/oil-rises-{story.pk}/"


def test_a_withdrawn_story_leaves_the_lists_and_keeps_its_notice() -> None:
    story = article()
    actions.withdraw_article(story, notice="It was not true.")
    page = queries.article_page(story.pk)
    assert page is not None
    assert page.article.notice == "It was not true."
    assert queries.newest().articles == []
    assert queries.search_articles("oil").articles == []
    with pytest.raises(Refused, match="withdrawn"):
        actions.publish_article(story)


def test_a_correction_stands_on_its_page() -> None:
    story = article()
    actions.correct_article(story, text="Ten ships, not eleven.")
    assert [correction.text for correction in queries.corrections()] == ["Ten ships, not eleven."]
    assert Article.objects.get().updated is not None


def test_breaking_news_tells_open_pages_and_ends() -> None:
    alert = actions.break_news(article=article(), lasts=timedelta(minutes=1))
    told = Event.objects.filter(topic="breaking").last().payload
    assert (told["text"], told["level"]) == ("Oil rises", "Breaking")  # as the page itself says it
    assert told["expires"] == alert.ends.isoformat()  # a page that hears of no end ends it itself
    schedule.end_due(timezone.now() + timedelta(minutes=2))
    assert Event.objects.filter(topic="breaking").last().payload == {
        "type": "breaking.ended",
        "id": alert.pk,
    }
    assert queries.breaking_now() == []


def test_breaking_news_does_not_stay_for_days() -> None:
    with pytest.raises(Refused):
        actions.break_news(text="Oil!", lasts=timedelta(days=1))


def test_one_failing_story_does_not_stop_the_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    for headline in ("First", "Broken", "Last"):
        article(headline, live=False, go_live_at=now)
    whole = schedule.publish_article

    def broken(story: Article) -> Article:
        if story.headline == "Broken":
            raise ValueError("bad receiver")
        return whole(story)

    monkeypatch.setattr(schedule, "publish_article", broken)
    assert schedule.publish_due(now) == 2
    live = Article.objects.live_now().values_list("headline", flat=True)
    assert set(live) == {"First", "Last"}
