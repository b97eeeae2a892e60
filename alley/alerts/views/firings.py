"""What fired, with its proof; how the deliveries went."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from alley.accounts.http import ReaderRequest
from alley.alerts import actions, queries
from alley.alerts.kinds import KINDS
from alley.alerts.views.around import around
from alley.alerts.wording import about, lead_words
from alley.keyset import page_of
from alley.markets.models import PriceKind
from alley.refusals import Refused


@login_required
@require_GET
def firings(request: ReaderRequest) -> HttpResponse:
    page = page_of(queries.firings_of(request.user), ("-id",), request.GET.get("cursor"), 30)
    return render(request, "alerts/firings.html", {"page": page})


@login_required
@require_GET
def firing(request: ReaderRequest, pk: int) -> HttpResponse:
    """The proof: the tick that fired it, the one before, the rule as it stood, who was told."""
    try:
        found = queries.firing_for(request.user, pk)
    except Refused:
        raise Http404 from None
    proof = found.proof
    ticks = [("Before", proof.get("previous")), ("Fired it", proof.get("tick"))]
    context = {
        "firing": found,
        "ticks": [(word, _worded(tick)) for word, tick in ticks if tick],
        "plot": around(found),
        "lead": lead_words(found.alert),
        "more": KINDS[found.alert.kind].evidence(proof, about(found.alert)),
    }
    return render(request, "alerts/firing.html", context)


@login_required
@require_GET
def deliveries(request: ReaderRequest) -> HttpResponse:
    page = page_of(queries.deliveries_of(request.user), ("-id",), request.GET.get("cursor"), 50)
    return render(request, "alerts/deliveries.html", {"page": page})


@login_required
@require_POST
def again(request: ReaderRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(queries.deliveries_of(request.user), pk=pk)
    try:
        actions.redeliver(delivery)
    except Refused as refused:
        messages.error(request, refused.refusal.detail)
    else:
        messages.success(request, "It is sent again, under the same identifier.")
    return redirect("alerts:deliveries")


def _worded(tick: dict[str, Any]) -> dict[str, Any]:
    moment = tick["time"].replace("T", " ").removesuffix("Z")
    return {
        **tick,
        "price": Decimal(tick["price"]),
        "time": f"{moment} UTC",
        "kind": PriceKind(tick["kind"]).label,
    }
