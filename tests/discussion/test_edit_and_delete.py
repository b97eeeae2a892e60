from datetime import timedelta

import pytest

from alley.accounts.models import Reader
from alley.discussion import actions, queries
from alley.discussion.models import Comment, Thread
from alley.refusals import Refused
from tests.discussion.conftest import Say

MENDED = "Brent stands at eighty one dollars, I misread it."


def test_an_edit_is_a_new_revision_and_the_old_one_is_kept(ada: Reader, say: Say) -> None:
    comment = say(ada)

    actions.edit_comment(
        author=ada, comment=comment, body=MENDED, now=comment.posted + timedelta(minutes=9)
    )

    comment.refresh_from_db()
    assert (comment.body, comment.revision, comment.status) == (MENDED, 2, "published")
    assert comment.edited is not None
    assert comment.revisions.count() == 2


@pytest.mark.parametrize(
    ("minutes", "answered", "who", "code"),
    [(11, False, "ada", "too_late"), (1, True, "ada", "answered"), (1, False, "bo", "not_yours")],
)
def test_when_it_can_no_longer_be_edited(
    ada: Reader, bo: Reader, say: Say, minutes: int, answered: bool, who: str, code: str
) -> None:
    comment = say(ada)
    if answered:
        say(bo, parent=comment)

    with pytest.raises(Refused) as refused:
        actions.edit_comment(
            author={"ada": ada, "bo": bo}[who],
            comment=comment,
            body=MENDED,
            now=comment.posted + timedelta(minutes=minutes),
        )

    assert refused.value.refusal.code == code


def test_an_edit_from_an_old_page_is_refused(ada: Reader, say: Say) -> None:
    comment = say(ada)
    soon = comment.posted + timedelta(minutes=1)
    actions.edit_comment(author=ada, comment=comment, body=MENDED, version=1, now=soon)

    with pytest.raises(Refused, match="another page"):
        actions.edit_comment(author=ada, comment=comment, body="Other.", version=1, now=soon)


def test_without_replies_a_deleted_comment_leaves_nothing(ada: Reader, say: Say) -> None:
    comment = say(ada)

    actions.delete_comment(author=ada, comment=comment)
    actions.delete_comment(author=ada, comment=comment)

    comment.refresh_from_db()
    assert (comment.body, comment.listed) == ("", False)
    assert Thread.objects.get().comment_count == 0
    assert comment.revisions.get().body
    assert queries.discussion_page("story", "1", reader=None).comments == ()


def test_with_replies_it_leaves_a_tombstone_until_the_last_reply_goes(
    ada: Reader, bo: Reader, say: Say
) -> None:
    root = say(ada)
    reply = say(bo, parent=root)
    actions.delete_comment(author=ada, comment=root)

    (shown,) = queries.discussion_page("story", "1", reader=None).comments
    assert shown.is_tombstone
    assert shown.replies[0].name == "Bo"
    actions.delete_comment(author=bo, comment=reply)
    assert queries.discussion_page("story", "1", reader=None).comments == ()
    assert not Comment.objects.listed().exists()


def test_only_the_author_deletes(ada: Reader, bo: Reader, say: Say) -> None:
    with pytest.raises(Refused, match="author"):
        actions.delete_comment(author=bo, comment=say(ada))
