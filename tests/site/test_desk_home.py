"""The first page of the desk shows what waits for whoever opens it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alley.accounts.actions import give_role
from alley.accounts.models import Reader, Role
from alley.moderation.actions import open_case
from alley.news import actions
from alley.news.models import Article, Source
from alley.news.queries import today
from tests.news.stories import article

HOME = "wagtailadmin_home"


def home(client: Client, who: Reader) -> str:
    client.force_login(who)
    answer = client.get(reverse(HOME))
    assert answer.status_code == 200
    return answer.content.decode()


def part(page: str, title: str) -> str:
    """The list under one heading."""
    return page.split(f"<h3>{title}</h3>", 1)[1].split("</ol>", 1)[0]


def test_an_editor_sees_what_is_not_out_what_goes_out_and_what_went_out(
    client: Client, ed: Reader
) -> None:
    draft = article("Copper is begun", live=False)
    draft.save_revision(user=ed)
    planned = article("Zinc tomorrow", live=False)
    planned.go_live_at = timezone.now() + timedelta(days=1)
    planned.save_revision(user=ed).publish(user=ed)
    out = article("Tin is out")
    article("Lead is gone", live=True)
    actions.withdraw_article(Article.objects.get(headline="Lead is gone"), notice="Not so.")

    page = home(client, ed)

    assert "Copper is begun" in part(page, "Not out yet")
    assert "Zinc tomorrow" in part(page, "Going out")
    assert "Zinc tomorrow" not in part(page, "Not out yet")
    assert out.url in part(page, "Out last")
    assert "Lead is gone" not in page


def test_changes_to_what_is_out_wait_as_well(client: Client, ed: Reader) -> None:
    story = article("Tin is out")
    story.headline = "Tin is out again"
    story.save_revision(user=ed)

    assert "changes to what is out" in part(home(client, ed), "Not out yet")


def test_breaking_news_can_be_ended_from_there_and_a_failing_source_is_named(
    client: Client, ed: Reader
) -> None:
    actions.break_news(text="Oil jumps", by=ed)
    Source.objects.create(name="Harbour Wire", failures=3)

    page = home(client, ed)

    assert "Oil jumps" in page
    assert "End it" in page
    assert "Harbour Wire" in page


def test_a_moderator_sees_the_most_pressing_cases_and_no_newsroom(
    client: Client, mo: Reader, ada: Reader
) -> None:
    case = open_case(
        kind="held",
        subject_kind="comment",
        subject_key="1",
        revision=1,
        author=ada,
        text="Buy now, thank me later.",
    )

    page = home(client, mo)

    assert f"case={case.pk}" in part(page, "Most pressing")
    assert "Write a story" not in page


def test_a_tree_of_pages_is_nowhere(client: Client, ed: Reader) -> None:
    page = home(client, give_role(ed, Role.ADMIN))

    for words in ("Search all pages", "locked-pages", '"explorer"'):
        assert words not in page


@pytest.mark.parametrize("many", [1, 12])
def test_it_costs_the_same_however_many_wait(
    client: Client, ed: Reader, many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(many):
        article(f"Draft {number}", live=False).save_revision(user=ed)
    client.force_login(ed)
    with django_assert_max_num_queries(30):
        client.get(reverse(HOME))


def test_so_many_updates_that_nobody_counts_are_not_given_a_number() -> None:
    told = today.Today([], [], [], [], updates=today.MANY + 1, failing=[])
    assert told.updates_told == "More than 100"
