"""The log on the desk: what was done by whom, narrowed down, and whether its chain holds."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May
from alley.moderation import policy as policies
from alley.moderation import queries
from alley.moderation.desk.doors import refused_page, shut
from alley.moderation.models import LogEntry
from alley.moderation.queries import Sought
from alley.refusals import Refused

LOG = "moderation_log"
KEPT = ("by", "action", "guideline", "since", "until", "kind", "key")


@require_GET
def log(request: ReaderRequest) -> HttpResponse:
    """Checks the newest part of the chain at each visit, and all of it when asked."""
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    asked = {name: request.GET.get(name, "").strip() for name in KEPT}
    try:
        page = queries.log_page(_sought(asked), request.GET.get("cursor"))
    except Refused as error:
        return refused_page(request, error)
    context: dict[str, Any] = {
        "asked": asked,
        "kept": {name: value for name, value in asked.items() if value},
        "entries": queries.shown(page.items),
        "next": page.next,
        "actions": LogEntry.Action.choices,
        "guidelines": policies.current().guidelines,
        "machine": queries.MACHINE,
        **_chain(everything=request.GET.get("verify") == "all"),
    }
    return render(request, "moderation/desk/log.html", context)


def _sought(asked: dict[str, str]) -> Sought:
    return Sought(
        by=asked["by"].removeprefix("@"),
        action=asked["action"],
        guideline=asked["guideline"],
        since=_day(asked["since"]),
        until=_day(asked["until"]),
        kind=asked["kind"],
        key=asked["key"],
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _chain(*, everything: bool) -> dict[str, Any]:
    return {
        "everything": everything,
        "head": queries.head(),
        "newest": queries.NEWEST,
        "broken": queries.broken_link(None if everything else queries.NEWEST),
    }
