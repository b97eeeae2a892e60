"""Figures about moderation: counted from decisions, naming nobody."""

from datetime import datetime
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q

from alley.moderation.models import Appeal, Decision, Report, Sanction
from alley.moderation.queries.log import head
from alley.moderation.queries.months import months

REMOVING = (Decision.Action.REJECT, Decision.Action.SUSPEND, Decision.Action.BAN)
SAMPLE = 10_000  # the newest decisions, of which the median is taken


def transparency(since: datetime, until: datetime) -> dict[str, Any]:
    made = Decision.objects.filter(decided__gte=since, decided__lt=until)
    removed = made.filter(action__in=(*REMOVING, Decision.Action.HIDE))
    appeals = Appeal.objects.filter(created__gte=since, created__lt=until)
    automated = made.aggregate(
        decided=Count("pk", filter=Q(by=None)),
        reversed=Count("pk", filter=Q(by=None, case__decisions__action="approve"), distinct=True),
    )
    return {
        "from": since,
        "to": until,
        "decisions": made.count(),
        "approved": made.filter(action=Decision.Action.APPROVE).count(),
        "undone": made.exclude(undone=None).count(),
        "by_guideline": _by_guideline(removed),
        "automated": automated,
        "reports": Report.objects.filter(created__gte=since, created__lt=until).count(),
        "sanctions": dict(
            Sanction.objects.filter(starts__gte=since, starts__lt=until)
            .values_list("kind")
            .annotate(n=Count("pk"))
        ),
        "median_seconds_to_decision": _median(made),
        "months": months(until),
        "log": head(),
        "role": settings.DSA_ROLE,
        "appeals": dict(appeals.values_list("outcome").annotate(n=Count("pk"))),
    }


def _by_guideline(removed: Any) -> list[dict[str, Any]]:
    rows = removed.values("guideline").annotate(
        human=Count("pk", filter=Q(by__isnull=False)), automated=Count("pk", filter=Q(by=None))
    )
    return list(rows.order_by("guideline"))


def _median(made: Any) -> int | None:
    waits = made.filter(by__isnull=False).annotate(wait=F("decided") - F("case__opened"))
    seconds = [wait.total_seconds() for wait in waits.values_list("wait", flat=True)[:SAMPLE]]
    return round(median(seconds)) if seconds else None
