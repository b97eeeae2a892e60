"""What becomes of a comment, its case and everybody concerned: a line of the table a test.

With the real discussion, so that what a decision says is also what readers see.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alley import subjects
from alley.accounts.models import Notification, Reader
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.moderation import actions
from alley.moderation import policy as policies
from alley.moderation.models import Appeal, Case, Decision, Report, Sanction, Statement
from alley.refusals import Refused
from alley.subjects import Subject

Say = Callable[..., Comment]


@pytest.fixture(autouse=True)
def oil(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story to talk about, and readers that may talk as soon as the clock allows."""
    story = Subject("story", "1", "Oil rises", "/stories/1/", text="Brent crude oil")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    shipped = policies.shipped()
    quick = replace(shipped.limits, comment_wait=timedelta(0))
    monkeypatch.setattr(
        "alley.moderation.policy.force.shipped",
        lambda: replace(shipped, limits=quick, pre_moderation="off"),
    )


@pytest.fixture
def say(db: None) -> Say:
    numbers = iter(range(60, 10_000))

    def speak(author: Reader, body: str = "") -> Comment:
        words = body or f"Brent stands at {next(numbers)} dollars this morning."
        return talk.post_comment(author=author, kind="story", key="1", body=words)

    return speak


def case_of(comment: Comment) -> Case:
    return Case.objects.filter(subject_key=str(comment.pk), subject_kind="comment").latest("pk")


def told(reader: Reader, kind: str) -> int:
    return Notification.objects.filter(reader=reader, kind=kind).count()


def in_force(reader: Reader) -> list[str]:
    standing = Statement.objects.filter(reader=reader, withdrawn=None)
    return list(standing.values_list("restriction", flat=True))


def hidden_by_reports(comment: Comment, readers: list[Reader]) -> Case:
    for days, reader in enumerate(readers):
        Reader.objects.filter(pk=reader.pk).update(
            date_joined=timezone.now() - timedelta(days=100 + 50 * days)
        )
        talk.report_comment(reporter=reader, comment=comment, reason="spam")
    return case_of(comment)


HELD = "Ask me about the market on https://example.com/letter today."


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
