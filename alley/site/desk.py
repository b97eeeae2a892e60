"""The desk is the newsroom's and the moderators': of a tree of pages, nothing is shown."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel

OF_PAGES = frozenset({"explorer"})
REPORTS_OF_PAGES = frozenset({"locked-pages", "aging-pages", "page-types-usage"})


@hooks.register("construct_homepage_panels")
def without_pages(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [p for p in panels if not isinstance(p, RecentEditsPanel | LockedPagesPanel)]


@hooks.register("construct_main_menu")
def without_the_tree(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in OF_PAGES]


@hooks.register("construct_reports_menu")
def without_reports_of_pages(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in REPORTS_OF_PAGES]
