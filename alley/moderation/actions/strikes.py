"""Enough comments lost to reports suspend their author until a moderator has reviewed it."""

from datetime import datetime

from alley.accounts.models import Reader
from alley.moderation.actions import sanctions
from alley.moderation.models import Case, Decision, Sanction
from alley.moderation.policy import Policy

LOST = (Decision.Action.HIDE, Decision.Action.REJECT)
NOTE = "Several of your comments were reported by other readers and hidden or removed."


def suspend_after_strikes(
    author: Reader, decision: Decision, policy: Policy, now: datetime
) -> Sanction | None:
    """The machine's suspension: provisional, reviewed, and only where none stands."""
    if author.is_moderator or author.is_editor:
        return None
    if Sanction.objects.in_force(now).filter(reader=author).exists():
        return None
    since = now - policy.sanctions.upheld_within
    if last := Sanction.objects.filter(reader=author).order_by("-pk").first():
        since = max(since, last.starts)  # what a sanction was given for does not count again
    lost = Decision.objects.filter(
        case__author=author,
        case__reports__isnull=False,
        action__in=LOST,
        undone=None,
        decided__gt=since,
    )
    subjects = lost.values("case__subject_kind", "case__subject_key").distinct().count()
    if subjects < policy.sanctions.upheld_reports or _under_review(author):
        return None
    return sanctions.suspend(
        reader=author,
        moderator=None,
        guideline=decision.guideline,
        note=NOTE,
        decision=decision,
        now=now,
    )


def _under_review(author: Reader) -> bool:
    return Case.objects.filter(
        subject_kind="reader", subject_key=str(author.pk), state=Case.State.OPEN
    ).exists()
