from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from alley.accounts.actions import block_reader
from alley.accounts.models import Reader
from alley.discussion import actions, queries, rules
from alley.discussion.models import Comment, CommentRevision, Draft, Thread
from alley.live.models import Event
from alley.moderation.models import Case
from alley.refusals import Refused
from tests.discussion.conftest import START, Say

GOOD = "Brent is above eighty dollars again, and OPEC will not like it."


def refusal_of(**asked: object) -> Refused:
    asked = {"kind": "story", "key": "1", "body": GOOD, **asked}
    with pytest.raises(Refused) as refused:
        actions.post_comment(**asked)  # type: ignore[arg-type]
    return refused.value


def test_a_clean_comment_is_published_counted_and_told(ada: Reader, say: Say) -> None:
    comment = say(ada, GOOD)

    thread = Thread.objects.get()
    assert (comment.status, comment.listed) == ("published", True)
    assert (thread.comment_count, thread.version) == (1, 1)
    assert CommentRevision.objects.get().body == GOOD
    told = {event.topic: event.payload for event in Event.objects.all()}
    assert told["thread:story:1"]["type"] == "comment.published"
    assert told["purge"]["keys"] == ["front", "reader:ada", "thread:story:1"]


def test_nobody_speaks_unsigned(db: None) -> None:
    assert refusal_of(author=AnonymousUser()).refusal.code == "sign_in_required"


def test_one_comment_a_minute_with_the_seconds_left(ada: Reader) -> None:
    post = {"author": ada, "kind": "story", "key": "1"}
    actions.post_comment(**post, body=GOOD, now=START)  # type: ignore[arg-type]

    soon = refusal_of(author=ada, body="And another thing.", now=START + timedelta(seconds=20))

    assert soon.refusal.code == "too_soon"
    assert soon.refusal.more == {"seconds": 40}
    assert soon.refusal.retry_after == timedelta(seconds=40)
    actions.post_comment(**post, body="Later.", now=START + timedelta(seconds=60))  # type: ignore[arg-type]


def test_where_nobody_has_to_wait_no_clock_makes_anybody(ada: Reader) -> None:
    assert rules.too_soon(START + timedelta(seconds=1), START, timedelta()) is None


def test_the_clock_is_the_databases(ada: Reader) -> None:
    actions.post_comment(author=ada, kind="story", key="1", body=GOOD)

    soon = refusal_of(author=ada, body="Again.")

    assert soon.refusal.code == "too_soon"
    assert 50 <= soon.refusal.more["seconds"] <= 60


def test_moderators_need_not_wait(mo: Reader) -> None:
    for body in ("Welcome to the thread.", "Please stay on the subject."):
        actions.post_comment(author=mo, kind="story", key="1", body=body, now=START)

    assert Comment.objects.published().count() == 2


def test_the_same_text_within_a_day_is_refused(ada: Reader, say: Say) -> None:
    first = say(ada, GOOD)

    again = {"author": ada, "body": f"  {GOOD.upper()} "}
    assert refusal_of(**again, now=first.posted + timedelta(hours=23)).refusal.code == "duplicate"
    with pytest.raises(Refused, match=r"(?i)capitals|case") as mend:
        actions.post_comment(**again, kind="story", key="1", now=first.posted + timedelta(hours=25))  # type: ignore[arg-type]
    assert mend.value.refusal.code == "mend"


@pytest.mark.parametrize(("key", "code"), [("2", "closed"), ("404", "not_found"), ("1", None)])
def test_only_open_threads_are_spoken_in(ada: Reader, key: str, code: str | None) -> None:
    if code:
        assert refusal_of(author=ada, key=key).refusal.code == code
    else:
        actions.post_comment(author=ada, kind="story", key=key, body=GOOD)


def test_a_pre_moderated_story_holds_and_opens_a_case(ada: Reader) -> None:
    comment = actions.post_comment(author=ada, kind="story", key="3", body=GOOD)

    case = Case.objects.get()
    assert comment.status == "pending"
    assert (case.subject_kind, case.subject_key) == ("comment", str(comment.pk))
    assert Thread.objects.get().comment_count == 0
    assert not Event.objects.filter(topic__startswith="thread:").exists()


def test_what_screening_refuses_leaves_nothing(ada: Reader) -> None:
    refused = refusal_of(author=ada, body="THIS IS ALL IN CAPITALS AND VERY LOUD INDEED")

    assert (refused.refusal.code, refused.refusal.status) == ("mend", 422)
    assert refused.refusal.more["reasons"][0]["guideline"] == "standard_writing"
    assert not Comment.objects.exists()


def test_too_long_is_refused(ada: Reader) -> None:
    assert refusal_of(author=ada, body="Oil. " * 300).refusal.code == "too_long"
    assert refusal_of(author=ada, body=" \n\u200b ").refusal.code == "empty"


def test_a_reply_is_counted_at_its_parent_and_its_root(ada: Reader, bo: Reader, say: Say) -> None:
    root = say(ada)
    reply = say(bo, parent=root)
    deeper = say(ada, parent=reply)

    root.refresh_from_db()
    reply.refresh_from_db()
    assert (root.reply_count, root.below, reply.reply_count) == (1, 2, 1)
    assert (deeper.depth, deeper.root_id, deeper.place) == (2, root.pk, 2)
    assert Thread.objects.get().comment_count == 3


def test_the_blocked_do_not_reply_to_each_other(ada: Reader, bo: Reader, say: Say) -> None:
    comment = say(ada)
    block_reader(blocker=ada, blocked=bo)

    assert refusal_of(author=bo, parent=comment.pk).refusal.code == "parent_gone"


def test_posting_clears_the_draft(ada: Reader) -> None:
    actions.keep_draft(reader=ada, kind="story", key="1", body="Brent is")

    actions.post_comment(author=ada, kind="story", key="1", body=GOOD)

    assert not Draft.objects.exists()


def test_replies_are_shown_two_levels_deep_and_kept_as_deep_as_they_are(
    ada: Reader, bo: Reader, say: Say
) -> None:
    above = say(ada)
    for depth in range(1, 6):
        above = say((ada, bo)[depth % 2], parent=above)

    (root,) = queries.discussion_page("story", "1", reader=None).comments
    assert (above.depth, len(root.replies)) == (5, 5)
    assert {reply.replies for reply in root.replies} == {()}
    assert [reply.replies_to for reply in root.replies] == ["", "Bo", "Ada", "Bo", "Ada"]
