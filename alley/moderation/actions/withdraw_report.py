"""A reporter takes their report back, as long as nobody has decided about it."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.live import bus
from alley.moderation.actions import log
from alley.moderation.models import Case, Report
from alley.refusals import Refusal, Refused

NOT_YOURS = Refusal("not_found", "There is no such report.", 404)
DECIDED = Refusal("decided", "A moderator has looked at it already.", 409)


@transaction.atomic
def withdraw_report(*, report: Report, reader: Reader) -> Report:
    """It weighs nothing any more; a case that nothing else holds open is closed. What reports have
    hidden stays so until a moderator has looked. Raises Refused `not_found`, `decided`."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.reporter_id != reader.pk:
        raise Refused(NOT_YOURS)
    if report.outcome == Report.Outcome.WITHDRAWN:
        return report
    if report.outcome != Report.Outcome.OPEN:
        raise Refused(DECIDED)
    report.outcome = Report.Outcome.WITHDRAWN
    report.save(update_fields=["outcome"])
    case = Case.objects.select_for_update(of=("self",)).get(pk=report.case_id)
    facts = {"case": case.pk, "report": report.pk}
    log.append(timezone.now(), reader, "withdrew", report.subject_kind, report.subject_key, **facts)
    others = case.reports.filter(outcome=Report.Outcome.OPEN).exists()
    if case.is_open and case.kind == Case.Kind.REPORTED and not case.hidden and not others:
        case.state, case.version = Case.State.CLOSED, case.version + 1
        case.save(update_fields=["state", "version"])
        bus.publish("desk", {"type": "case.changed", "case": case.pk, "kind": case.kind})
    return report
