"""An appeal: one a statement, by the reader it is about, heard by somebody else."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import policy as policies
from alley.moderation.actions import cases, log
from alley.moderation.models import Appeal, Case, Statement
from alley.refusals import Refusal, Refused

ALREADY = Refusal("already_appealed", "You have appealed against this already.", 409)
TOO_LATE = Refusal("too_late", "The time to appeal against this is over.", 409)
NOT_YOURS = Refusal("not_found", "There is no such statement.", 404)
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
