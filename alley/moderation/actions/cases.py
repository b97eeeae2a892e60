"""Cases: opened for what is held, reported, under review or appealed; claimed; closed as moot."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.moderation import policy as policies
from alley.moderation.actions import log
from alley.moderation.models import Case, Report
from alley.moderation.models.case import priority_of
from alley.moderation.verdicts import Verdict
from alley.refusals import Refusal, Refused


@transaction.atomic
def open_case(
    *,
    kind: str,
    subject_kind: str,
    subject_key: str,
    author: Reader,
    revision: int = 1,
    text: str = "",
    title: str = "",
    url: str = "",
    verdict: Verdict | None = None,
    risk: float | None = None,
    due: datetime | None = None,
) -> Case:
    """Put something before the moderators. A subject has one open case: a new revision of it
    renews that case, and whoever was looking at the old one is told when they decide."""
    now = timezone.now()
    risk = risk if risk is not None else _risk(verdict)
    seen: dict[str, Any] = {
        "revision": revision,
        "text": text,
        "title": title[:300],
        "url": url,
        "verdict": verdict.as_dict() if verdict else {},
    }
    case = _open_about(subject_kind, subject_key)
    if case is None:
        case = Case.objects.create(
            kind=kind,
            subject_kind=subject_kind,
            subject_key=subject_key,
            author=author,
            risk=risk,
            priority=priority_of(risk, now),
            opened=now,
            due=due,
            **seen,
        )
        log.append(now, None, "opened", subject_kind, subject_key, case=case.pk, kind=kind)
        return case
    return _renewed(case, kind, risk, seen)


@transaction.atomic
def claim(*, case: Case, moderator: Reader) -> Case:
    """Say that one is looking at it, for five minutes. Raises Refused `claimed` with the name."""
    check(moderator, May.MODERATE)
    now = timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    holder = case.claimed_by
    if holder and holder != moderator and case.claimed_until and case.claimed_until > now:
        words = f"{holder.shown_name} is looking at this case."
        raise Refused(
            Refusal("claimed", words, 409, case.claimed_until - now, {"by": holder.username})
        )
    case.claimed_by = moderator
    case.claimed_until = now + policies.current().decisions.claim
    case.save(update_fields=["claimed_by", "claimed_until"])
    return case


@transaction.atomic
def close_subject(subject_kind: str, subject_key: str) -> None:
    """Its author removed it: nothing is left to decide."""
    case = _open_about(subject_kind, subject_key)
    if case is None:
        return
    now = timezone.now()
    case.state = Case.State.CLOSED
    case.version += 1
    case.due = None
    case.save(update_fields=["state", "version", "due"])
    case.reports.filter(outcome=Report.Outcome.OPEN).update(outcome=Report.Outcome.MOOT)
    log.append(now, None, "closed", subject_kind, subject_key, case=case.pk)


def _open_about(subject_kind: str, subject_key: str) -> Case | None:
    return (
        Case.objects.select_for_update()
        .filter(subject_kind=subject_kind, subject_key=subject_key, state=Case.State.OPEN)
        .first()
    )


def _renewed(case: Case, kind: str, risk: float, seen: dict[str, Any]) -> Case:
    for name, value in seen.items():
        setattr(case, name, value)
    case.kind = kind if kind == Case.Kind.HELD else case.kind
    case.risk = max(case.risk, risk)
    case.priority = priority_of(case.risk, case.opened)
    case.version += 1
    case.claimed_by = case.claimed_until = None  # a claim is on what was seen
    case.save()
    return case


def _risk(verdict: Verdict | None) -> float:
    if verdict is None:
        return 0.5
    return max((finding.score for finding in verdict.reasons), default=0.1)
