"""Likes from one place, or in a rush of new accounts: kept and shown, but they move nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion import actions, queries
from alley.discussion.models import Comment, Vote
from alley.discussion.queries.moderated import in_place
from alley.moderation.actions import leave_trace
from alley.moderation.actions.returning import Seen
from alley.moderation.brigades import Idle, Near, idle
from alley.moderation.models import LogEntry
from alley.moderation.policy import Likes
from tests.discussion.conftest import Say

LIMITS = Likes()
OLD = timedelta(days=400)


@pytest.mark.parametrize(
    ("near", "why"),
    [
        (Near(), None),
        (Near(device=1), Idle.DEVICE),
        (Near(network=2), None),
        (Near(network=3), Idle.NETWORK),
        (Near(rush=9), None),
        (Near(rush=10), Idle.RUSH),
        (Near(device=0, network=2, rush=9), None),
    ],
)
def test_the_first_few_move_a_comment(near: Near, why: Idle | None) -> None:
    assert idle(near, LIMITS) is why


def crowd(many: int, *, age: timedelta = OLD, address: str = "", device: str = "") -> list[Reader]:
    """Accounts that were used from one network, or with one device."""
    joined = timezone.now() - age
    made = [Reader.objects.create_user(f"crowd{n}x", date_joined=joined) for n in range(many)]
    for reader in made:
        leave_trace(reader=reader, seen=Seen(device, address))
    return made


def liked(comment: Comment, readers: list[Reader]) -> Comment:
    for reader in readers:
        actions.vote(reader=reader, comment=comment)
    comment.refresh_from_db()
    return comment


def top() -> list[int]:
    return [
        each.id for each in queries.discussion_page("story", "1", reader=None, order="top").comments
    ]


def test_a_hundred_accounts_of_one_network_neither_raise_nor_bury_a_comment(
    ada: Reader, bo: Reader, cy: Reader, mo: Reader, say: Say
) -> None:
    honest, pushed = say(ada), say(bo)
    Comment.objects.filter(pk=pushed.pk).update(posted=honest.posted)
    people = [
        Reader.objects.create_user(f"one{n}y", date_joined=timezone.now() - OLD) for n in range(4)
    ]
    liked(honest, [*people, cy, mo])

    pushed = liked(pushed, crowd(100, age=timedelta(days=3), address="2001:db8:1:2::7"))

    assert top()[0] == honest.pk
    assert (pushed.likes, pushed.idle_likes) == (100, 97)  # raw and kept
    assert Vote.objects.filter(comment=pushed).count() == 100
    shown = queries.view_for(None, pushed.pk)
    assert shown.likes == 100
    assert actions.recount(pushed.thread) == 0


def test_the_desk_and_the_log_say_why(ada: Reader, say: Say) -> None:
    comment = liked(say(ada), crowd(15, address="2001:db8:1:2::7"))

    place = in_place(str(comment.pk))
    assert place is not None
    assert place.idle_likes == (("by one network", 12),)
    entry = LogEntry.objects.get(action="likes_set_aside")
    assert (entry.subject_key, entry.facts) == (str(comment.pk), {"likes": 13, "idle": 10})


def test_one_device_moves_a_comment_once(ada: Reader, say: Say) -> None:
    assert liked(say(ada), crowd(4, device="laptop")).idle_likes == 3


def test_an_office_of_old_accounts_may_agree_in_the_course_of_a_day(ada: Reader, say: Say) -> None:
    comment = liked(say(ada), (office := crowd(6, address="198.51.100.4"))[:3])
    Vote.objects.update(created=timezone.now() - timedelta(hours=2))

    assert liked(comment, office[3:]).idle_likes == 0


def test_new_accounts_from_everywhere_in_one_hour_are_a_rush(ada: Reader, say: Say) -> None:
    comment = liked(say(ada), crowd(14, age=timedelta(days=2)))

    assert (comment.likes, comment.idle_likes) == (14, 4)
    assert set(Vote.objects.exclude(idle="").values_list("idle", flat=True)) == {"rush"}


def test_readers_who_are_not_new_are_no_rush(ada: Reader, say: Say) -> None:
    assert liked(say(ada), crowd(14)).idle_likes == 0


def test_where_a_like_is_taken_back_the_next_of_its_kind_moves_the_comment(
    ada: Reader, say: Say
) -> None:
    comment = liked(say(ada), (laptop := crowd(3, device="laptop")))

    actions.unvote(reader=laptop[0], comment=comment)
    actions.unvote(reader=laptop[0], comment=comment)

    comment.refresh_from_db()
    assert (comment.likes, comment.idle_likes) == (2, 1)
    assert actions.recount(comment.thread) == 0


def test_nobody_is_told_apart_by_the_answer(ada: Reader, say: Say) -> None:
    """A like that moves nothing is answered like any other."""
    comment = say(ada)
    first, second = crowd(2, device="laptop")
    answers = []
    for reader in (first, second):
        client = Client()
        client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
        answers.append(client.put(f"/api/v1/comments/{comment.pk}/vote").json())
    assert answers == [{"likes": 1, "liked_by_me": True}, {"likes": 2, "liked_by_me": True}]
