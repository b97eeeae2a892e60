"""An editor at the desk: write, preview, publish, schedule."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alley.accounts.models import Reader
from alley.news import actions
from alley.news.models import Article, BreakingAlert, Section, Source, WireItem
from tests.news.stories import article, told

ADD = "wagtailsnippets_news_article:add"
EDIT = "wagtailsnippets_news_article:edit"


@pytest.fixture
def desk(client: Client, ed: Reader) -> Client:
    client.force_login(ed)
    return client


def form(section: Section, **more: Any) -> dict[str, Any]:
    fields = {
        "headline": "Copper slips",
        "section": section.pk,
        "language": "en",
        "discussion": "open",
        "urgency": "5",
        "body-count": "1",
        "body-0-type": "heading",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-value": "What happened",
    }
    for part in ("bylines", "gallery", "package"):
        fields |= {f"{part}-TOTAL_FORMS": "0", f"{part}-INITIAL_FORMS": "0"}
    return fields | more


def test_a_draft_is_written_and_published(desk: Client, commodities: Section) -> None:
    answer = desk.post(reverse(ADD), form(commodities))
    assert answer.status_code == 302, answer.content[:2000]
    story = Article.objects.get()
    assert not story.live
    answer = desk.post(
        reverse(EDIT, args=[story.pk]), form(commodities, **{"action-publish": "yes"})
    )
    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.live
    assert story.slug == "copper-slips"
    assert story.text == "What happened"
    assert story.edited is not None


def test_a_preview_shows_the_readers_page(desk: Client, commodities: Section) -> None:
    story = article("Copper slips")
    address = reverse("wagtailsnippets_news_article:preview_on_edit", args=[story.pk])
    assert desk.post(address, form(commodities, headline="Copper jumps")).json()["is_valid"]
    page = desk.get(address).content.decode()
    assert "<h1>Copper jumps</h1>" in page


def test_a_scheduled_story_waits(desk: Client, commodities: Section) -> None:
    later = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    desk.post(reverse(ADD), form(commodities, go_live_at=later, **{"action-publish": "yes"}))
    assert not Article.objects.get().live


def test_a_wire_story_gets_its_history_from_its_first_opening(
    desk: Client, agency: Source, commodities: Section
) -> None:
    actions.ingest_item(told(), source=agency)
    story = Article.objects.get()
    assert story.latest_revision is None
    assert desk.get(reverse(EDIT, args=[story.pk])).status_code == 200
    desk.post(reverse(EDIT, args=[story.pk]), form(commodities, headline="Edited"))
    story.refresh_from_db()
    assert story.latest_revision is not None
    assert story.headline == "Oil rises as ships wait"


def test_the_list_costs_the_same_however_long(
    desk: Client, commodities: Section, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        article(f"Story {number}")
    with django_assert_max_num_queries(25):
        assert desk.get(reverse("wagtailsnippets_news_article:list")).status_code == 200


def test_withdrawing_and_breaking_from_the_desk(desk: Client) -> None:
    story = article()
    desk.post(reverse("news_break", args=[story.pk]))
    assert BreakingAlert.objects.get().article == story
    desk.post(reverse("news_withdraw", args=[story.pk]), {"notice": "Wrong."})
    story.refresh_from_db()
    assert story.notice == "Wrong."


def test_a_reader_has_no_business_here(client: Client, ada: Reader) -> None:
    client.force_login(ada)
    story = article()
    assert client.post(reverse("news_break", args=[story.pk])).status_code in {302, 403}
    assert not BreakingAlert.objects.exists()


@pytest.fixture
def waiting(agency: Source, commodities: Section) -> WireItem:
    """An editor changed the story, then the wire sent a newer version."""
    actions.ingest_item(told(version=1), source=agency)
    Article.objects.update(edited=timezone.now(), headline="Oil rises, says our desk")
    actions.ingest_item(told(version=2, headline="Oil rises further"), source=agency)
    return WireItem.objects.get()


def test_a_waiting_update_is_shown_word_by_word(desk: Client, waiting: WireItem) -> None:
    assert "Oil rises, says our desk" in desk.get(reverse("news_updates")).content.decode()
    page = desk.get(reverse("news_update", args=[waiting.pk])).content.decode()
    assert "<del>rises,</del><ins>rises</ins>" in page
    assert "further</ins>" in page


def test_an_update_is_taken_and_ours_stays_in_the_history(desk: Client, waiting: WireItem) -> None:
    desk.post(reverse("news_update", args=[waiting.pk]), {"decision": "take"})
    story = Article.objects.get()
    assert (story.headline, story.live) == ("Oil rises further", True)
    kept = [revision.content["headline"] for revision in story.revisions.order_by("id")]
    assert kept == ["Oil rises, says our desk", "Oil rises further"]
    assert "No update waits." in desk.get(reverse("news_updates")).content.decode()


def test_an_update_set_aside_changes_nothing_and_the_next_asks_again(
    desk: Client, waiting: WireItem
) -> None:
    desk.post(reverse("news_update", args=[waiting.pk]), {"decision": "aside"})
    assert Article.objects.get().headline == "Oil rises, says our desk"
    actions.ingest_item(told(version=3, headline="Oil at 83"), source=waiting.source)
    assert "Oil at 83" in desk.get(reverse("news_updates")).content.decode()


def test_an_update_is_decided_once(desk: Client, waiting: WireItem) -> None:
    address = reverse("news_update", args=[waiting.pk])
    desk.post(address, {"decision": "aside"})
    told_so = desk.post(address, {"decision": "take"}, follow=True).content.decode()
    assert "No update of this story waits any more." in told_so
    assert Article.objects.get().headline == "Oil rises, says our desk"
