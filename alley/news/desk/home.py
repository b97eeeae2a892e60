"""The newsroom on the first page of the desk."""
# mypy: disable-error-code="assignment"

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from alley.accounts.permissions import May, may
from alley.news.queries.today import today


class TodayPanel(Component):
    name = "newsroom"
    template_name = "news/desk/today.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"today": today(), "may_break": may(user, May.BREAK_NEWS)}


@hooks.register("construct_homepage_panels")
def newsroom_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may(request.user, May.EDIT_NEWS):
        panels.append(TodayPanel())
