"""/saved/: the list with search and folders; saving without JavaScript."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.keyset import page_of
from alley.refusals import Refused
from alley.saved import actions, queries


@login_required
def saved_items(request: ReaderRequest) -> HttpResponse:
    q = request.GET.get("q", "")[:200]
    folder = request.GET.get("folder")
    items = queries.saved_items(request.user, q=q, folder=folder)
    page = page_of(items, ("-id",), request.GET.get("cursor"), 30)
    context = {
        "kept": queries.with_subjects(page.items, q=q),
        "next": page.next,
        "folders": queries.folders(request.user),
        "folder": folder,
        "q": q,
    }
    return render(request, "saved/saved_items.html", context)


@require_POST
@login_required
def save(request: ReaderRequest, kind: str, key: str) -> HttpResponse:
    """The plain form's way: save (or forget), say so, and back to where the reader was."""
    try:
        if request.POST.get("unsave"):
            actions.unsave(reader=request.user, kind=kind, key=key, device=device(request))
            messages.success(request, "No longer among your saved items.")
        else:
            folder = request.POST.get("folder", "")
            _, created = actions.save(
                reader=request.user, kind=kind, key=key, folder=folder, device=device(request)
            )
            words = "Saved. See {}." if created else "This was already saved. See {}."
            link = format_html('<a href="/saved/">Saved items</a>')
            messages.success(request, format_html(words, link))
    except Refused as refused:
        messages.error(request, refused.refusal.detail)
    return redirect(back(request))


def back(request: HttpRequest) -> str:
    """Where the form says, if that is on this site."""
    target = request.POST.get("next", "")
    fine = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if fine else "/saved/"
