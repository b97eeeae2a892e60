"""The policy and the figures for everybody, statements for their reader, cases for moderators."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status

from alley.accounts.http import ReaderRequest, anybody, idempotent, signed_in
from alley.accounts.permissions import May, check
from alley.keyset import Limit
from alley.moderation import actions, periods, queries
from alley.moderation import policy as policies
from alley.moderation.models import Case, Decision, LogEntry, Report, Statement
from alley.shell.pages import public

router = Router()


class Choice(Schema):
    action: str
    version: int
    guideline: str = ""
    note: str = ""
    until: datetime | None = None
    remove_comments: bool = False


class AppealIn(Schema):
    text: str = ""


class CasePage(Schema):
    items: list[dict[str, Any]]
    next: str | None


def case_out(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk,
        "kind": case.kind,
        "state": case.state,
        "subject": {"kind": case.subject_kind, "key": case.subject_key},
        "revision": case.revision,
        "author": case.author.username,
        "text": case.text,
        "title": case.title,
        "url": case.url,
        "verdict": case.verdict,
        "risk": round(case.risk, 3),
        "hidden": case.hidden,
        "opened": case.opened,
        "due": case.due,
        "version": case.version,
        "claimed_by": case.claimed_by.username if case.claimed_by else None,
        "claimed_until": case.claimed_until,
    }


def decision_out(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.pk,
        "case": decision.case_id,
        "action": decision.action,
        "guideline": decision.guideline,
        "note": decision.note,
        "decided": decision.decided,
        "undone": decision.undone,
    }


def statement_out(statement: Statement) -> dict[str, Any]:
    appeal = getattr(statement, "appeal", None)
    return {
        "id": statement.pk,
        "subject": statement.subject,
        "restriction": statement.restriction,
        "scope": "this site",
        "duration": statement.until,
        "facts": statement.facts,
        "automated_detection": statement.automated_detection,
        "automated_decision": statement.automated_decision,
        "ground": {"guideline": statement.guideline, "text": statement.guideline_text},
        "redress": f"/statements/{statement.pk}/",
        "issued": statement.issued,
        "withdrawn": statement.withdrawn,
        "appeal": appeal
        and {
            "state": "open" if appeal.outcome == "open" else "heard",
            "outcome": None if appeal.outcome == "open" else appeal.outcome,
        },
    }


def log_out(entry: LogEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": {"kind": entry.subject_kind, "key": entry.subject_key},
        "facts": entry.facts,
        "digest": entry.digest,
    }


@router.get("/moderation/policy", auth=anybody, response=dict[str, Any])
def policy(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """The policy in force: guidelines, limits, report reasons."""
    public(request, response, "policy")
    force = policies.current()
    return {
        "version": force.version,
        "issued": force.issued,
        "language": force.language,
        "pre_moderation": force.pre_moderation,
        "guidelines": [
            {"id": each.id, "title": each.title, "text": each.text} for each in force.guidelines
        ],
        "limits": {
            "comment_length": force.limits.comment_length,
            "comment_wait_seconds": int(force.limits.comment_wait.total_seconds()),
            "edit_window_seconds": int(force.limits.edit_window.total_seconds()),
        },
        "report_reasons": [
            {"id": each.id, "title": each.title, "note_required": each.note_required}
            for each in force.report_reasons
        ],
    }


@router.get("/moderation/transparency", auth=anybody, response=dict[str, Any])
def transparency(
    request: HttpRequest,
    response: HttpResponse,
    since: date | None = Query(None, alias="from"),  # type: ignore[type-arg]  # noqa: B008
    until: date | None = Query(None, alias="to"),  # type: ignore[type-arg]  # noqa: B008
) -> dict[str, Any]:
    """What moderation did, in figures: the last 30 days unless told otherwise."""
    public(request, response, "transparency")
    return queries.transparency(*periods.span(since, until))


@router.get("/moderation/cases", auth=signed_in, response=CasePage)
def cases(
    request: ReaderRequest,
    state: str = "open",
    reason: str = "",
    sort: str = "",
    cursor: str | None = None,
    limit: Limit = 20,
) -> dict[str, Any]:
    """The queue. `reason` is the kind of case; `sort` is risk against age, or oldest."""
    check(request.user, May.MODERATE)
    page = queries.queue(state, reason, cursor, limit, sort)
    return {"items": [case_out(case) for case in page.items], "next": page.next}


@router.post("/moderation/cases/{int:id}/claim", auth=signed_in, response=dict[str, Any])
@idempotent
def claim(request: ReaderRequest, id: int) -> dict[str, Any]:
    check(request.user, May.MODERATE)
    return case_out(actions.claim(case=get_object_or_404(Case, pk=id), moderator=request.user))


@router.post("/moderation/cases/{int:id}/decision", auth=signed_in, response={201: dict[str, Any]})
@idempotent
def decide(request: ReaderRequest, id: int, choice: Choice) -> Status[dict[str, Any]]:
    """Decide a case as you saw it: `version` is the one you were shown."""
    check(request.user, May.MODERATE)
    case = get_object_or_404(Case, pk=id)
    made = actions.decide(case=case, moderator=request.user, **choice.dict())
    return Status(201, decision_out(made))


@router.post("/moderation/decisions/{int:id}/undo", auth=signed_in, response=dict[str, Any])
@idempotent
def undo(request: ReaderRequest, id: int) -> dict[str, Any]:
    check(request.user, May.MODERATE)
    decision = get_object_or_404(Decision, pk=id)
    return case_out(actions.undo(decision=decision, moderator=request.user))


@router.get("/moderation/log", auth=signed_in, response=CasePage)
def log(
    request: ReaderRequest,
    by: str = "",
    action: str = "",
    guideline: str = "",
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """What was done, newest first: by a reader's name or `automatic`, from and to a day in UTC."""
    check(request.user, May.MODERATE)
    sought = queries.Sought(by, action, guideline, since, until)
    page = queries.log_page(sought, cursor, limit)
    return {"items": [log_out(entry) for entry in page.items], "next": page.next}


