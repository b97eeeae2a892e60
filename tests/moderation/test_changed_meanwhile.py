"""What its author edits or deletes while it is being moderated."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion import actions as talk
from alley.moderation import actions
from alley.moderation.models import Statement
from alley.refusals import Refused
from tests.moderation.spoken import HELD, Say, case_of, hidden_by_reports, in_force, say, told

__all__ = ["say"]  # a fixture
pytestmark = pytest.mark.usefixtures("oil")


def test_an_edit_of_what_reports_have_hidden_waits_and_no_clock_publishes_it(
    ada: Reader, bo: Reader, cy: Reader, say: Say
) -> None:
    dan = Reader.objects.create_user("dan", "dan@example.org", "x")
    comment = say(dan)
    hidden_by_reports(comment, [ada, bo, cy])

    talk.edit_comment(author=dan, comment=comment, body="Brent stands at 61 dollars, they say.")
    actions.lapse(timezone.now() + timedelta(hours=100))

    comment.refresh_from_db()
    assert comment.status == "pending"
    assert in_force(dan) == ["held"]


def test_a_decision_about_a_text_that_was_edited_meanwhile_shows_both_texts(
    ada: Reader, bo: Reader, mo: Reader, say: Say
) -> None:
    comment = say(ada, "Brent stands at 60 dollars.")
    talk.report_comment(reporter=bo, comment=comment, reason="spam")
    seen = case_of(comment)
    talk.edit_comment(author=ada, comment=comment, body="Brent stands at 61 dollars.")

    with pytest.raises(Refused) as refused:
        actions.decide(
            case=seen, moderator=mo, action="reject", guideline="on_topic", version=seen.version
        )

    more = refused.value.refusal.more
    assert refused.value.refusal.status == 409
    assert (more["was"], more["text"]) == (
        "Brent stands at 60 dollars.",
        "Brent stands at 61 dollars.",
    )
    comment.refresh_from_db()
    assert comment.status == "published"
    assert not Statement.objects.exists()


def test_an_approval_cannot_be_undone_once_the_text_is_another(
    ada: Reader, mo: Reader, say: Say
) -> None:
    comment = say(ada, HELD)
    made = actions.decide(case=case_of(comment), moderator=mo, action="approve", version=1)
    comment.refresh_from_db()
    talk.edit_comment(author=ada, comment=comment, body="Brent stands at 61 dollars.")

    with pytest.raises(Refused) as refused:
        actions.undo(decision=made, moderator=mo)

    assert refused.value.refusal.code == "changed"


def test_an_author_who_deletes_leaves_nothing_to_decide_and_reporters_are_told(
    ada: Reader, bo: Reader, mo: Reader, say: Say
) -> None:
    comment = say(ada)
    talk.report_comment(reporter=bo, comment=comment, reason="spam")
    seen = case_of(comment)

    talk.delete_comment(author=ada, comment=comment)

    assert told(bo, "report_decided") == 1
    with pytest.raises(Refused) as refused:
        actions.decide(
            case=seen, moderator=mo, action="reject", guideline="on_topic", version=seen.version
        )
    assert "has removed it" in refused.value.refusal.detail


def test_undoing_a_decision_about_what_its_author_has_deleted_since_opens_nothing(
    ada: Reader, mo: Reader, say: Say
) -> None:
    comment = say(ada, HELD)
    made = actions.decide(
        case=case_of(comment), moderator=mo, action="reject", guideline="on_topic", version=1
    )
    talk.delete_comment(author=ada, comment=comment)

    case = actions.undo(decision=made, moderator=mo)

    assert case.state == "closed"
    assert in_force(ada) == []
