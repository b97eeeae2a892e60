"""The queue: one case at a time, keys for everything."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May
from alley.moderation import actions, queries
from alley.moderation import policy as policies
from alley.moderation.desk.doors import refused_page, shut
from alley.moderation.models import Case, Decision
from alley.refusals import Refused

FILTERS = (
    ("", "All"),
    ("held", "Held"),
    ("reported", "Reported"),
    ("suspension_review", "Reviews"),
    ("appeal", "Appeals"),
)
QUEUE = "moderation_queue"


@require_GET
def queue(request: ReaderRequest) -> HttpResponse:
    """The first case is open beside the list; j and k walk it."""
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    try:
        return render(request, "moderation/desk/queue.html", _queue(request))
    except Refused as error:
        return refused_page(request, error)


@require_POST
def decide(request: ReaderRequest, pk: int) -> HttpResponse:
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    case = get_object_or_404(Case, pk=pk)
    sent = request.POST
    try:
        actions.decide(
            case=case,
            moderator=request.user,
            action=sent.get("action", ""),
            version=int(sent.get("version", "0")) if sent.get("version", "0").isdecimal() else 0,
            guideline=sent.get("guideline", ""),
            note=sent.get("note", ""),
            remove_comments="remove_comments" in sent,
        )
    except Refused as error:
        return refused_page(request, error, case)
    return redirect(_back(request))


@require_POST
def undo(request: ReaderRequest, pk: int) -> HttpResponse:
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    decision = get_object_or_404(Decision, pk=pk)
    try:
        case = actions.undo(decision=decision, moderator=request.user)
    except Refused as error:
        return refused_page(request, error, decision.case)
    return redirect(f"{reverse(QUEUE)}?case={case.pk}")


def _queue(request: ReaderRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    page = queries.queue("open", kind, request.GET.get("cursor"))
    wanted = request.GET.get("case", "")
    chosen = next((case for case in page.items if str(case.pk) == wanted), None)
    if chosen is None and wanted.isdecimal() and len(wanted) < 18:
        chosen = Case.objects.select_related("author").filter(pk=int(wanted)).first()
    chosen = chosen or next(iter(page.items), None)
    return {
        "page": page,
        "kind": kind,
        "filters": FILTERS,
        "case": chosen,
        "now": timezone.now(),
        "guidelines": policies.current().guidelines,
        "recent": queries.recent_decisions(request.user),
        **(_about(chosen) if chosen else {}),
    }


def _about(case: Case) -> dict[str, Any]:
    return {
        "pieces": queries.pieces(case),
        "reports": queries.reports_of(case),
        "history": queries.history_of(case.author),
        "appeal": queries.appeal_of(case) if case.kind == Case.Kind.APPEAL else None,
    }


def _back(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    known = kind in dict(FILTERS) and kind
    return f"{reverse(QUEUE)}?kind={kind}" if known else reverse(QUEUE)
