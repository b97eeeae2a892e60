"""The limits a site starts with, each with the value it is meant to have; docs/moderator/states.md
says where ours differ from what other sites use, and why."""

from datetime import UTC, datetime, timedelta

import pytest

from alley.accounts.models import Reader
from alley.discussion import rules as talk
from alley.moderation import actions
from alley.moderation import policy as policies
from alley.moderation.actions.reports import report
from alley.moderation.context import Context
from alley.moderation.models import Case, Report, Statement
from alley.moderation.rules import weight_of
from alley.moderation.screening import screen
from alley.refusals import Refused
from tests.moderation.spoken import Say, say

__all__ = ["say"]  # a fixture
pytestmark = pytest.mark.usefixtures("oil")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEFAULTS = [
    ("limits.comment_length", 1_000),
    ("limits.comment_code_points", 4_000),
    ("limits.comment_wait", MINUTE),
    ("limits.edit_window", 10 * MINUTE),
    ("limits.duplicate_window", 24 * HOUR),
    ("limits.block_cooldown", 48 * HOUR),
    ("limits.new_reader_comments", 2),
    ("limits.reports_a_day", 20),
    ("reports.hide_readers", 3),
    ("reports.hide_weight", 3.0),
    ("reports.related_within", 24 * HOUR),
    ("reports.review_within", 72 * HOUR),
    ("sanctions.upheld_reports", 3),
    ("sanctions.upheld_within", 7 * DAY),
    ("sanctions.ladder", (3 * DAY, 7 * DAY, 30 * DAY)),
    ("sanctions.ban_remembered", 180 * DAY),
    ("decisions.claim", 5 * MINUTE),
    ("decisions.undo", 10 * MINUTE),
    ("decisions.appeal_within", 184 * DAY),
    ("decisions.appeal_length", 2_000),
    ("pre_moderation", "new"),
]


@pytest.mark.parametrize(("name", "value"), DEFAULTS)
def test_the_shipped_policy_has_the_value_it_is_meant_to_have(name: str, value: object) -> None:
    found: object = policies.shipped()
    for part in name.split("."):
        found = getattr(found, part)
    assert found == value


@pytest.mark.parametrize(
    ("waited", "left"), [(timedelta(0), 60), (timedelta(seconds=59), 1), (MINUTE, None)]
)
def test_the_wait_between_comments_says_what_is_left(waited: timedelta, left: int | None) -> None:
    last = datetime(2026, 3, 2, tzinfo=UTC)
    refusal = talk.too_soon(last, last + waited, policies.shipped().limits.comment_wait)
    assert (refusal.more["seconds"] if refusal else None) == left


@pytest.mark.parametrize(("rejected", "held"), [(0, False), (1, False), (2, True), (5, True)])
def test_who_was_turned_away_twice_in_a_week_is_read_first(
    db: None, rejected: int, held: bool
) -> None:
    context = Context(author_id=1, author_published=2, author_rejected=rejected)
    verdict = screen("Brent stands at 61 dollars, they say.", context)
    assert any(found.signal == "reputation" for found in verdict.reasons) is held


def test_a_comment_is_reported_once_and_for_good(ada: Reader, bo: Reader, say: Say) -> None:
    comment = say(ada)
    told = {"reporter": bo, "subject_kind": "comment", "subject_key": str(comment.pk)}
    told |= {"revision": 1, "author": ada, "text": "x", "title": "", "url": "", "reason": "spam"}
    report(**told)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        report(**told)  # type: ignore[arg-type]
    assert refused.value.refusal.code == "already_reported"


def test_a_note_of_a_report_has_500_letters_at_most(ada: Reader, bo: Reader, say: Say) -> None:
    comment = say(ada)
    report(
        reporter=bo, subject_kind="comment", subject_key=str(comment.pk), revision=1, author=ada,
        text="x", title="", url="", reason="other", note="a" * 600,
    )  # fmt: skip
    assert len(Report.objects.get().note) == 500


def test_twenty_reports_a_day_and_no_more(ada: Reader, bo: Reader, db: None) -> None:
    told = {"reporter": bo, "author": ada, "text": "x", "title": "", "url": "", "revision": 1}
    for number in range(20):
        report(**told, subject_kind="comment", subject_key=str(number), reason="spam")  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        report(**told, subject_kind="comment", subject_key="20", reason="spam")  # type: ignore[arg-type]
    assert refused.value.refusal.code == "too_many_reports"


def test_an_appeal_has_2000_letters_and_184_days(ada: Reader, mo: Reader, say: Say) -> None:
    say(ada, "Ask me about the market on https://example.com/letter today.")
    actions.decide(
        case=Case.objects.get(), moderator=mo, action="reject", guideline="on_topic", version=1
    )
    statement = Statement.objects.get()
    Statement.objects.update(issued=statement.issued - 185 * DAY)
    with pytest.raises(Refused) as refused:
        actions.appeal(statement=statement, reader=ada)
    assert refused.value.refusal.code == "too_late"
    Statement.objects.update(issued=statement.issued - 183 * DAY)

    made = actions.appeal(statement=statement, reader=ada, text="a" * 3_000)

    assert len(made.text) == 2_000


def test_a_reader_who_reports_in_vain_weighs_less_from_five_decided_on() -> None:
    assert [weight_of(0, dismissed) for dismissed in (0, 4, 5)] == [1.0, 1.0, 0.25]
