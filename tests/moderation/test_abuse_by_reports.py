"""Reports as a weapon (B2, B3): many fresh accounts are one, five established readers are five."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.moderation import actions, queries, rules
from alley.moderation.actions.returning import Seen
from alley.moderation.models import Case, Sanction, Statement
from tests.moderation.abusers import HOME, Reporting, made

pytestmark = pytest.mark.usefixtures("oil")


def test_b2_report_bombing_by_thirty_fresh_accounts_hides_and_suspends_nobody(
    ada: Reader, reported: Reporting
) -> None:
    for number in range(30):
        for key in ("1", "2", "3"):
            reported(made(f"sock{number}k{key}", days=0.01 * number), ada, key)

    assert Case.objects.count() == 3
    assert not Case.objects.filter(hidden=True).exists()
    assert not Sanction.objects.exists()
    assert not Statement.objects.exists()


def test_b2_sock_puppets_spread_over_weeks_are_one_by_their_device(
    ada: Reader, reported: Reporting
) -> None:
    for number in range(6):
        puppet = made(f"puppet{number}", days=40 * number + 40)
        actions.leave_trace(reader=puppet, seen=HOME)
        reported(puppet, ada)

    assert not Case.objects.get().hidden


def test_b2_old_readers_of_one_campus_are_still_several(ada: Reader, reported: Reporting) -> None:
    for number in range(3):
        student = made(f"student{number}", days=200 + 50 * number)
        actions.leave_trace(reader=student, seen=Seen(f"own-device-{number}", "203.0.113.7"))
        reported(student, ada)

    assert Case.objects.get().hidden


def test_b2_who_reports_in_vain_loses_weight_and_is_told(
    ada: Reader, bo: Reader, mo: Reader, reported: Reporting
) -> None:
    for number in range(6):
        case = reported(bo, ada, str(number)).case
        actions.decide(case=case, moderator=mo, action="approve", version=case.version)

    assert reported(bo, ada, "7").weight == rules.LIGHTEST
    words = Notification.objects.filter(reader=bo, kind="report_decided").latest("pk").body
    assert "6 of 6 were dismissed: they weigh less" in words


def test_b3_five_established_independent_readers_hide_and_then_suspend_with_an_end_and_a_case(
    ada: Reader, reported: Reporting
) -> None:
    readers = [made(f"reader{number}", days=100 + 60 * number) for number in range(5)]
    for key in ("1", "2", "3"):
        for reader in readers:
            reported(reader, ada, key)

    suspension = Sanction.objects.get()
    assert suspension.until is not None
    assert suspension.until <= timezone.now() + timedelta(hours=72)
    assert suspension.review is not None
    assert suspension.review.is_open
    assert Statement.objects.filter(sanction=suspension).count() == 1
    assert queries.may_speak(ada, suspension.until + timedelta(seconds=1)) is None
