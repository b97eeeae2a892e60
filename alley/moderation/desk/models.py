"""The learned models on the desk: figures of before and after, one click on and one click back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May
from alley.moderation import actions, queries
from alley.moderation.desk.doors import refused_page, shut
from alley.moderation.learning.model import KINDS
from alley.refusals import Refused

MODELS = "moderation_models"


@require_GET
def models(request: ReaderRequest) -> HttpResponse:
    if (refused := shut(request, May.CHANGE_POLICY)) is not None:
        return refused
    rows = queries.learned_models()
    groups = [
        {
            "kind": kind,
            "rows": [row for row in rows if row.kind == kind],
            "taught": any(row.in_force for row in rows if row.kind == kind),
        }
        for kind in KINDS
    ]
    return render(request, "moderation/desk/models.html", {"groups": groups})


@require_POST
def switch(request: ReaderRequest) -> HttpResponse:
    if (refused := shut(request, May.CHANGE_POLICY)) is not None:
        return refused
    number = request.POST.get("number", "0")
    try:
        actions.switch_model(
            kind=request.POST.get("kind", ""),
            number=int(number) if number.isdecimal() else 0,
            admin=request.user,
        )
    except Refused as error:
        return refused_page(request, error)
    return redirect(MODELS)
