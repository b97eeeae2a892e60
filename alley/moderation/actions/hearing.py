"""An appeal is heard: denied, or what it is about is taken back with everything it did."""

from datetime import datetime

from alley.announce import announce
from alley.moderation import places
from alley.moderation import policy as policies
from alley.moderation.actions import sanctions, statements
from alley.moderation.events import Decided, State
from alley.moderation.models import Appeal, Case, Decision, Report, Sanction, Statement
from alley.refusals import Refusal, Refused

SOMEBODY_ELSE = Refusal(
    "heard_by_another", "You made this decision; somebody else has to hear the appeal.", 403
)
OWN = Refusal("own_case", "Somebody else has to decide about what you wrote yourself.", 403)
ANOTHER_TEXT = Refusal(
    "changed",
    "The comment is another one now than when it was reported; only a new report can.",
    409,
)
Effects = dict[str, list[int]]


def hear_appeal(case: Case, decision: Decision, effects: Effects, now: datetime) -> None:
    """Approve upholds the appeal, reject denies it. Raises Refused `heard_by_another`,
    `own_case`, and `changed` where a reported text is not there any more."""
    appeal = Appeal.objects.select_related("statement", "report__case").get(case=case)
    if appeal.decider_id is not None and appeal.decider_id == decision.by_id:
        raise Refused(SOMEBODY_ELSE)  # the database would say so too
    upheld = decision.action == Decision.Action.APPROVE
    appeal.outcome = Appeal.Outcome.UPHELD if upheld else Appeal.Outcome.DENIED
    appeal.heard_by, appeal.heard, appeal.answer = decision.by, now, decision.note
    appeal.save()
    if appeal.report is not None:
        _about_a_report(appeal.report, decision, effects, now, upheld=upheld)
        url = f"/reports/{appeal.report.pk}/"
    else:
        if appeal.statement is not None and upheld:
            _reverse(appeal.statement, decision, effects, now)
        url = f"/statements/{appeal.statement_id}/"
    title = "Your appeal was upheld" if upheld else "Your appeal was denied"
    statements.tell(case.author, "appeal_heard", title, decision.note or title, url)


def _reverse(statement: Statement, decision: Decision, effects: Effects, now: datetime) -> None:
    why = "Your appeal was upheld."
    original = statement.decision
    found = Sanction.objects.filter(pk=statement.sanction_id or 0)
    if original is not None:
        statements.withdraw(statement, now, why)
        effects["withdrawn"] = [statement.pk]
        _settle(original.case, effects)
        _answer_again(original.case, effects)
        _overrule(original, decision, effects, now, "approve")
    for sanction in found.in_force(now).select_related("reader"):
        sanctions.lift(sanction, decision.by, now, why)
        effects.setdefault("lifted", []).append(sanction.pk)


def _settle(case: Case, effects: Effects) -> None:
    """A provisional measure was appealed while its case is open: that case is decided with it."""
    if not case.is_open:
        return
    case.state, case.version = Case.State.CLOSED, case.version + 1
    case.save(update_fields=["state", "version"])
    effects["settled"] = [case.pk]
    for report in case.reports.filter(outcome=Report.Outcome.OPEN).select_related("reporter"):
        report.outcome = Report.Outcome.DISMISSED
        report.save(update_fields=["outcome"])
        effects.setdefault("reports", []).append(report.pk)
        title, told = (
            "A moderator has looked at your report",
            "It stays: it keeps to the guidelines.",
        )
        statements.tell(report.reporter, "report_decided", title, told, f"/reports/{report.pk}/")


def _answer_again(case: Case, effects: Effects) -> None:
    """Who was told that it is removed hears that it stands again."""
    for report in case.reports.filter(outcome=Report.Outcome.UPHELD).select_related("reporter"):
        report.outcome = Report.Outcome.DISMISSED
        report.save(update_fields=["outcome"])
        effects.setdefault("overturned", []).append(report.pk)
        title = "What you reported stands again"
        told = "Its author has appealed, and somebody else has decided that it keeps to the rules."
        statements.tell(report.reporter, "report_decided", title, told, f"/reports/{report.pk}/")


def _about_a_report(
    report: Report, decision: Decision, effects: Effects, now: datetime, *, upheld: bool
) -> None:
    """The one who reported was right: the comment goes, and its author is told why."""
    case = report.case
    if decision.by_id == case.author_id:
        raise Refused(OWN)
    if not upheld:
        return
    place = places.look(case.subject_kind, case.subject_key)
    if place is not None and (place.gone or place.revision != report.revision):
        raise Refused(ANOTHER_TEXT)
    report.outcome = Report.Outcome.UPHELD
    report.save(update_fields=["outcome"])
    effects["upheld"] = [report.pk]
    if not decision.guideline:
        reason = policies.current().reports.reason(report.reason)
        decision.guideline = reason.guideline if reason else report.reason
        decision.save(update_fields=["guideline"])
    original = (
        case.decisions.filter(action=Decision.Action.APPROVE, undone=None).order_by("-pk").first()
    )
    if original is not None:
        _overrule(original, decision, effects, now, "reject")
    statements.of_decision(decision, case, statements.Restriction.REMOVED)


def _overrule(
    original: Decision, decision: Decision, effects: Effects, now: datetime, outcome: State
) -> None:
    Decision.objects.filter(pk=original.pk).update(undone=now, undone_by=decision.by)
    effects["overruled"] = [original.pk]
    case = original.case
    announce(
        Decided(
            case.subject_kind,
            case.subject_key,
            original.revision,
            outcome,
            original.guideline or decision.guideline,
            case.pk,
        )
    )
