"""A reader reports; enough independent readers hide the comment until a moderator has looked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader, Role
from alley.accounts.permissions import May, check
from alley.announce import announce
from alley.moderation import policy as policies
from alley.moderation import queries, rules
from alley.moderation.actions import cases, log, statements
from alley.moderation.actions.strikes import suspend_after_strikes
from alley.moderation.events import Decided
from alley.moderation.models import Case, Decision, Report, Trace
from alley.moderation.models.case import priority_of
from alley.moderation.policy import Policy
from alley.refusals import Refusal, Refused

ALREADY = Refusal("already_reported", "You have reported this already. Thank you.", 409)
OWN = Refusal("own_comment", "This is your own comment.", 422)
NO_REASON = Refusal("reason_unknown", "Please choose a reason.", 422)
NO_NOTE = Refusal("note_required", "Please say in a few words what is wrong.", 422)
FRESH = timedelta(days=30)  # accounts younger than this may be one network
TOO_MANY = Refusal("too_many_reports", "You have reported a lot today. Please go on tomorrow.", 429)


@transaction.atomic
def report(
    *,
    reporter: Reader,
    subject_kind: str,
    subject_key: str,
    revision: int,
    author: Reader,
    text: str,
    title: str,
    url: str,
    reason: str,
    note: str = "",
) -> Report:
    """One report a reader and comment. Raises Refused `already_reported`, `own_comment`,
    `reason_unknown`, `note_required`, `too_many_reports`, `suspended`, `banned`."""
    check(reporter, May.REPORT)
    now = timezone.now()
    policy = policies.current()
    Reader.objects.select_for_update().get(pk=reporter.pk)  # two clicks: the second waits
    if refusal := _refusal(reporter, subject_kind, subject_key, author, reason, note, policy, now):
        raise Refused(refusal)
    case = _case(subject_kind, subject_key, revision, author, text, title, url)
    made = Report.objects.create(
        reporter=reporter,
        case=case,
        subject_kind=subject_kind,
        subject_key=subject_key,
        revision=revision,
        reason=reason,
        note=note[:500],
        weight=_weight(reporter),
        created=now,
    )
    log.append(now, reporter, "reported", subject_kind, subject_key, case=case.pk, reason=reason)
    _weigh(case, policy, now)
    return made


def _refusal(
    reporter: Reader,
    subject_kind: str,
    subject_key: str,
    author: Reader,
    reason: str,
    note: str,
    policy: Policy,
    now: datetime,
) -> Refusal | None:
    known = policy.reports.reason(reason)
    if known is None:
        return NO_REASON
    if known.note_required and not note.strip():
        return NO_NOTE
    if reporter.pk == author.pk:
        return OWN
    if refusal := queries.may_speak(reporter, now):
        return refusal
    mine = Report.objects.filter(reporter=reporter)
    if mine.filter(subject_kind=subject_kind, subject_key=subject_key).exists():
        return ALREADY
    if mine.filter(created__gt=now - timedelta(days=1)).count() >= policy.limits.reports_a_day:
        return TOO_MANY
    return None


def _case(
    kind: str, key: str, revision: int, author: Reader, text: str, title: str, url: str
) -> Case:
    """The open case as it stands if it is about this revision, else a new or a renewed one."""
    standing = (
        Case.objects.select_for_update()
        .filter(subject_kind=kind, subject_key=key, state=Case.State.OPEN, revision=revision)
        .first()
    )
    return standing or cases.open_case(
        kind=Case.Kind.REPORTED,
        subject_kind=kind,
        subject_key=key,
        revision=revision,
        author=author,
        text=text,
        title=title,
        url=url,
        risk=0.3,
    )


def _weight(reporter: Reader) -> float:
    upheld, dismissed = queries.reports_decided(reporter)
    return rules.weight_of(upheld, dismissed, trusted=reporter.role == Role.TRUSTED)


def _weigh(case: Case, policy: Policy, now: datetime) -> None:
    """The case moves up with each report, and hides its comment when there are enough."""
    reports = case.reports.filter(
        outcome=Report.Outcome.OPEN, revision=case.revision
    ).select_related("reporter")
    voices = rules.independent(_voices(list(reports), now), policy.reports.related_within)
    case.risk = max(case.risk, min(1.0, sum(v.weight for v in voices) / policy.reports.hide_weight))
    case.priority = priority_of(case.risk, case.opened)
    case.save(update_fields=["risk", "priority"])
    if case.hidden or case.kind == Case.Kind.HELD or case.lapsed or case.author.is_staff_role:
        return
    more = policy.reports.after_approval if _approved_before(case) else 1.0
    readers, weight = round(policy.reports.hide_readers * more), policy.reports.hide_weight * more
    if rules.enough(voices, readers=readers, weight=weight):
        _hide(case, policy, now)


def _voices(reports: list[Report], now: datetime) -> list[rules.Voice]:
    traces: dict[tuple[int, str], set[str]] = {}
    standing = Trace.objects.filter(
        reader__in=[each.reporter_id for each in reports], expires__gt=now
    )
    for reader, kind, digest in standing.values_list("reader", "kind", "digest"):
        traces.setdefault((reader, kind), set()).add(digest)
    return [
        rules.Voice(
            each.reporter_id,
            each.reporter.date_joined,
            each.weight,
            now - each.reporter.date_joined < FRESH,
            frozenset(traces.get((each.reporter_id, "device"), ())),
            frozenset(traces.get((each.reporter_id, "network"), ())),
        )
        for each in reports
    ]


def _approved_before(case: Case) -> bool:
    return Decision.objects.filter(
        case__subject_kind=case.subject_kind,
        case__subject_key=case.subject_key,
        revision=case.revision,
        action=Decision.Action.APPROVE,
        undone=None,
    ).exists()


def _hide(case: Case, policy: Policy, now: datetime) -> None:
    """Provisionally: it lapses when no moderator decides in time."""
    reasons = [
        policy.reports.reason(each) for each in case.reports.values_list("reason", flat=True)
    ]
    guidelines = [reason.guideline for reason in reasons if reason]
    decision = Decision.objects.create(
        case=case,
        case_version=case.version,
        revision=case.revision,
        action=Decision.Action.HIDE,
        guideline=max(set(guidelines), key=guidelines.count),
        decided=now,
    )
    case.hidden = True
    case.due = now + policy.reports.review_within
    case.version += 1
    case.save(update_fields=["hidden", "due", "version"])
    statements.of_decision(decision, case, statements.Restriction.HIDDEN)
    log.append(now, None, "hide", case.subject_kind, case.subject_key, case=case.pk)
    announce(
        Decided(
            case.subject_kind,
            case.subject_key,
            case.revision,
            "hide",
            decision.guideline,
            case.pk,
        )
    )
    suspend_after_strikes(case.author, decision, policy, now)
