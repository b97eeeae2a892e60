"""The queue on the first page of the desk."""
# mypy: disable-error-code="assignment"

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from alley.accounts.permissions import May, may
from alley.moderation.queries.desk import queue

MOST = 6


class PressingPanel(Component):
    name = "moderation"
    template_name = "moderation/desk/pressing.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        lists = ("Most pressing", ""), ("Due next", "due")
        return {
            "lists": [(title, sort, queue(limit=MOST, sort=sort).items) for title, sort in lists],
            "now": timezone.now(),
        }


@hooks.register("construct_homepage_panels")
def moderation_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may(request.user, May.MODERATE):
        panels.append(PressingPanel())