@router.get("/me/statements", auth=signed_in, response=CasePage)
def statements(
    request: ReaderRequest, cursor: str | None = None, limit: Limit = 20
) -> dict[str, Any]:
    """What was restricted of mine, and why."""
    page = queries.statements_of(request.user, cursor, limit)
    return {"items": [statement_out(each) for each in page.items], "next": page.next}


@router.post("/me/statements/{int:id}/appeal", auth=signed_in, response={201: dict[str, Any]})
@idempotent
def appeal(request: ReaderRequest, id: int, asked: AppealIn) -> Status[dict[str, Any]]:
    """Ask for a second look, by somebody else."""
    check(request.user, May.APPEAL)
    mine = get_object_or_404(Statement, pk=id, reader=request.user)
    actions.appeal(statement=mine, reader=request.user, text=asked.text)
    return Status(201, statement_out(Statement.objects.get(pk=mine.pk)))


def report_out(report: Report) -> dict[str, Any]:
    appeal = getattr(report, "appeal", None)
    return {
        "id": report.pk,
        "subject": {"kind": report.subject_kind, "key": report.subject_key},
        "reason": report.reason,
        "created": report.created,
        "outcome": report.outcome,
        "appeal": appeal and {"outcome": appeal.outcome, "answer": appeal.answer},
    }


@router.get("/me/reports", auth=signed_in, response=CasePage)
def my_reports(
    request: ReaderRequest, cursor: str | None = None, limit: Limit = 20
) -> dict[str, Any]:
    """What I have reported, and what came of it."""
    page = queries.reports_by(request.user, cursor, limit)
    return {"items": [report_out(each) for each in page.items], "next": page.next}


@router.post("/me/reports/{int:id}/appeal", auth=signed_in, response={201: dict[str, Any]})
@idempotent
def appeal_report(request: ReaderRequest, id: int, asked: AppealIn) -> Status[dict[str, Any]]:
    """Ask for a second look at what I reported and the moderators let stand."""
    check(request.user, May.APPEAL)
    mine = get_object_or_404(Report, pk=id, reporter=request.user)
    actions.appeal_report(report=mine, reader=request.user, text=asked.text)
    return Status(201, report_out(Report.objects.get(pk=mine.pk)))


@router.delete("/me/reports/{int:id}", auth=signed_in, response=dict[str, Any])
def withdraw_report(request: ReaderRequest, id: int) -> dict[str, Any]:
    """Take a report back, as long as nobody has decided about it."""
    mine = get_object_or_404(Report, pk=id, reporter=request.user)
    return report_out(actions.withdraw_report(report=mine, reader=request.user))
