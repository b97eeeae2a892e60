"""Who may come in, and what those see who may not or are too late."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alley.accounts.permissions import May, check
from alley.moderation.differences import words_of
from alley.moderation.models import Case
from alley.refusals import Refused


def shut(request: HttpRequest, what: May) -> HttpResponse | None:
    try:
        check(request.user, what)
    except Refused as error:
        return refused_page(request, error)
    return None


def refused_page(request: HttpRequest, error: Refused, case: Case | None = None) -> HttpResponse:
    """Why not: for a conflict, who decided what, or the text then and now."""
    more = error.refusal.more
    texts = None
    if more.get("was") and more["was"] != more.get("text"):
        texts = words_of(more["was"], more["text"])
    context = {"refusal": error.refusal, "case": case, "texts": texts}
    return render(request, "moderation/desk/conflict.html", context, status=error.refusal.status)
