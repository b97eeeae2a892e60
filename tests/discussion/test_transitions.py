"""Each row of the table of a comment's states: what it becomes, what is counted, and who hears."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from alley.accounts.models import Notification, Reader
from alley.discussion import actions, queries
from alley.discussion.models import Comment, Thread
from alley.live.models import Event
from alley.moderation.actions import decide, undo
from alley.moderation.models import Case
from alley.refusals import Refused
from tests.discussion.conftest import Say

Status = Comment.Status
GUIDELINE = "standard_writing"


@dataclass
class Desk:
    """What a moderator, reporters and the author do to one comment."""

    comment: Comment
    author: Reader
    moderator: Reader

    def case(self) -> Case:
        return Case.objects.get(subject_key=str(self.comment.pk), state=Case.State.OPEN)

    def decides(self, action: str) -> None:
        case = self.case()
        last = decide(
            case=case,
            moderator=self.moderator,
            action=action,
            version=case.version,
            guideline=GUIDELINE,
            note="Seen.",
        )
        self.last = last

    def takes_back(self) -> None:
        undo(decision=self.last, moderator=self.moderator)

    def edits(self) -> None:
        actions.edit_comment(
            author=self.author,
            comment=self.comment,
            body="Brent stands at ninety, I misread it before.",
            now=self.comment.posted + timedelta(minutes=1),
        )

    def deletes(self) -> None:
        actions.delete_comment(author=self.author, comment=self.comment)

    def settles(self, outcome: str) -> None:
        self.comment.refresh_from_db()
        actions.settle_decision(
            comment_id=self.comment.pk, revision=self.comment.revision, outcome=outcome
        )


@pytest.fixture
def at_the_desk(ada: Reader, mo: Reader) -> Callable[[str], Desk]:
    def start(begins: str) -> Desk:
        key = "3" if begins == Status.PENDING else "1"
        comment = actions.post_comment(
            author=ada, kind="story", key=key, body="Brent stands at eighty dollars this morning."
        )
        desk = Desk(comment, ada, mo)
        if begins not in {Status.PENDING, Status.PUBLISHED}:
            desk.settles({"hidden": "hide", "rejected": "reject"}[begins])
        assert Comment.objects.get().status == begins
        return desk

    return start


# begins, what happens, ends, published comments, what open pages of the thread hear last
ROWS: list[tuple[str, list[Callable[[Desk], None]], str, int, str | None]] = [
    ("published", [], "published", 1, "comment.published"),
    ("pending", [], "pending", 0, None),
    ("pending", [lambda d: d.decides("approve")], "published", 1, "comment.published"),
    ("pending", [lambda d: d.decides("reject")], "rejected", 0, None),
    ("pending", [lambda d: d.decides("reject"), Desk.takes_back], "pending", 0, None),
    (
        "pending",
        [lambda d: d.decides("approve"), Desk.takes_back],
        "pending",
        0,
        "comment.removed",
    ),
    ("published", [lambda d: d.settles("hide")], "hidden", 0, "comment.removed"),
    ("hidden", [lambda d: d.settles("approve")], "published", 1, "comment.published"),
    ("hidden", [Desk.edits], "pending", 0, "comment.removed"),
    ("pending", [Desk.edits], "pending", 0, None),
    ("published", [Desk.edits], "published", 1, "comment.changed"),
    ("published", [lambda d: d.settles("reject")], "rejected", 0, "comment.removed"),
    ("rejected", [lambda d: d.settles("approve")], "published", 1, "comment.published"),
    ("published", [Desk.deletes], "deleted", 0, "comment.removed"),
    ("pending", [Desk.deletes], "deleted", 0, None),
    ("hidden", [Desk.deletes], "deleted", 0, "comment.removed"),
    ("published", [Desk.deletes, lambda d: d.settles("approve")], "deleted", 0, "comment.removed"),
]


@pytest.mark.parametrize(("begins", "happens", "ends", "count", "heard"), ROWS)
def test_each_row(
    at_the_desk: Callable[[str], Desk],
    begins: str,
    happens: list[Callable[[Desk], None]],
    ends: str,
    count: int,
    heard: str | None,
) -> None:
    desk = at_the_desk(begins)
    for step in happens:
        step(desk)

    comment, thread = Comment.objects.get(), Thread.objects.get()
    assert comment.status == ends
    assert thread.comment_count == count
    assert actions.recount(thread) == 0
    public = queries.discussion_page("story", thread.key, reader=None)
    assert len(public.comments) == public.count == count
    told = Event.objects.filter(topic=thread.topic).order_by("id").last()
    assert (told.payload["type"] if told else None) == heard


@pytest.mark.parametrize("begins", ["pending", "hidden", "rejected"])
def test_its_author_always_sees_where_it_stands_and_nobody_else_does(
    at_the_desk: Callable[[str], Desk], ada: Reader, bo: Reader, begins: str
) -> None:
    desk = at_the_desk(begins)
    key = desk.comment.thread.key

    mine = queries.discussion_page("story", key, reader=ada)
    assert [each.status for each in mine.unseen] == [begins]
    assert queries.discussion_page("story", key, reader=bo).unseen == ()
    with pytest.raises(Refused, match="no such comment"):
        queries.view_for(bo, desk.comment.pk)


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_the_author_is_told_what_was_decided(
    at_the_desk: Callable[[str], Desk], ada: Reader, action: str
) -> None:
    desk = at_the_desk("pending")
    desk.decides(action)

    assert Notification.objects.filter(reader=ada).exists()


def test_a_decision_on_an_earlier_text_does_nothing(
    at_the_desk: Callable[[str], Desk], ada: Reader
) -> None:
    desk = at_the_desk("pending")
    seen = desk.comment.revision
    desk.edits()

    actions.settle_decision(comment_id=desk.comment.pk, revision=seen, outcome="approve")

    assert Comment.objects.get().status == "pending"


def test_what_a_banned_reader_said_goes_and_the_replies_stay(
    ada: Reader, bo: Reader, say: Say
) -> None:
    root = say(ada)
    say(bo, parent=root)
    say(ada)

    actions.remove_comments_of(reader_id=ada.pk)

    thread = Thread.objects.get()
    (shown,) = queries.discussion_page("story", "1", reader=None).comments
    assert shown.is_tombstone
    assert thread.comment_count == 1
    assert actions.recount(thread) == 0
