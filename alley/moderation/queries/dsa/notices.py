"""Part 4: what readers reported, and what came of it."""

from typing import Any

from django.db.models import Count, F, Q

from alley.moderation import policy as policies
from alley.moderation.dsa import heads
from alley.moderation.dsa.categories import CATEGORIES, NOTICE_UNSPECIFIED, Row, rows
from alley.moderation.models import Report
from alley.moderation.queries.dsa.table import NOT_KEPT, Span, Table, filled, hours, whose, within

FLAGGERS = f"{NOT_KEPT}: trusted readers of this site are no trusted flaggers under Article 22"
TERMS = "decisions name a guideline of this site, never a law"
WORDS = ("all reports of readers", FLAGGERS, "distinct comments", FLAGGERS, "in hours", FLAGGERS,
         TERMS, FLAGGERS, "distinct comments", FLAGGERS)  # fmt: skip


def notices(span: Span) -> Table:
    reasons = policies.current().reports.reasons
    known = frozenset(reason.id for reason in reasons)
    table: Table = [list(heads.NOTICES)]
    for row in rows(reasons, CATEGORIES, NOTICE_UNSPECIFIED):
        cells = [*whose(heads.HOSTING, span), row.label, row.other]
        words = WORDS if row.names is None else ()
        table.append(filled(cells, _figures(row, known, span), words))
    return table


def _figures(row: Row, known: frozenset[str], span: Span) -> list[Any]:
    if row.empty:
        return [0, "", 0, "", "", "", 0, "", 0, ""]
    made = Report.objects.filter(created__gte=span.since, created__lt=span.until)
    made = within(made, "reason", row, known)
    items, upheld = "case__subject_key", Q(outcome=Report.Outcome.UPHELD)
    counted = made.aggregate(
        n=Count("pk"),
        items=Count(items, distinct=True),
        acted=Count(items, distinct=True, filter=upheld),
    )
    decided = made.filter(case__decisions__by__isnull=False)
    waits = decided.annotate(wait=F("case__decisions__decided") - F("created"))
    median = hours(waits.order_by("-pk").values_list("wait", flat=True))
    return [counted["n"], "", counted["items"], "", median, "", 0, "", counted["acted"], ""]
