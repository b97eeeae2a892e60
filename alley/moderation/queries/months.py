"""What moderation did month by month, counted from decisions and appeals, naming nobody."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from alley.moderation.models import Appeal, Decision

RESTRICTING = ("reject", "suspend", "ban", "hide")
MONTHS = 12


def months(until: datetime) -> list[dict[str, Any]]:
    """The last twelve, oldest first; a month without anything is there with zeros."""
    names = _names(until)
    since = datetime(*names[0], 1, tzinfo=until.tzinfo)
    made = Decision.objects.filter(decided__gte=since, decided__lt=until)
    rows = made.annotate(month=TruncMonth("decided")).values("month").annotate(
        people=Count("pk", filter=Q(by__isnull=False, action__in=RESTRICTING)),
        automatic=Count("pk", filter=Q(by=None, action__in=RESTRICTING)),
        approved=Count("pk", filter=Q(action="approve")),
    )  # fmt: skip
    appeals = (
        Appeal.objects.filter(created__gte=since, created__lt=until)
        .annotate(month=TruncMonth("created"))
        .values("month")
        .annotate(appeals=Count("pk"), upheld=Count("pk", filter=Q(outcome="upheld")))
    )
    none = {"people": 0, "automatic": 0, "approved": 0, "appeals": 0, "upheld": 0}
    found: dict[tuple[int, int], dict[str, int]] = {name: dict(none) for name in names}
    counted: list[Any] = [*rows.order_by(), *appeals.order_by()]
    for row in counted:
        month = row.pop("month")
        if (month.year, month.month) in found:
            found[month.year, month.month].update(row)
    return [{"month": f"{year}-{month:02}", **each} for (year, month), each in found.items()]


def _names(until: datetime) -> list[tuple[int, int]]:
    last = until.year * 12 + until.month - 1
    numbers = range(last - MONTHS + 1, last + 1)
    return [(number // 12, number % 12 + 1) for number in numbers]
