"""An appeal is heard: denied, or the restriction is taken back with everything it did."""

from datetime import datetime

from alley.announce import announce
from alley.moderation.actions import sanctions, statements
from alley.moderation.events import Decided
from alley.moderation.models import Appeal, Case, Decision, Sanction, Statement
from alley.refusals import Refusal, Refused

SOMEBODY_ELSE = Refusal(
    "heard_by_another", "You made this decision; somebody else has to hear the appeal.", 403
)


def hear_appeal(
    case: Case, decision: Decision, effects: dict[str, list[int]], now: datetime
) -> None:
    """Approve upholds the appeal, anything else denies it. Raises Refused `heard_by_another`."""
    appeal = Appeal.objects.select_related("statement", "statement__reader").get(case=case)
    if appeal.decider_id is not None and appeal.decider_id == decision.by_id:
        raise Refused(SOMEBODY_ELSE)  # the database would say so too
    upheld = decision.action == Decision.Action.APPROVE
    appeal.outcome = Appeal.Outcome.UPHELD if upheld else Appeal.Outcome.DENIED
    appeal.heard_by, appeal.heard, appeal.answer = decision.by, now, decision.note
    appeal.save()
    if upheld:
        _reverse(appeal.statement, decision, effects, now)
    title = "Your appeal was upheld" if upheld else "Your appeal was denied"
    url = f"/statements/{appeal.statement_id}/"
    statements.tell(appeal.statement.reader, "appeal_heard", title, decision.note or title, url)


def _reverse(
    statement: Statement, decision: Decision, effects: dict[str, list[int]], now: datetime
) -> None:
    why = "Your appeal was upheld."
    original = statement.decision
    found = Sanction.objects.filter(pk=statement.sanction_id or 0)
    if original is not None:
        statements.withdraw(statement, now, why)
        effects["withdrawn"] = [statement.pk]
        Decision.objects.filter(pk=original.pk).update(undone=now, undone_by=decision.by)
        effects["overruled"] = [original.pk]
        subject = original.case
        announce(
            Decided(
                subject.subject_kind,
                subject.subject_key,
                original.revision,
                "approve",
                original.guideline,
                subject.pk,
            )
        )
    for sanction in found.in_force(now).select_related("reader"):
        sanctions.lift(sanction, decision.by, now, why)
        effects.setdefault("lifted", []).append(sanction.pk)
