"""What a second delivery of a story does: the machine of versions, corrections and kills."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alley.news import actions, queries
from alley.news.actions import schedule
from alley.news.models import Article, Source, WireItem
from tests.news.stories import told

pytestmark = pytest.mark.django_db


def kind(story: object, source: Source) -> str:
    return actions.ingest_item(story, source=source).kind  # type: ignore[arg-type]


def test_a_story_is_published_once_however_often_it_comes(agency: Source) -> None:
    assert kind(told(), agency) == "new"
    assert kind(told(), agency) == "unchanged"
    assert Article.objects.live_now().count() == 1


def test_a_newer_version_changes_it_and_an_older_one_does_not(agency: Source) -> None:
    kind(told(version=2), agency)
    assert kind(told(version=1, headline="Oil falls"), agency) == "unchanged"
    assert kind(told(version=3, headline="Oil rises further"), agency) == "updated"
    story = Article.objects.get()
    assert (story.headline, story.version) == ("Oil rises further", 2)
    assert story.updated is not None


def test_without_versions_the_content_decides(agency: Source) -> None:
    kind(told(), agency)
    assert kind(told(text="Oil fell after ships sailed."), agency) == "updated"
    assert Article.objects.get().text == "Oil fell after ships sailed."


def test_the_first_publication_stays_what_it_was(agency: Source) -> None:
    kind(told(version=1), agency)
    first = Article.objects.get().first_published
    kind(told(version=2, published=timezone.now()), agency)
    assert Article.objects.get().first_published == first


def test_an_editors_words_are_never_overwritten(agency: Source) -> None:
    kind(told(version=1), agency)
    Article.objects.update(edited=timezone.now(), headline="Oil rises, says our desk")
    assert kind(told(version=2, headline="Oil rises again"), agency) == "pending"
    assert Article.objects.get().headline == "Oil rises, says our desk"
    assert WireItem.objects.get().pending["headline"] == "Oil rises again"


def test_a_correction_is_shown(agency: Source) -> None:
    kind(told(version=1), agency)
    kind(told(version=2, headline="Oil slips", correction="It fell, it did not rise."), agency)
    assert Article.objects.get().corrections.get().text == "It fell, it did not rise."


def test_a_kill_is_for_good(agency: Source) -> None:
    kind(told(version=1), agency)
    assert kind(told(version=2, status="withdrawn"), agency) == "withdrawn"
    assert kind(told(version=3, headline="Oil rises after all"), agency) == "unchanged"
    story = Article.objects.get()
    assert not story.live
    assert story.withdrawn is not None
    assert queries.newest().articles == []


def test_a_kill_reaches_what_an_editor_has_touched(agency: Source) -> None:
    kind(told(version=1), agency)
    Article.objects.update(edited=timezone.now())
    assert kind(told(version=2, status="withdrawn"), agency) == "withdrawn"


def test_an_embargo_holds_until_its_moment(agency: Source) -> None:
    until = timezone.now() + timedelta(hours=1)
    kind(told(embargo=until), agency)
    assert not Article.objects.get().live
    schedule.publish_due(until - timedelta(seconds=1))
    assert not Article.objects.get().live
    Article.objects.update(embargo=timezone.now())
    schedule.publish_due(until)
    assert Article.objects.get().live


def test_a_story_without_a_headline_waits_for_an_editor(agency: Source) -> None:
    kind(told(untitled=True), agency)
    assert not Article.objects.get().live


def test_a_source_that_may_not_publish_makes_drafts(agency: Source) -> None:
    actions.ingest_item(told(), source=agency, publish=False)
    assert not Article.objects.get().live


def test_a_flash_breaks(agency: Source) -> None:
    kind(told(urgency=1), agency)
    assert [alert.text for alert in queries.breaking_now()] == ["Oil rises as ships wait"]


LONG = " ".join(f"word{number}" for number in range(120))


def test_one_story_from_two_sources_is_listed_once(agency: Source, other_agency: Source) -> None:
    kind(told("a", text=LONG), agency)
    kind(told("b", text=f"{LONG} and a last line"), other_agency)
    assert len(queries.newest().articles) == 1
    lead, repeated = Article.objects.order_by("id")
    assert repeated.same_as == lead
    assert kind(told("c", text=" ".join(reversed(LONG.split()))), other_agency) == "new"
    assert len(queries.newest().articles) == 2


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["usable", "withdrawn"])), max_size=8))
def test_whatever_the_order_the_newest_version_stands(
    agency: Source, deliveries: list[tuple[int, str]]
) -> None:
    Article.objects.all().delete()
    WireItem.objects.all().delete()
    standing, killed = 0, False
    for version, status in deliveries:
        kind(told(version=version, headline=f"Version {version}", status=status), agency)
        killing = status == "withdrawn"
        if not killed and (version > standing or (killing and version == standing)):
            standing, killed = version, killing
    article = Article.objects.first()
    assert (article is not None) == bool(deliveries)
    if article and not killed:
        assert article.headline == f"Version {standing}"
    if article:
        assert article.live != killed
