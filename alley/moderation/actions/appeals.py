"""An appeal: by the reader it is about, or by who reported in vain; heard by somebody else."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import policy as policies
from alley.moderation.actions import cases, log
from alley.moderation.models import Appeal, Case, Decision, Report, Statement
from alley.refusals import Refusal, Refused

ALREADY = Refusal("already_appealed", "You have appealed against this already.", 409)
TOO_LATE = Refusal("too_late", "The time to appeal against this is over.", 409)
NOT_YOURS = Refusal("not_found", "There is no such statement.", 404)
NO_SUCH_REPORT = Refusal("not_found", "There is no such report.", 404)
NOT_DECIDED = Refusal("not_dismissed", "Only a report that was dismissed can be appealed.", 409)
OVER = Refusal("over", "This restriction was taken back already.", 409)


@transaction.atomic
def appeal(*, statement: Statement, reader: Reader, text: str = "") -> Appeal:
    """Ask for a second look. Raises Refused `already_appealed`, `too_late`, `over`, `not_found`."""
    now = timezone.now()
    statement = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("decision", "sanction", "reader")
        .get(pk=statement.pk)
    )
    if refusal := _refusal(statement, reader, now):
        raise Refused(refusal)
    text = text[: policies.current().decisions.appeal_length]
    case = cases.open_case(
        kind=Case.Kind.APPEAL,
        subject_kind="statement",
        subject_key=str(statement.pk),
        author=reader,
        text=text,
        title=f"Appeal: {statement.get_restriction_display()}",
        url=statement.url,
        risk=0.8,
    )
    made = Appeal.objects.create(
        statement=statement, case=case, text=text, created=now, decider_id=statement.decider_id
    )
    log.append(now, reader, "appealed", "statement", statement.pk, case=case.pk)
    return made


@transaction.atomic
def appeal_report(*, report: Report, reader: Reader, text: str = "") -> Appeal:
    """Ask for a second look at what one has reported and the moderators let stand.

    Raises Refused `already_appealed`, `too_late`, `not_dismissed`, `not_found`.
    """
    now = timezone.now()
    report = Report.objects.select_for_update(of=("self",)).select_related("case").get(pk=report.pk)
    decided = (
        report.case.decisions.filter(action=Decision.Action.APPROVE, undone=None)
        .order_by("-pk")
        .first()
    )
    if report.reporter_id != reader.pk:
        raise Refused(NO_SUCH_REPORT)
    before = Appeal.objects.filter(report=report).first()
    if before is not None and before.outcome != Appeal.Outcome.MOOT:
        raise Refused(ALREADY)
    if report.outcome != Report.Outcome.DISMISSED or decided is None:
        raise Refused(NOT_DECIDED)
    if now - decided.decided > policies.current().decisions.appeal_within:
        raise Refused(TOO_LATE)
    text = text[: policies.current().decisions.appeal_length]
    case = cases.open_case(
        kind=Case.Kind.APPEAL,
        subject_kind="report",
        subject_key=str(report.pk),
        author=reader,
        text=text,
        title=f"Appeal by a reporter: {report.case.title}",
        url=report.case.url,
        risk=0.7,
    )
    made = before or Appeal(report=report)  # a moot one is taken up again
    made.case, made.text, made.created = case, text, now
    made.outcome, made.decider_id = Appeal.Outcome.OPEN, decided.by_id
    made.save()
    log.append(now, reader, "appealed", "report", report.pk, case=case.pk)
    return made


def _refusal(statement: Statement, reader: Reader, now: datetime) -> Refusal | None:
    if statement.reader_id != reader.pk:
        return NOT_YOURS
    if Appeal.objects.filter(statement=statement).exists():
        return ALREADY
    if statement.withdrawn is not None:
        return OVER
    if now - statement.issued > policies.current().decisions.appeal_within:
        return TOO_LATE
    return None
