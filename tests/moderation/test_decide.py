from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.moderation import actions, queries
from alley.moderation.models import Case, Decision, Report, Sanction, Statement
from alley.refusals import Refused


def test_a_rejection_names_a_guideline_and_tells_the_author(
    ada: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    case = held(ada)

    actions.decide(
        case=case, moderator=mo, action="reject", guideline="no_promotion", version=case.version
    )

    statement = Statement.objects.get(reader=ada)
    assert (statement.restriction, statement.guideline) == ("removed", "no_promotion")
    assert statement.automated_decision is False
    assert Notification.objects.filter(reader=ada, kind="statement").count() == 1
    assert "appeal here" in mail.outbox[0].body


def test_a_rejection_without_a_guideline_is_refused(
    ada: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    case = held(ada)

    with pytest.raises(Refused) as refused:
        actions.decide(case=case, moderator=mo, action="reject", version=case.version)

    assert refused.value.refusal.code == "guideline_required"


def test_the_first_of_two_moderators_wins_and_the_second_sees_who_and_what(
    ada: Reader, mo: Reader, mia: Reader, held: Callable[..., Case]
) -> None:
    case = held(ada)
    actions.decide(case=case, moderator=mo, action="approve", version=case.version)

    with pytest.raises(Refused) as refused:
        actions.decide(
            case=case, moderator=mia, action="reject", guideline="on_topic", version=case.version
        )

    refusal = refused.value.refusal
    assert (refusal.status, refusal.more["by"], refusal.more["action"]) == (409, "mo", "approve")
    assert Decision.objects.count() == 1


def test_a_new_revision_makes_the_old_view_of_it_stale(
    ada: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    seen = held(ada)
    actions.open_case(
        kind="held",
        subject_kind="comment",
        subject_key="1",
        revision=2,
        author=ada,
        text="Something else.",
    )

    with pytest.raises(Refused) as refused:
        actions.decide(case=seen, moderator=mo, action="approve", version=seen.version)

    assert refused.value.refusal.code == "changed"


def test_undo_puts_everything_back(
    ada: Reader, bo: Reader, mo: Reader, reported: Callable[..., Report]
) -> None:
    case = reported(bo, ada).case
    decision = actions.decide(
        case=case,
        moderator=mo,
        action="ban",
        guideline="no_abuse",
        version=case.version,
        remove_comments=True,
    )
    ada.refresh_from_db()
    assert not ada.is_active
    assert queries.recognises("ADA+again@example.org")

    case = actions.undo(decision=decision, moderator=mo)

    ada.refresh_from_db()
    assert ada.is_active
    assert case.is_open
    assert not queries.recognises("ada@example.org")
    assert not Sanction.objects.in_force(timezone.now()).exists()
    assert not Statement.objects.filter(withdrawn=None).exists()
    assert Report.objects.get().outcome == "open"
