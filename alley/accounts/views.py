"""/accounts/settings/, /blocks/, /notifications/, and the demo's mailbox."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alley.accounts import actions, mailbox, queries
from alley.accounts.agents import device
from alley.accounts.forms import Settings
from alley.accounts.http import ReaderRequest
from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.keyset import page_of
from alley.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: ReaderRequest) -> HttpResponse:
    form = Settings(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        actions.save_settings(request.user, changed, device=device(request))
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form})


@login_required
@require_GET
def blocks(request: ReaderRequest) -> HttpResponse:
    context = {
        "blocks": queries.blocks_of(request.user)[:500],
        "lifted": queries.lifted_by(request.user, timezone.now())[:100],
    }
    return render(request, "accounts/blocks.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def block(request: ReaderRequest, username: str) -> HttpResponse:
    """GET asks first, with the name; POST does it and goes back to where one came from."""
    shown = get_object_or_404(Reader, username=username, is_active=True)
    if request.method == "GET":
        return render(request, "accounts/block.html", {"shown": shown, "next": _next(request)})
    try:
        check(request.user, May.BLOCK)
        actions.block_reader(blocker=request.user, blocked=shown)
    except Refused as error:
        messages.error(request, error.refusal.detail)
    else:
        messages.success(request, f"You and {shown.shown_name} do not meet any more.")
    return redirect(_next(request))


@login_required
@require_POST
def unblock(request: ReaderRequest, username: str) -> HttpResponse:
    shown = get_object_or_404(Reader, username=username)
    check(request.user, May.BLOCK)
    actions.unblock_reader(blocker=request.user, blocked=shown)
    messages.success(request, f"You and {shown.shown_name} meet again.")
    return redirect("accounts:blocks")


@login_required
@require_http_methods(["GET", "POST"])
def notifications(request: ReaderRequest) -> HttpResponse:
    """GET shows, POST marks all as read."""
    if request.method == "POST":
        actions.read_notifications(request.user)
        return redirect("accounts:notifications")
    mine = queries.notifications_for(request.user)
    page = page_of(mine, ("-id",), request.GET.get("cursor"), limit=30)
    return render(request, "accounts/notifications.html", {"page": page})


@require_GET
def mail(request: HttpRequest, name: str = "") -> HttpResponse:
    """What a demo would have sent; 404 on any real site."""
    mails = mailbox.mails()
    if mails is None:
        raise Http404
    if not name:
        return render(request, "accounts/mailbox.html", {"mails": mails[:200]})
    shown = next((mail for mail in mails if mail.name == name), None)
    if shown is None:
        raise Http404
    return render(request, "accounts/mail.html", {"mail": shown})


def _next(request: HttpRequest) -> str:
    """A page of this site to go back to."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if get_adapter(request).is_safe_url(asked) else "/blocks/"
