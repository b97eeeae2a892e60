"""A whole filter decided at once: what it would touch is shown first, and can be taken back."""

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May
from alley.moderation import actions, queries
from alley.moderation import policy as policies
from alley.moderation.actions.bulk import MOST
from alley.moderation.desk.doors import refused_page, shut
from alley.moderation.desk.queue import kept_of, wanted
from alley.moderation.models import Decision
from alley.refusals import Refused

SALT = "alley.moderation.bulk"
SHOWN = 50
AN_HOUR = 3600


@require_GET
def preview(request: ReaderRequest) -> HttpResponse:
    """The cases of the filter as they stand now; only these, in this version, are decided."""
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    cases = queries.matching(wanted(request.GET)).select_related("author")
    cases = cases.exclude(author=request.user).exclude(kind__in=["appeal", "suspension_review"])
    found = list(cases.order_by(*queries.ORDER)[: MOST + 1])
    seen = [(case.pk, case.version) for case in found[:MOST]]
    context = {
        "cases": found[:SHOWN],
        "many": len(seen),
        "more": len(found) > MOST,
        "most": MOST,
        "authors": len({case.author_id for case in found[:MOST]}),
        "seen": signing.dumps(seen, salt=SALT, compress=True),
        "guidelines": policies.current().guidelines,
        "kept": kept_of(request.GET),
    }
    return render(request, "moderation/desk/bulk.html", context)


@require_POST
def decide(request: ReaderRequest) -> HttpResponse:
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    try:
        seen = signing.loads(request.POST.get("seen", ""), salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return redirect("moderation_bulk")
    action = request.POST.get("action", "")
    try:
        outcome = actions.decide_all(
            seen=[(pk, version) for pk, version in seen],
            moderator=request.user,
            action=action if action in ("approve", "reject") else "",
            guideline=request.POST.get("guideline", ""),
            note=request.POST.get("note", ""),
        )
    except Refused as error:
        return refused_page(request, error)
    context = {"outcome": outcome, "undone": False}
    return render(request, "moderation/desk/bulk_done.html", context)


@require_http_methods(["GET", "POST"])
def batch(request: ReaderRequest, batch: str) -> HttpResponse:
    """One group of decisions, and taking all of it back."""
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    if request.method == "POST":
        try:
            outcome = actions.undo_all(batch=batch, moderator=request.user)
        except Refused as error:
            return refused_page(request, error)
        context = {"outcome": outcome, "undone": True}
        return render(request, "moderation/desk/bulk_done.html", context)
    together = Decision.objects.filter(batch=batch).select_related("case", "case__author")
    context = {"batch": batch, "decisions": together.order_by("-pk")[:MOST]}
    return render(request, "moderation/desk/batch.html", context)
