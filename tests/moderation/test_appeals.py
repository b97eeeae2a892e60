"""Appeals of authors and reporters: by somebody else, restored in full, told to all."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion import actions as talk
from alley.moderation import actions
from alley.moderation.models import Appeal, Report, Sanction, Statement
from alley.refusals import Refused
from tests.moderation.spoken import HELD, Say, case_of, in_force, say, told

__all__ = ["say"]  # a fixture
pytestmark = pytest.mark.usefixtures("oil")


def test_a_dismissed_report_is_told_and_may_be_appealed_to_somebody_else(
    ada: Reader, bo: Reader, mo: Reader, mia: Reader, say: Say
) -> None:
    comment = say(ada)
    talk.report_comment(reporter=bo, comment=comment, reason="spam")
    actions.decide(case=case_of(comment), moderator=mo, action="approve", version=1)
    assert told(bo, "report_decided") == 1
    report = Report.objects.get()

    appeal = actions.appeal_report(report=report, reader=bo, text="It sells a letter.")
    with pytest.raises(Refused) as refused:
        actions.decide(case=appeal.case, moderator=mo, action="reject", version=1)
    assert refused.value.refusal.code == "heard_by_another"
    heard = actions.decide(case=appeal.case, moderator=mia, action="approve", version=1)

    comment.refresh_from_db()
    report.refresh_from_db()
    assert (comment.status, report.outcome) == ("rejected", "upheld")
    assert in_force(ada) == ["removed"]
    assert told(bo, "appeal_heard") == 1

    actions.undo(decision=heard, moderator=mia)
    comment.refresh_from_db()
    report.refresh_from_db()
    assert (comment.status, report.outcome, in_force(ada)) == ("published", "dismissed", [])


def test_only_a_dismissed_report_can_be_appealed_and_only_by_its_reporter(
    ada: Reader, bo: Reader, cy: Reader, say: Say
) -> None:
    talk.report_comment(reporter=bo, comment=say(ada), reason="spam")
    report = Report.objects.get()

    for reader, code in ((cy, "not_found"), (bo, "not_dismissed")):
        with pytest.raises(Refused) as refused:
            actions.appeal_report(report=report, reader=reader)
        assert refused.value.refusal.code == code


def test_an_upheld_appeal_restores_the_comment_and_marks_the_statement(
    ada: Reader, mo: Reader, mia: Reader, say: Say
) -> None:
    comment = say(ada, HELD)
    made = actions.decide(
        case=case_of(comment), moderator=mo, action="reject", guideline="on_topic", version=1
    )
    appeal = actions.appeal(statement=Statement.objects.get(), reader=ada, text="It is.")

    actions.decide(case=appeal.case, moderator=mia, action="approve", version=1, note="It is.")

    comment.refresh_from_db()
    made.refresh_from_db()
    assert (comment.status, in_force(ada)) == ("published", [])
    assert made.undone_by == mia


def test_the_database_refuses_that_somebody_hears_an_appeal_against_themselves(
    ada: Reader, mo: Reader, say: Say
) -> None:
    actions.decide(
        case=case_of(say(ada, HELD)), moderator=mo, action="reject", guideline="on_topic", version=1
    )
    appeal = actions.appeal(statement=Statement.objects.get(), reader=ada)

    match = "an_appeal_is_heard_by_somebody_else"
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(
            heard_by=mo, heard=timezone.now(), outcome="denied"
        )


def test_whose_decision_was_overturned_cannot_undo_that(
    ada: Reader, mo: Reader, mia: Reader, say: Say
) -> None:
    actions.decide(
        case=case_of(say(ada, HELD)), moderator=mo, action="reject", guideline="on_topic", version=1
    )
    appeal = actions.appeal(statement=Statement.objects.get(), reader=ada)
    heard = actions.decide(case=appeal.case, moderator=mia, action="approve", version=1)

    with pytest.raises(Refused) as refused:
        actions.undo(decision=heard, moderator=mo)

    assert refused.value.refusal.code == "heard_by_another"


def test_nobody_decides_about_or_undoes_what_was_decided_about_themselves(
    mo: Reader, mia: Reader, say: Say
) -> None:
    case = case_of(say(mo, HELD))
    with pytest.raises(Refused) as refused:
        actions.decide(case=case, moderator=mo, action="approve", version=1)
    assert refused.value.refusal.code == "own_case"
    made = actions.decide(
        case=case, moderator=mia, action="reject", guideline="on_topic", version=1
    )
    with pytest.raises(Refused) as refused:
        actions.undo(decision=made, moderator=mo)
    assert refused.value.refusal.code == "own_case"


def test_an_appeal_is_upheld_or_denied_and_nothing_else(
    ada: Reader, mo: Reader, mia: Reader, say: Say
) -> None:
    actions.decide(
        case=case_of(say(ada, HELD)), moderator=mo, action="reject", guideline="on_topic", version=1
    )
    appeal = actions.appeal(statement=Statement.objects.get(), reader=ada)

    with pytest.raises(Refused) as refused:
        actions.decide(
            case=appeal.case, moderator=mia, action="ban", guideline="no_abuse", version=1
        )

    assert refused.value.refusal.code == "action_unknown"
    assert not Sanction.objects.exists()
