"""Where a reader is told, quiet hours, webhooks, push; and the way out of mails."""

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.accounts.models import Reader
from alley.alerts import actions, queries
from alley.alerts.channel_forms import PreferenceForm, WebhookForm
from alley.alerts.deliveries import mail, push
from alley.alerts.models import PushSubscription, Webhook
from alley.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: ReaderRequest) -> HttpResponse:
    form = PreferenceForm(request.POST or None, instance=queries.preferences_of(request.user))
    if request.method == "POST" and form.is_valid():
        actions.save_preferences(request.user, form.changed(), device=device(request))
        messages.success(request, "Saved.")
        return redirect("alerts:settings")
    return _page(request, form, WebhookForm())


@login_required
@require_POST
def webhooks(request: ReaderRequest) -> HttpResponse:
    """Add one (its secret is on the answer, and never again), test, switch on or remove one."""
    if pk := request.POST.get("remove", ""):
        actions.remove_webhook(request.user, _number(pk))
        messages.success(request, "Removed.")
        return redirect("alerts:settings")
    if pk := request.POST.get("on", ""):
        actions.switch_on_webhook(request.user, _number(pk))
        messages.success(request, "Switched on. What it missed can be sent again.")
        return redirect("alerts:settings")
    if pk := request.POST.get("test", ""):
        get_object_or_404(Webhook, reader=request.user, pk=_number(pk))
        messages.info(request, f"Tested: {actions.try_webhook(request.user, _number(pk))}.")
        return redirect("alerts:settings")
    form = WebhookForm(request.POST)
    made = None
    if form.is_valid():
        try:
            made = actions.add_webhook(request.user, form.cleaned_data["url"])
            form = WebhookForm()
        except Refused as refused:
            form.add_error("url", refused.refusal.detail)
    preferences = PreferenceForm(instance=queries.preferences_of(request.user))
    return _page(request, preferences, form, made=made)


@csrf_exempt  # RFC 8058: the mail program posts, without cookies; the link itself is the proof
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks, so that nobody's link checker unsubscribes anybody; POST does it."""
    reader = Reader.objects.filter(pk=mail.reader_of(token) or 0).first()
    if reader is None:
        raise Http404
    if request.method == "POST":
        actions.stop_email(reader)
    return render(request, "alerts/unsubscribe.html", {"done": request.method == "POST"})


@require_GET
def push_worker(request: HttpRequest) -> HttpResponse:
    """Served from /alerts/, because a worker may speak only for what lies below its address."""
    answer = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _worker() -> str:
    return Path(str(finders.find("alerts/push-worker.js"))).read_text(encoding="utf-8")


def _page(request: ReaderRequest, form: Any, hook_form: Any, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "hook_form": hook_form,
        "hooks": Webhook.objects.filter(reader=request.user).order_by("pk"),
        "browsers": PushSubscription.objects.filter(reader=request.user).order_by("pk"),
        "push_key": push.public_key(),
        **more,
    }
    return render(request, "alerts/settings.html", context)


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
