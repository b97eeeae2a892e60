"""The transparency report in the Commission's eleven tables, each a file as its templates are.

What this software does not know is left empty, and the last columns say why.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from alley.accounts.models import Reader, Role
from alley.moderation import policy as policies
from alley.moderation.dsa import heads
from alley.moderation.dsa.categories import CATEGORIES, ORDER_UNSPECIFIED, rows
from alley.moderation.queries.dsa.automated import automated_means
from alley.moderation.queries.dsa.complaints import complaints
from alley.moderation.queries.dsa.measures import own_initiative_illegal, own_initiative_terms
from alley.moderation.queries.dsa.notices import notices
from alley.moderation.queries.dsa.table import NOT_KEPT, Span, Table, blank, whose
from alley.moderation.queries.dsa.words import described

Make = Callable[[Span], Table]


def report(part: str, since: datetime, until: datetime) -> Table | None:
    """One of PARTS, its head first; None if there is no such. `hosting-only` leaves out the rows
    that bind online platforms alone."""
    made = MADE.get(part)
    if made is None:
        return None
    head, *table = made(Span(since, until))
    bound = settings.DSA_ROLE == "platform"
    return [head, *(row for row in table if bound or row[0] != heads.PLATFORMS)]


def _summary(span: Span) -> Table:
    said = {
        "Name of the service provider": settings.SITE_NAME,
        "Date of the publication of the report": timezone.now().date().isoformat(),
        "Date of the publication of the latest previous report": "",
        "Starting date of reporting period": span.since.date().isoformat(),
        "Ending date of reporting period": (span.until - timedelta(days=1)).date().isoformat(),
    }
    rows = [[heads.ALL, settings.SITE_NAME, name, value] for name, value in said.items()]
    return [list(heads.SUMMARY), *rows]


def _categories(span: Span) -> Table:
    policy = policies.current()
    guidelines = [
        [each.title, each.text, each.dsa or "OTHER_VIOLATION_TC.OTHER", "guideline"]
        for each in policy.guidelines
    ]
    reasons = [
        [each.title, "", each.dsa or "NOT_SPECIFIED_NOTICE", "reason of a report"]
        for each in policy.reports.reasons
    ]
    return [list(heads.CATEGORIES), *guidelines, *reasons]


def _orders(span: Span) -> Table:
    head = list(heads.ORDERS)
    table = [head]
    for row in rows((), CATEGORIES, ORDER_UNSPECIFIED):
        cells = [*whose(heads.ALL, span), row.label, row.other, "TOTAL"]
        table.append(blank(head, cells, NOT_KEPT if row.label == "TOTAL" else ""))
    return table


def _people(span: Span) -> Table:
    moderators = Reader.objects.filter(role__in=[Role.MODERATOR, Role.ADMIN], is_active=True)
    section = "Human resources dedicated to content moderation "
    said = [
        ("Number of internal moderators employed by the provider", moderators.count(), "accounts"),
        ("Number of external moderators contracted by the provider", "", NOT_KEPT),
        (
            "Number of total moderators with sufficient linguistic expertise ",
            "",
            f"{NOT_KEPT}; the language of this site is {policies.current().language}",
        ),
    ]
    rows = [
        [*whose(heads.VLOPS, span), section, name, "Total number", value, words]
        for name, value, words in said
    ]
    return [list(heads.PEOPLE), *rows]


def _recipients(span: Span) -> Table:
    name = "Number of average monthly active recipients during the reporting period "
    row = [*whose("Only for VLOPs and VLOSEs", span), "AMAR", name, "TOTAL", ""]
    return [list(heads.AMAR), row]


def _qualitative(span: Span) -> Table:
    said = described(policies.current())
    rows = [[*whose(applies, span), name, words] for applies, name, words in said]
    return [list(heads.QUALITATIVE), *rows]


MADE: dict[str, Make] = {
    "1-summary": _summary,
    "2-categories-names": _categories,
    "3-member-states-orders": _orders,
    "4-notices": notices,
    "5-own-initiative-illegal": own_initiative_illegal,
    "6-own-initiative-TC": own_initiative_terms,
    "7-appeals-and-recidivism": complaints,
    "8-automated-means": automated_means,
    "9-human-resources": _people,
    "10-AMAR": _recipients,
    "11-qualitative": _qualitative,
}
PARTS = tuple(MADE)
