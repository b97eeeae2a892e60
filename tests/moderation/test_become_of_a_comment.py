"""What becomes of a comment that is held, reported or hidden, and of everybody concerned.

With the real discussion, so that what a decision says is also what readers see.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.moderation import actions
from alley.moderation.models import Case, Decision, Statement
from alley.refusals import Refused
from tests.moderation.spoken import HELD, Say, case_of, hidden_by_reports, in_force, say, told

__all__ = ["say"]  # a fixture
pytestmark = pytest.mark.usefixtures("oil")


def test_a_clean_comment_is_published_and_nobody_is_told(ada: Reader, say: Say) -> None:
    comment = say(ada)

    assert comment.status == "published"
    assert not Case.objects.exists()
    assert not Statement.objects.exists()


def test_a_held_comment_that_is_approved_is_shown_and_its_author_told(
    ada: Reader, mo: Reader, say: Say
) -> None:
    comment = say(ada, HELD)
    assert comment.status == "pending"

    actions.decide(case=case_of(comment), moderator=mo, action="approve", version=1)

    comment.refresh_from_db()
    assert comment.status == "published"
    assert told(ada, "approved") == 1
    assert not Statement.objects.exists()


def test_what_is_held_too_long_is_not_published_but_its_author_is_told_why(
    ada: Reader, mo: Reader, say: Say
) -> None:
    comment = say(ada, HELD)

    actions.lapse(timezone.now() + timedelta(hours=73))
    actions.lapse(timezone.now() + timedelta(hours=146))

    comment.refresh_from_db()
    assert comment.status == "pending"
    statement = Statement.objects.get(reader=ada)
    assert (statement.restriction, statement.automated_decision) == ("held", True)
    case = case_of(comment)
    assert case.is_open
    actions.decide(case=case, moderator=mo, action="approve", version=case.version)
    assert in_force(ada) == []


def test_a_report_below_the_threshold_changes_nothing_for_the_author(
    ada: Reader, bo: Reader, say: Say
) -> None:
    comment = say(ada)

    talk.report_comment(reporter=bo, comment=comment, reason="spam")

    comment.refresh_from_db()
    assert comment.status == "published"
    assert not Notification.objects.filter(reader=ada).exists()


def test_hidden_by_reports_is_told_and_lapses_with_the_case_left_open(
    ada: Reader, bo: Reader, cy: Reader, mo: Reader, say: Say
) -> None:
    dan = Reader.objects.create_user("dan", "dan@example.org", "x")
    comment = say(dan)
    case = hidden_by_reports(comment, [ada, bo, cy])
    comment.refresh_from_db()
    assert (comment.status, in_force(dan)) == ("hidden", ["hidden"])

    actions.lapse(timezone.now() + timedelta(hours=71))
    comment.refresh_from_db()
    assert comment.status == "hidden"
    actions.lapse(timezone.now() + timedelta(hours=73))

    comment.refresh_from_db()
    case.refresh_from_db()
    assert (comment.status, case.state, in_force(dan)) == ("published", "open", [])
    assert told(dan, "statement_withdrawn") == 1


def test_a_removal_takes_the_place_of_a_hiding_so_one_statement_stands(
    ada: Reader, bo: Reader, cy: Reader, mo: Reader, say: Say
) -> None:
    dan = Reader.objects.create_user("dan", "dan@example.org", "x")
    case = hidden_by_reports(say(dan), [ada, bo, cy])

    actions.decide(
        case=case, moderator=mo, action="reject", guideline="no_promotion", version=case.version
    )

    assert in_force(dan) == ["removed"]
    assert {told(each, "report_decided") for each in (ada, bo, cy)} == {1}


def test_a_ban_with_purge_takes_everything_and_its_undo_gives_everything_back(
    ada: Reader, bo: Reader, mo: Reader, say: Say
) -> None:
    shown, waits = say(ada), say(ada, HELD)
    reported = say(ada)
    talk.report_comment(reporter=bo, comment=reported, reason="offensive")
    case = case_of(reported)
    before = list(Comment.objects.order_by("pk").values_list("pk", "status"))

    made = actions.decide(
        case=case,
        moderator=mo,
        action="ban",
        guideline="no_abuse",
        version=1,
        remove_comments=True,
    )
    assert set(Comment.objects.values_list("status", flat=True)) == {"rejected"}
    assert not Case.objects.filter(state="open").exists()
    assert sorted(in_force(ada)) == ["banned", "removed"]

    actions.undo(decision=made, moderator=mo)

    assert list(Comment.objects.order_by("pk").values_list("pk", "status")) == before
    assert set(Case.objects.filter(state="open").values_list("subject_key", flat=True)) == {
        str(waits.pk),
        str(reported.pk),
    }
    ada.refresh_from_db()
    assert (ada.is_active, in_force(ada)) == (True, [])
    shown.thread.refresh_from_db()
    assert shown.thread.comment_count == 2


def test_a_suspension_that_ends_in_the_past_is_refused(ada: Reader, mo: Reader, say: Say) -> None:
    with pytest.raises(Refused) as refused:
        actions.decide(
            case=case_of(say(ada, HELD)),
            moderator=mo,
            action="suspend",
            guideline="on_topic",
            version=1,
            until=timezone.now() - timedelta(hours=1),
        )

    assert refused.value.refusal.code == "until_past"
    assert not Decision.objects.exists()
