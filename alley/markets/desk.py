"""The desk's page of prices: how each provider does, on which terms, and what was kept away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May, check, may
from alley.markets import actions, queries
from alley.refusals import Refused

PAGE = "prices_desk"


@require_GET
def prices(request: ReaderRequest) -> HttpResponse:
    if (refused := _refused(request)) is not None:
        return refused
    return _page(request)


@require_POST
def switch(request: ReaderRequest, provider: str) -> HttpResponse:
    if (refused := _refused(request)) is not None:
        return refused
    on = request.POST.get("on") == "yes"
    actions.switch_feed(provider=provider, on=on, by=request.user.username)
    return redirect(PAGE)


@require_POST
def licence(request: ReaderRequest, provider: str) -> HttpResponse:
    if (refused := _refused(request)) is not None:
        return refused
    words = request.POST.get("licence", "")
    actions.license_feed(provider=provider, licence=words, by=request.user.username)
    return redirect(PAGE)


@require_POST
def settle(request: ReaderRequest, pk: int) -> HttpResponse:
    if (refused := _refused(request)) is not None:
        return refused
    release = request.POST.get("verdict") == "release"
    try:
        actions.settle_quarantined(pk=pk, release=release, by=request.user.username)
    except Refused as error:
        return _page(request, error)
    return redirect(PAGE)


def _page(request: HttpRequest, error: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    shown = {
        "now": now,
        "feeds": queries.feeds(now),
        "kept": queries.quarantined(),
        "settled": queries.settled_lately(),
        "refusal": error.refusal if error else None,
    }
    status = error.refusal.status if error else 200
    return render(request, "markets/desk/prices.html", shown, status=status)


def _refused(request: HttpRequest) -> HttpResponse | None:
    try:
        check(request.user, May.EDIT_INSTRUMENTS)
    except Refused as error:
        status = error.refusal.status
        return render(request, "markets/desk/no.html", {"refusal": error.refusal}, status=status)
    return None


class PricesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, May.EDIT_INSTRUMENTS)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("prices/", prices, name=PAGE),
        path("prices/feeds/<slug:provider>/switch/", switch, name="feed_switch"),
        path("prices/feeds/<slug:provider>/licence/", licence, name="feed_licence"),
        path("prices/kept/<int:pk>/settle/", settle, name="quarantine_settle"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    item: MenuItem = PricesItem(  # type: ignore[no-untyped-call]
        "Prices", reverse(PAGE), icon_name="history", order=170
    )
    return item
