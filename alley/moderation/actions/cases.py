"""Cases: opened for what is held, reported, under review or appealed; claimed; closed as moot."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.live import bus
from alley.moderation import policy as policies
from alley.moderation.actions import log, statements
from alley.moderation.actions.groups import join_campaign
from alley.moderation.models import Case, Report, Statement
from alley.moderation.models.case import priority_of
from alley.moderation.verdicts import Verdict
from alley.prepared import Blank, insert, prepared
from alley.refusals import Refusal, Refused

PAST = 20  # texts kept of a case that is edited again and again


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
    if due is None and kind == Case.Kind.HELD:
        due = now + policies.current().reports.review_within
    case = _open_about.first(kind=subject_kind, key=subject_key)
    if case is None:
        case = Case(
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
        insert(case)
        if kind == Case.Kind.HELD:
            join_campaign(case, now)
        log.append(now, None, "opened", subject_kind, subject_key, case=case.pk, kind=kind)
        _tell_desk(case, "case.opened")
        return case
    return _renewed(case, kind, risk, seen, now)


@transaction.atomic
def revise_case(
    *, subject_kind: str, subject_key: str, revision: int, text: str, verdict: Verdict
) -> None:
    """The text of an open case is another one now: whoever looks at the old one is told so when
    they decide."""
    case = _open_about.first(kind=subject_kind, key=subject_key)
    if case is None or case.revision >= revision:
        return
    seen: dict[str, Any] = {"revision": revision, "text": text, "verdict": verdict.as_dict()}
    _renewed(case, case.kind, case.risk, seen, timezone.now())


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
    event = {"type": "case.claimed", "case": case.pk, "by": moderator.shown_name}
    bus.publish("desk", {**event, "until": case.claimed_until.isoformat()})
    return case


@transaction.atomic
def release(*, case: Case, moderator: Reader) -> None:
    """No longer looking at it; somebody else's claim is left alone."""
    check(moderator, May.MODERATE)
    mine = Case.objects.filter(pk=case.pk, claimed_by=moderator)
    if mine.update(claimed_by=None, claimed_until=None):
        bus.publish("desk", {"type": "case.released", "case": case.pk})


@transaction.atomic
def close_subject(subject_kind: str, subject_key: str) -> None:
    """Its author removed or mended it: nothing is left to decide, nothing to restrict."""
    case = _open_about.first(kind=subject_kind, key=subject_key)
    if case is None:
        return
    now = timezone.now()
    case.state = Case.State.CLOSED
    case.version += 1
    case.due = None
    case.save(update_fields=["state", "version", "due"])
    for report in case.reports.filter(outcome=Report.Outcome.OPEN).select_related("reporter"):
        report.outcome = Report.Outcome.MOOT
        report.save(update_fields=["outcome"])
        title = "What you reported is gone"
        statements.tell(
            report.reporter, "report_decided", title, "Its author has changed or removed it."
        )
    for statement in Statement.objects.filter(decision__case=case, withdrawn=None):
        statements.withdraw(statement, now, "You have changed or removed it; it has no object now.")
    log.append(now, None, "closed", subject_kind, subject_key, case=case.pk)


@prepared(kind=CharField(), key=CharField())
def _open_about(kind: Blank, key: Blank) -> QuerySet[Case]:
    about = Case.objects.select_for_update().filter(subject_kind=kind, subject_key=key)
    return about.filter(state=Case.State.OPEN)


def _renewed(case: Case, kind: str, risk: float, seen: dict[str, Any], now: datetime) -> Case:
    if seen["text"] != case.text:
        case.past = [*case.past, [case.version, case.text]][-PAST:]
    for name, value in seen.items():
        setattr(case, name, value)
    if kind == Case.Kind.HELD:
        _hold_again(case, now)
    case.risk = max(case.risk, risk)
    case.priority = priority_of(case.risk, case.opened)
    case.version += 1
    case.claimed_by = case.claimed_until = None  # a claim is on what was seen
    case.save()
    if case.kind == Case.Kind.HELD:
        case.sketches.all().delete()
        join_campaign(case, now)
    _tell_desk(case, "case.changed")
    return case


def _tell_desk(case: Case, what: str) -> None:
    bus.publish("desk", {"type": what, "case": case.pk, "kind": case.kind})


def _hold_again(case: Case, now: datetime) -> None:
    """A new text waits for a moderator; what hid the old one has no object any more."""
    if case.hidden:
        words = "You have changed the text; the new one waits for a moderator."
        for statement in Statement.objects.filter(decision__case=case, withdrawn=None):
            statements.withdraw(statement, now, words)
        case.hidden, case.lapsed = False, None
    if case.lapsed is None:
        case.due = now + policies.current().reports.review_within
    case.kind = Case.Kind.HELD


def _risk(verdict: Verdict | None) -> float:
    if verdict is None:
        return 0.5
    return max((finding.score for finding in verdict.reasons), default=0.1)
