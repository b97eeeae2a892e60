"""The queue: one case at a time in its place, with everything about it, and keys for everything."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May
from alley.moderation import actions, places, queries
from alley.moderation import policy as policies
from alley.moderation.desk import confirm
from alley.moderation.desk.doors import refused_page, shut
from alley.moderation.models import Case, Decision
from alley.refusals import Refused

FILTERS = (
    ("", "All"),
    ("held", "Held"),
    ("reported", "Reported"),
    ("suspension_review", "Reviews"),
    ("appeal", "Appeals"),
    ("returning", "Returning"),
    ("campaigns", "Campaigns"),
)
SORTS = (("", "risk and age"), ("oldest", "oldest"), ("newest", "newest"), ("due", "due first"))
QUEUE = "moderation_queue"
KEPT = ("kind", "sort", "author", "campaign")
LONGEST_ID = 18


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
    case = get_object_or_404(Case.objects.select_related("author"), pk=pk)
    sent = request.POST
    if confirm.is_to_ask(sent):
        return confirm.ask(request, case, kept_of(sent))
    try:
        actions.decide(
            case=case,
            moderator=request.user,
            action=sent.get("action", ""),
            version=int(sent.get("version", "0")) if sent.get("version", "0").isdecimal() else 0,
            guideline=sent.get("guideline", ""),
            note=sent.get("note", ""),
            until=confirm.asked_until(sent, timezone.now()),
            remove_comments="remove_comments" in sent,
        )
    except Refused as error:
        return refused_page(request, error, case)
    return redirect(address(request.POST, case=request.POST.get("next", "")))


@require_POST
def undo(request: ReaderRequest, pk: int) -> HttpResponse:
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    decision = get_object_or_404(Decision, pk=pk)
    try:
        case = actions.undo(decision=decision, moderator=request.user)
    except Refused as error:
        return refused_page(request, error, decision.case)
    return redirect(address(request.POST, case=str(case.pk)))


@require_POST
def claim(request: ReaderRequest, pk: int) -> HttpResponse:
    """Say that one is looking at it; the page asks for this when a case is opened."""
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    case = get_object_or_404(Case, pk=pk)
    try:
        case = actions.claim(case=case, moderator=request.user)
    except Refused as error:
        by = {"claimed": False, "words": error.refusal.detail}
        return JsonResponse(by, status=error.refusal.status)
    until = case.claimed_until.isoformat() if case.claimed_until else None
    return JsonResponse({"claimed": True, "until": until})


def wanted(sent: Any) -> queries.Filter:
    """The filter in a query or a form; what cannot be understood is left out."""
    kind, sort, campaign = (sent.get(name, "") for name in ("kind", "sort", "campaign"))
    known = kind in dict(FILTERS) and kind != "campaigns"
    number = campaign.isdecimal() and len(campaign) < LONGEST_ID
    return queries.Filter(
        kind=kind if known else "",
        campaigns=kind == "campaigns",
        campaign=int(campaign) if number else None,
        author=sent.get("author", "")[:150],
        sort=sort if sort in dict(SORTS) else "",
    )


def kept_of(sent: Any) -> dict[str, str]:
    """Of the filter, what goes along from page to page."""
    return {name: sent.get(name, "") for name in KEPT if sent.get(name)}


def address(sent: Any, **more: str) -> str:
    query = {name: value for name, value in {**kept_of(sent), **more}.items() if value}
    return f"{reverse(QUEUE)}?{urlencode(query)}" if query else reverse(QUEUE)


def _queue(request: ReaderRequest) -> dict[str, Any]:
    chosen_filter = wanted(request.GET)
    page = queries.filtered(chosen_filter, request.GET.get("cursor"))
    asked = request.GET.get("case", "")
    chosen = next((case for case in page.items if str(case.pk) == asked), None)
    if chosen is None and asked.isdecimal() and len(asked) < LONGEST_ID:
        found = Case.objects.select_related("author", "claimed_by").filter(pk=int(asked)).first()
        chosen = found if found is not None and found.is_open else None
    chosen = chosen or next(iter(page.items), None)
    now, policy = timezone.now(), policies.current()
    return {
        "page": page,
        "filter": chosen_filter,
        "kept": kept_of(request.GET),
        "kind": request.GET.get("kind", ""),
        "filters": FILTERS,
        "sorts": SORTS,
        "case": chosen,
        "now": now,
        "guidelines": policy.guidelines,
        "reasons": policy.report_reasons,
        "recent": queries.recent_decisions(request.user),
        "after": _after(page.items, chosen),
        **(_about(request, chosen) if chosen else {}),
    }


def _after(items: list[Case], chosen: Case | None) -> Case | None:
    """Where one goes once this is decided: on, or back to the top at the end of the list."""
    numbers = [case.pk for case in items]
    if chosen is None or chosen.pk not in numbers:
        return None
    place = numbers.index(chosen.pk) + 1
    return items[place] if place < len(items) else None


def _about(request: HttpRequest, case: Case) -> dict[str, Any]:
    held_by = case.claimed_by if case.claimed_by != request.user else None
    claimed = bool(held_by and case.claimed_until and case.claimed_until > timezone.now())
    return {
        "pieces": queries.pieces(case),
        "reporters": queries.reporters_of(case),
        "history": queries.history_of(case.author),
        "sanctions": queries.sanctions_of(case.author),
        "lately": places.lately_said_by(case.author_id),
        "place": places.look(case.subject_kind, case.subject_key),
        "alike": queries.campaign_of(case),
        "appeal": queries.appeal_of(case) if case.kind == Case.Kind.APPEAL else None,
        "resembles": queries.resembled_by(case) if case.kind == Case.Kind.RETURNING else [],
        "claimed_by": held_by if claimed else None,
    }
