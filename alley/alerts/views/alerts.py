"""The list, and one alert: made, tried on the past, changed, paused, deleted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.alerts import actions, queries
from alley.alerts.forms import FORMS, AlertForm, form_for, values_of
from alley.alerts.models import Alert
from alley.alerts.views.tried import tried
from alley.alerts.wording import rule_words
from alley.keyset import page_of
from alley.markets.queries import instrument_for, quotes_for
from alley.markets.quotes import text_of
from alley.refusals import Refused

FIRST = "price_cross"


@login_required
@require_GET
def alerts(request: ReaderRequest) -> HttpResponse:
    page = page_of(queries.alerts_of(request.user), ("-id",), request.GET.get("cursor"), 30)
    context = {
        "views": queries.views_of(page.items),
        "next": page.next,
        "fired": queries.firings_of(request.user).order_by("-id")[:5],
    }
    return render(request, "alerts/alerts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ReaderRequest) -> HttpResponse:
    """POST with `try` shows when it would have fired, with `save` it is made."""
    kind = request.POST.get("kind") or request.GET.get("kind") or FIRST
    if kind not in FORMS:
        raise Http404
    form = form_for(kind, request.user, request.POST or None, _beginning(request, kind))
    context: dict[str, Any] = {"form": form, "kind": kind, "kinds": _kinds(kind, request)}
    if request.method == "POST" and form.is_valid():
        try:
            if "save" in request.POST:
                made = actions.create_alert(
                    owner=request.user, wish=form.wish(kind), device=device(request)
                )
                messages.success(request, f"{rule_words(made)}.{_not_yet(made)}")
                return redirect("alerts:list")
            context["tried"] = tried(actions.draft_alert(owner=request.user, wish=form.wish(kind)))
        except Refused as refused:
            _show(form, refused)
    return render(request, "alerts/edit.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def alert(request: ReaderRequest, pk: int) -> HttpResponse:
    """One's own alert. POST says what to do: save, try, pause, resume or delete."""
    try:
        mine = queries.alert_for(request.user, pk)
    except Refused:
        raise Http404 from None
    if request.method == "POST" and (done := _done(request, mine)):
        return done
    given = request.POST if "mode" in request.POST else None
    form = form_for(mine.kind, request.user, given, values_of(mine))
    context: dict[str, Any] = {
        "form": form,
        "kind": mine.kind,
        "view": queries.view_of(mine),
        "version": (given is not None and _version(request)) or mine.version,
        "fired": queries.firings_of(request.user, mine.pk).order_by("-id")[:10],
    }
    if given is not None and form.is_valid():
        try:
            if "save" in request.POST:
                actions.change_alert(
                    mine,
                    wish=form.wish(mine.kind),
                    expected=_version(request),
                    device=device(request),
                )
                told = "Changed. The next price decides on which side it stands."
                messages.success(request, f"{told}{_not_yet(mine)}")
                return redirect(mine)
            context["tried"] = tried(
                actions.draft_alert(owner=request.user, wish=form.wish(mine.kind))
            )
        except Refused as refused:
            context["version"] = refused.refusal.more.get("version", context["version"])
            _show(form, refused)
    return render(request, "alerts/edit.html", context)


def _not_yet(changed: Alert) -> str:
    """Said where the engine is not at work; otherwise the change is in force by now."""
    return "" if queries.taken_up(changed) else " It is in force as soon as the engine is at work."


def _done(request: ReaderRequest, mine: Alert) -> HttpResponse | None:
    try:
        if "pause" in request.POST:
            queries.taken_up(actions.pause_alert(mine, device=device(request)))
        elif "resume" in request.POST:
            actions.resume_alert(mine, device=device(request))
        elif "delete" in request.POST:
            actions.delete_alert(mine, device=device(request))
            messages.success(request, "Deleted. Nothing more is sent for it.")
        else:
            return None
    except Refused as refused:
        messages.error(request, refused.refusal.detail)
    return redirect("alerts:list")


def _version(request: HttpRequest) -> int | None:
    """Of the rule as the form showed it."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _beginning(request: HttpRequest, kind: str) -> dict[str, Any]:
    """What an instrument's page leads to: its symbol, and its price as the level."""
    begin: dict[str, Any] = {
        "channels": queries.channels_for(request.user, kind),  # type: ignore[arg-type]
        "mode": Alert.Mode.EVERY if kind in {"story", "reply"} else Alert.Mode.ONCE,
    }
    if text := request.GET.get("symbol", "")[:64]:
        instrument = instrument_for(text)
        begin["symbol"] = instrument.symbol if instrument else text
        if instrument and kind == FIRST and (quote := quotes_for([instrument.symbol])):
            begin["level"] = text_of(quote[instrument.symbol].price)
    return begin


def _kinds(chosen: str, request: HttpRequest) -> list[tuple[str, str, bool]]:
    symbol = request.POST.get("symbol") or request.GET.get("symbol") or ""
    return [
        (
            f"{reverse('alerts:new')}?kind={kind}&symbol={symbol}",
            str(Alert.Kind(kind).label),
            kind == chosen,
        )
        for kind in FORMS
    ]


def _show(form: AlertForm, refused: Refused) -> None:
    field = str(refused.refusal.more.get("field", ""))
    form.add_error(field if field in form.fields else None, refused.refusal.detail)
