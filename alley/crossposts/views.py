"""/linked-accounts/: link, unlink, and what became of what was sent."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alley.accounts.http import ReaderRequest
from alley.crossposts import actions, queries, rules
from alley.crossposts.models import Service
from alley.refusals import Refused

PENDING = "mastodon_link"  # in the session: state and host of a link that is under way


@login_required
@require_safe
def linked_accounts(request: ReaderRequest) -> HttpResponse:
    shown = {
        "accounts": queries.linked_accounts(request.user),
        "recent": queries.recent(request.user),
    }
    return render(request, "crossposts/linked_accounts.html", shown)


@login_required
@require_POST
def link_mastodon(request: ReaderRequest) -> HttpResponse:
    state = secrets.token_urlsafe(24)
    try:
        host, there = actions.begin_mastodon(entered=request.POST.get("host", ""), state=state)
    except Refused as refused:
        return _said(request, refused.refusal.detail)
    request.session[PENDING] = [state, host]
    return redirect(there)


@login_required
@require_safe
def mastodon_back(request: ReaderRequest) -> HttpResponse:
    """Where the other server sends the reader back; only with the state it was given."""
    state, host = request.session.pop(PENDING, ("", ""))
    given, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not state or not secrets.compare_digest(state, given):
        return _said(request, rules.STALE_LINK.detail)
    if not code:
        return _said(request, "Nothing was linked.")
    try:
        account = actions.finish_mastodon(reader=request.user, host=host, code=code)
    except Refused as refused:
        return _said(request, refused.refusal.detail)
    messages.success(request, f"{account.handle} is linked.")
    return redirect("linked-accounts")


@login_required
@require_POST
def link_bluesky(request: ReaderRequest) -> HttpResponse:
    try:
        account = actions.link_bluesky(
            reader=request.user,
            handle=request.POST.get("handle", ""),
            password=request.POST.get("app_password", ""),
            entered_host=request.POST.get("host", ""),
        )
    except Refused as refused:
        return _said(request, refused.refusal.detail)
    messages.success(request, f"{account.handle} is linked.")
    return redirect("linked-accounts")


@login_required
@require_POST
def unlink(request: ReaderRequest, service: str) -> HttpResponse:
    if service in Service.values:
        actions.unlink(reader=request.user, service=service)
        messages.success(request, f"{Service(service).label} is no longer linked.")
    return redirect("linked-accounts")


def _said(request: ReaderRequest, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("linked-accounts")
