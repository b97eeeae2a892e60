"""@name: who is told, once, and whom the list offers."""

from datetime import timedelta

import pytest
from django.test import Client

from alley.accounts.actions import block_reader
from alley.accounts.models import Notification, Reader
from alley.accounts.queries import notifications_for, unread
from alley.discussion import actions
from alley.discussion.models import ReaderMention
from tests.discussion.conftest import Say

READERS = "/api/v1/threads/story/1/readers"


def told(reader: Reader) -> list[str]:
    return list(Notification.objects.filter(reader=reader).values_list("title", flat=True))


def test_who_is_named_is_told_whatever_the_case(ada: Reader, bo: Reader, say: Say) -> None:
    comment = say(ada, "I think @Bo has the figures for Brent, and @bo knows it.")

    note = Notification.objects.get(reader=bo)
    assert note.title == "Ada mentioned you in “Oil rises”"
    assert (note.url, note.by) == (f"/comments/{comment.pk}/", ada)
    assert note.body == ""  # the words may be taken back; a notification would keep them


def test_an_edit_tells_only_whoever_is_new_in_it(
    ada: Reader, bo: Reader, cy: Reader, say: Say
) -> None:
    comment = say(ada, "What does @bo make of this?")
    actions.edit_comment(
        author=ada,
        comment=comment,
        body="What do @bo and @cy make of this?",
        now=comment.posted + timedelta(minutes=1),
    )

    assert (len(told(bo)), len(told(cy))) == (1, 1)


def test_nobody_is_told_of_what_waits_until_it_is_approved(ada: Reader, bo: Reader) -> None:
    comment = actions.post_comment(author=ada, kind="story", key="3", body="Does @bo know more?")
    assert told(bo) == []

    actions.settle_decision(comment_id=comment.pk, revision=1, outcome="approve")
    actions.settle_decision(comment_id=comment.pk, revision=1, outcome="hide")
    actions.settle_decision(comment_id=comment.pk, revision=1, outcome="approve")

    assert len(told(bo)) == 1


def test_the_blocked_are_not_told_and_it_is_not_said(ada: Reader, bo: Reader, say: Say) -> None:
    block_reader(blocker=bo, blocked=ada)

    comment = say(ada, "I think @bo has the figures for Brent.")

    assert comment.status == "published"
    assert told(bo) == []
    assert not ReaderMention.objects.exists()


def test_an_earlier_notification_is_not_shown_after_a_block(
    ada: Reader, bo: Reader, say: Say
) -> None:
    say(ada, "I think @bo has the figures for Brent.")
    block_reader(blocker=ada, blocked=bo)

    assert not notifications_for(bo).exists()
    assert unread(bo) == 0


def test_a_list_of_names_calls_ten_at_most(ada: Reader, say: Say) -> None:
    for number in range(15):
        Reader.objects.create_user(f"reader{number}0x")

    say(ada, "Look: " + " ".join(f"@reader{number}0x" for number in range(15)))

    assert Notification.objects.count() == 10


def test_those_who_speak_here_are_offered_first(
    ada: Reader, bo: Reader, cy: Reader, client: Client, say: Say
) -> None:
    Reader.objects.create_user("amy")
    say(bo)
    say(cy)
    client.force_login(ada)

    def offered(q: str) -> list[str]:
        return [each["username"] for each in client.get(READERS, {"q": q}).json()["items"]]

    assert offered("") == ["cy", "bo"]
    assert offered("b") == ["bo"]
    assert offered("A") == ["amy"]  # not oneself
    block_reader(blocker=bo, blocked=ada)
    assert offered("b") == []


def test_strangers_learn_no_names(client: Client, db: None) -> None:
    assert client.get(READERS, {"q": "a"}).status_code == 401


def test_offering_costs_the_same_in_a_long_thread(
    ada: Reader, bo: Reader, client: Client, say: Say, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        say(bo)
    client.force_login(ada)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(READERS, {"q": "b"})


@pytest.mark.parametrize("name", ["Ada", "ADA"])
def test_a_name_in_another_case_leads_to_the_reader(ada: Reader, client: Client, name: str) -> None:
    assert client.get(f"/readers/{name}/").status_code == 200
