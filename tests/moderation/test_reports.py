"""Reports: once each, weighed, provisional, and never a weapon."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import actions, queries
from alley.moderation.models import Case, Report, Sanction, Statement
from alley.refusals import Refused

Reporting = Callable[..., Report]


@pytest.fixture
def strangers(ada: Reader, bo: Reader, cy: Reader) -> list[Reader]:
    """Three readers who registered far apart."""
    made = []
    for days, reader in enumerate((ada, bo, cy)):
        reader.date_joined = timezone.now() - timedelta(days=10 + 5 * days)
        reader.save()
        made.append(reader)
    return made


@pytest.fixture
def dan(db: None) -> Reader:
    return Reader.objects.create_user("dan", "dan@example.org", "alley-demo")


def test_a_reader_reports_a_comment_once(ada: Reader, bo: Reader, reported: Reporting) -> None:
    reported(bo, ada)

    with pytest.raises(Refused) as refused:
        reported(bo, ada)

    assert refused.value.refusal.code == "already_reported"


def test_three_strangers_hide_a_comment_until_it_lapses(
    strangers: list[Reader], dan: Reader, reported: Reporting
) -> None:
    for reader in strangers:
        reported(reader, dan)
    case = Case.objects.get()
    assert case.hidden
    assert Statement.objects.get(reader=dan).restriction == "hidden"

    assert actions.lapse(timezone.now() + timedelta(hours=73)) == 1

    case.refresh_from_db()
    assert (case.hidden, case.state) == (False, "open")
    assert Statement.objects.get(reader=dan).withdrawn is not None


def test_accounts_made_together_count_as_one(
    ada: Reader, bo: Reader, cy: Reader, dan: Reader, reported: Reporting
) -> None:
    for reader in (ada, bo, cy):
        reported(reader, dan)

    assert not Case.objects.get().hidden


def test_comments_lost_to_reports_suspend_until_a_review(
    strangers: list[Reader], dan: Reader, mo: Reader, reported: Reporting
) -> None:
    for key in ("1", "2", "3"):
        for reader in strangers:
            reported(reader, dan, key)

    suspension = Sanction.objects.get(reader=dan)
    refusal = queries.may_speak(dan, timezone.now())
    assert refusal is not None
    assert "other readers reported your comments. A moderator will review" in refusal.detail
    review = Case.objects.get(kind="suspension_review")
    actions.decide(case=review, moderator=mo, action="approve", version=review.version)
    suspension.refresh_from_db()
    assert suspension.lifted is not None
    assert queries.may_speak(dan, timezone.now()) is None
