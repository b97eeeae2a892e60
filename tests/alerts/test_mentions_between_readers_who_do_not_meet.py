"""Who is named or answered is told once; between readers who do not meet nothing is told."""

from datetime import timedelta

import pytest
from django.test import Client

from alley.accounts.actions import block_reader
from alley.accounts.models import Notification, Reader
from alley.accounts.queries import notifications_for, unread
from alley.alerts.models import Alert, Firing
from alley.alerts.queries import firings_of
from alley.discussion import actions
from alley.discussion.models import Comment
from tests.discussion.conftest import START, Say, nobody_is_new, oil, say

__all__ = ["nobody_is_new", "oil", "say"]


def told(reader: Reader) -> list[str]:
    return list(Notification.objects.filter(reader=reader).values_list("title", flat=True))


def test_who_is_named_is_told_whatever_the_case(ada: Reader, bo: Reader, say: Say) -> None:
    say(ada, "I think @Bo has the figures for Brent, and @bo knows it.")

    assert told(bo) == ["Ada mentioned you"]
    assert Notification.objects.get(reader=bo).by == ada


def test_the_words_are_not_kept_for_they_may_be_taken_back(
    ada: Reader, bo: Reader, client: Client, say: Say
) -> None:
    comment = say(ada, "I think @bo has the figures for Brent.")
    actions.delete_comment(author=ada, comment=comment)
    client.force_login(bo)

    for page in ("/alerts/firings/", "/api/v1/alerts/firings", "/notifications/"):
        assert "figures for Brent" not in client.get(page).content.decode()


def test_nobody_is_told_again_when_a_comment_comes_back(ada: Reader, bo: Reader) -> None:
    comment = actions.post_comment(author=ada, kind="story", key="3", body="Does @bo know more?")
    assert told(bo) == []
    for outcome in ("approve", "hide", "approve"):
        actions.settle_decision(comment_id=comment.pk, revision=1, outcome=outcome)

    assert len(told(bo)) == 1


def test_a_list_of_names_calls_ten_at_most(ada: Reader, say: Say) -> None:
    for number in range(15):
        Reader.objects.create_user(f"reader{number}0x")

    say(ada, "Look: " + " ".join(f"@reader{number}0x" for number in range(15)))

    assert Notification.objects.count() == 10


def edited(comment: Comment, body: str) -> None:
    actions.edit_comment(
        author=comment.author, comment=comment, body=body, now=comment.posted + timedelta(minutes=1)
    )


def test_who_is_named_by_an_edit_is_told_once(
    ada: Reader, bo: Reader, cy: Reader, say: Say
) -> None:
    comment = say(ada, "I think @bo has the figures for Brent.")

    edited(comment, "I think @bo has the figures for Brent, or @cy has.")
    edited(comment, "I think @cy has the figures for Brent, or @bo has.")

    assert told(bo) == told(cy) == ["Ada mentioned you"]


def test_who_was_told_of_a_reply_is_not_told_again_when_an_edit_names_them(
    ada: Reader, bo: Reader, say: Say
) -> None:
    reply = say(bo, "I agree with that, Brent is dear.", parent=say(ada))

    edited(reply, "I agree with @ada, Brent is dear.")

    assert told(ada) == ["Bo replied to you"]


def test_an_edit_names_nobody_the_author_does_not_meet(ada: Reader, bo: Reader, say: Say) -> None:
    comment = say(ada, "I think somebody has the figures for Brent.")
    block_reader(blocker=bo, blocked=ada)

    edited(comment, "I think @bo has the figures for Brent.")

    assert told(bo) == []


def test_an_edit_that_is_held_tells_nobody_until_it_is_approved(ada: Reader, bo: Reader) -> None:
    comment = actions.post_comment(author=ada, kind="story", key="3", body="Who knows more?")
    edited(comment, "Does @bo know more?")
    assert told(bo) == []

    actions.settle_decision(comment_id=comment.pk, revision=2, outcome="approve")

    assert told(bo) == ["Ada mentioned you"]


def test_no_row_of_edits_calls_more_than_ten(ada: Reader, say: Say) -> None:
    for number in range(15):
        Reader.objects.create_user(f"reader{number}0x")
    comment = say(ada, "Look: " + " ".join(f"@reader{number}0x" for number in range(6)))

    edited(comment, "Look: " + " ".join(f"@reader{number}0x" for number in range(6, 15)))

    assert Notification.objects.count() == 10


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_after_a_block_nothing_of_it_is_shown(
    ada: Reader, bo: Reader, client: Client, say: Say, who: str
) -> None:
    say(ada, "I think @bo has the figures for Brent.")
    pair = {"ada": (ada, bo), "bo": (bo, ada)}[who]
    block_reader(blocker=pair[0], blocked=pair[1])
    client.force_login(bo)

    assert not notifications_for(bo).exists()
    assert unread(bo) == 0
    assert Firing.objects.exists()
    for page in ("/alerts/firings/", "/api/v1/alerts/firings", "/alerts/", "/alerts/deliveries/"):
        assert "Ada" not in client.get(page).content.decode()
    say(ada, "And @bo will not hear this.")
    assert len(told(bo)) == 1


def test_other_firings_stay_for_a_reader_with_blocks(ada: Reader, bo: Reader, cy: Reader) -> None:
    alert = Alert.objects.create(owner=bo, kind=Alert.Kind.REPLY)
    Firing.objects.create(alert=alert, arming=1, version=1, at=START, title="Brent", proof={})
    block_reader(blocker=ada, blocked=bo)

    assert firings_of(bo).count() == 1
