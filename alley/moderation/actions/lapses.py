"""What machine or reports did lapses when nobody decided in time; the case stays open."""

from datetime import datetime

from django.db import transaction

from alley.announce import announce
from alley.moderation.actions import log, statements
from alley.moderation.events import CaseLapsed
from alley.moderation.models import Case, Decision, Sanction, Statement

WHY = "No moderator has decided about it in time, so it is over."


def lapse(now: datetime) -> int:
    """Every case that is overdue, each in its own transaction; how many there were."""
    due = Case.objects.filter(state=Case.State.OPEN, due__lte=now, lapsed=None)
    return sum(_lapse(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _lapse(pk: int, now: datetime) -> bool:
    case = Case.objects.select_for_update().get(pk=pk)
    if not case.is_open or case.lapsed is not None or case.due is None or case.due > now:
        return False  # decided in the meantime
    if case.kind == Case.Kind.HELD:
        return _still_waits(case, now)
    was_hidden, case.hidden = case.hidden, False
    case.lapsed, case.due = now, None
    case.version += 1
    case.save(update_fields=["hidden", "lapsed", "due", "version"])
    for statement in _statements(case):
        statements.withdraw(statement, now, WHY)
    if was_hidden:
        announce(CaseLapsed(case.subject_kind, case.subject_key, case.revision, case.pk))
    log.append(now, None, "lapsed", case.subject_kind, case.subject_key, case=case.pk)
    return True


def _still_waits(case: Case, now: datetime) -> bool:
    """What was never shown is not published by a clock; waiting this long is a restriction, so
    its author is told why."""
    reasons = case.verdict.get("reasons", [])
    held = [each["guideline"] for each in reasons if each.get("does") == "hold"]
    decision = Decision.objects.create(
        case=case,
        case_version=case.version,
        revision=case.revision,
        action=Decision.Action.HOLD,
        guideline=held[0] if held else "pre_moderation",
        decided=now,
    )
    case.lapsed, case.due = now, None
    case.version += 1
    case.save(update_fields=["lapsed", "due", "version"])
    statements.of_decision(decision, case, statements.Restriction.HELD)
    log.append(now, None, "hold", case.subject_kind, case.subject_key, case=case.pk)
    return True


def _statements(case: Case) -> list[Statement]:
    of_hiding = Statement.objects.filter(decision__case=case, withdrawn=None)
    suspensions = Sanction.objects.filter(review=case, lifted=None)
    return [*of_hiding, *Statement.objects.filter(sanction__in=suspensions, withdrawn=None)]
