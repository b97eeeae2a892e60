"""The desk's list of updates from the wire that wait because an editor has changed the story."""
# mypy: disable-error-code="no-untyped-call"
# Wagtail's own constructors have no types

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May, check, may
from alley.news import actions
from alley.news.queries.waiting import compared, waiting_updates
from alley.refusals import Refused

MOST = 100


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    check(request.user, May.EDIT_NEWS)
    return render(request, "news/desk/updates.html", {"items": waiting_updates()[:MOST]})


@require_http_methods(["GET", "POST"])
def update(request: ReaderRequest, pk: int) -> HttpResponse:
    """Ours and theirs side by side; take the update, or set it aside."""
    check(request.user, May.EDIT_NEWS)
    if request.method == "POST":
        return _decided(request, pk)
    item = get_object_or_404(waiting_updates(), pk=pk)
    shown = {"item": item, "article": item.article, "fields": compared(item)}
    return render(request, "news/desk/update.html", shown)


def _decided(request: ReaderRequest, pk: int) -> HttpResponse:
    item = waiting_updates().filter(pk=pk).first()
    try:
        if item is None:
            raise Refused(actions.NO_UPDATE)
        if request.POST.get("decision") == "take":
            actions.take_update(item, by=request.user)
            messages.success(request, "The wire’s version stands; ours is in the history.")
        else:
            actions.set_update_aside(item)
            messages.success(request, "Ours stays. The next version will ask again.")
    except Refused as error:
        messages.error(request, error.refusal.detail)
    return redirect(reverse("news_updates"))


class UpdatesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, May.EDIT_NEWS)


@hooks.register("register_admin_menu_item")
def updates_item() -> MenuItem:
    return UpdatesItem("Wire updates", reverse("news_updates"), icon_name="download", order=110)


@hooks.register("register_admin_urls")
def updates_urls() -> list[Any]:
    return [
        path("newsroom/updates/", waiting, name="news_updates"),
        path("newsroom/updates/<int:pk>/", update, name="news_update"),
    ]
