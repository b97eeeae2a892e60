"""A moderator's own work in figures: for themselves, to learn from; nobody is ranked."""

from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncWeek

from alley.accounts.models import Reader
from alley.moderation.models import Appeal, Decision

WEEKS = 12
SAMPLE = 2_000


def figures_of(moderator: Reader, now: datetime) -> dict[str, Any]:
    since = now - timedelta(weeks=WEEKS)
    mine = Decision.objects.filter(by=moderator, decided__gt=since)
    counted = mine.aggregate(
        decisions=Count("pk"),
        approved=Count("pk", filter=Q(action=Decision.Action.APPROVE)),
        undone_by_me=Count("pk", filter=Q(undone_by=moderator)),
        undone_by_others=Count("pk", filter=Q(undone__isnull=False) & ~Q(undone_by=moderator)),
    )
    appeals = Appeal.objects.filter(decider=moderator, created__gt=since)
    return {
        **counted,
        "since": since,
        "weeks": _weeks(mine, now),
        "guidelines": list(
            mine.exclude(guideline="").values("guideline").annotate(n=Count("pk")).order_by("-n")
        ),
        "median_minutes": _median(mine),
        "appeals": dict(appeals.values_list("outcome").annotate(n=Count("pk"))),
        "heard": Appeal.objects.filter(heard_by=moderator, heard__gt=since).count(),
    }


def _weeks(mine: Any, now: datetime) -> list[dict[str, Any]]:
    rows = mine.annotate(week=TruncWeek("decided")).values_list("week", "action")
    counted = rows.annotate(n=Count("pk")).order_by()
    found: dict[Any, dict[str, int]] = {}
    for week, action, many in counted:
        side = "approved" if action == Decision.Action.APPROVE else "restricted"
        sides = found.setdefault(week.date(), {"approved": 0, "restricted": 0})
        sides[side] += many
    monday = now.date() - timedelta(days=now.weekday())
    days = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    none = {"approved": 0, "restricted": 0}
    return [{"week": day, **found.get(day, none)} for day in days]


def _median(mine: Any) -> float | None:
    waits = mine.annotate(wait=F("decided") - F("case__opened")).order_by("-pk")
    minutes = [wait.total_seconds() / 60 for wait in waits.values_list("wait", flat=True)[:SAMPLE]]
    return round(median(minutes), 1) if minutes else None
