"""Taking a decision back, within ten minutes, with everything it did."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.announce import announce
from alley.live import bus
from alley.moderation import places
from alley.moderation import policy as policies
from alley.moderation.actions import log, sanctions, statements
from alley.moderation.actions.hearing import SOMEBODY_ELSE
from alley.moderation.events import State, Undone
from alley.moderation.models import Appeal, Case, Decision, Report, Sanction, Statement
from alley.refusals import Refusal, Refused

TOO_LATE = Refusal(
    "too_late", "A decision can be undone for ten minutes; an appeal comes after.", 409
)
DONE = Refusal("undone_already", "This was undone already.", 409)
AUTOMATIC = Refusal("not_yours_to_undo", "Decide the case instead.", 409)
CHANGED = Refusal("changed", "Something new has come up about it since: see its open case.", 409)
EDITED = Refusal("changed", "The author has changed the text since; what stands is another.", 409)
OWN = Refusal("own_case", "Somebody else has to decide about what you wrote yourself.", 403)
BACK_TO: dict[str, State] = {"hide": "hide", "hold": "hold", "approve": "approve"}
AGAIN = "The moderators have taken their decision back."


@transaction.atomic
def undo(*, decision: Decision, moderator: Reader) -> Case:
    """The case is open again, exactly as it was. Raises Refused `too_late`, `undone_already`,
    `changed` where the text is another one or has a newer case, `own_case`, `heard_by_another`."""
    check(moderator, May.MODERATE)
    now = timezone.now()
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    if refusal := _refusal(decision, case, moderator, now):
        raise Refused(refusal)
    decision.undone, decision.undone_by = now, moderator
    decision.save(update_fields=["undone", "undone_by"])
    place = places.look(case.subject_kind, case.subject_key)
    gone = place is not None and place.gone
    case.state = Case.State.CLOSED if gone else Case.State.OPEN
    case.version += 1
    case.save(update_fields=["state", "version"])
    _put_back(decision, moderator, now)
    if case.kind == Case.Kind.APPEAL:
        _hear_again(case, decision)
    elif case.kind not in (Case.Kind.REVIEW, Case.Kind.RETURNING):
        _announce(case, decision, case.stands)
        if decision.action == Decision.Action.APPROVE and case.kind == Case.Kind.HELD:
            title = f"Your comment waits for a moderator again: {case.title}"
            statements.tell(case.author, "approved", title, AGAIN, case.url)
    log.append(now, moderator, "undo", case.subject_kind, case.subject_key, decision=decision.pk)
    bus.purge("transparency")
    return case


def _refusal(decision: Decision, case: Case, moderator: Reader, now: datetime) -> Refusal | None:
    if decision.undone is not None:
        return DONE
    if decision.automated:
        return AUTOMATIC
    if moderator.pk == case.author_id:
        return OWN
    if now - decision.decided > policies.current().decisions.undo:
        return TOO_LATE
    if Appeal.objects.filter(case=case, decider=moderator).exists():
        return SOMEBODY_ELSE  # taking back how one's own decision was judged is judging it
    place = places.look(case.subject_kind, case.subject_key)
    if place is not None and not place.gone and place.revision != decision.revision:
        return EDITED
    if case.is_open or _newer_than(case):
        return CHANGED
    for original in Decision.objects.filter(pk__in=decision.effects.get("overruled", [])):
        place = places.look(original.case.subject_kind, original.case.subject_key)
        if place is not None and (place.gone or place.revision != original.revision):
            return EDITED
        since = original.case.decisions.filter(pk__gt=decision.pk)
        if _newer_than(original.case) or since.exists():
            return CHANGED
    return None


def _newer_than(case: Case) -> bool:
    same = Case.objects.filter(subject_kind=case.subject_kind, subject_key=case.subject_key)
    return same.filter(pk__gt=case.pk).exists()


def _put_back(decision: Decision, moderator: Reader, now: datetime) -> None:
    effects = decision.effects
    why = AGAIN
    for statement in Statement.objects.filter(decision=decision, withdrawn=None):
        statements.withdraw(statement, now, why)
    for sanction in decision.sanctions.filter(lifted=None).select_related("reader"):
        sanctions.lift(sanction, moderator, now, why)
        if sanction.review_id:
            _close(sanction.review_id)
    _reopen(Report.objects.filter(pk__in=effects.get("reports", [])), Report.Outcome.OPEN)
    _reopen(Report.objects.filter(pk__in=effects.get("overturned", [])), Report.Outcome.UPHELD)
    Report.objects.filter(pk__in=effects.get("upheld", [])).update(outcome=Report.Outcome.DISMISSED)
    for statement in Statement.objects.filter(pk__in=effects.get("withdrawn", [])):
        statements.reinstate(statement, AGAIN)
    for settled in Case.objects.filter(pk__in=effects.get("settled", [])):
        settled.state, settled.version = Case.State.OPEN, settled.version + 1
        settled.save(update_fields=["state", "version"])
    for sanction in Sanction.objects.filter(pk__in=effects.get("lifted", [])):
        sanctions.impose_again(sanction, moderator, now)


def _reopen(reports: "QuerySet[Report]", outcome: str) -> None:
    for report in reports:
        report.outcome = outcome
        report.save(update_fields=["outcome"])
        statements.moot(Appeal.objects.filter(report=report))
        title = "The moderators look at your report again"
        statements.tell(report.reporter, "report_decided", title, AGAIN, f"/reports/{report.pk}/")


def _close(review: int) -> None:
    for case in Case.objects.filter(pk=review, state=Case.State.OPEN):
        case.state, case.version = Case.State.CLOSED, case.version + 1
        case.save(update_fields=["state", "version"])


def _hear_again(case: Case, decision: Decision) -> None:
    Appeal.objects.filter(case=case).update(
        outcome=Appeal.Outcome.OPEN, heard=None, heard_by=None, answer=""
    )
    statements.tell(case.author, "appeal_heard", "Your appeal is being heard again", AGAIN)
    for original in Decision.objects.filter(pk__in=decision.effects.get("overruled", [])):
        original.undone = original.undone_by = None
        original.save(update_fields=["undone", "undone_by"])
        back_to = BACK_TO.get(str(original.action), "reject")
        _announce(original.case, decision, back_to)


def _announce(case: Case, decision: Decision, back_to: str) -> None:
    approved = decision.action == Decision.Action.APPROVE
    outcome: State = "approve" if approved else "reject"
    announce(
        Undone(
            case.subject_kind,
            case.subject_key,
            decision.revision if decision.case_id == case.pk else case.revision,
            outcome,
            decision.guideline,
            case.pk,
            back_to,  # type: ignore[arg-type]
        )
    )
