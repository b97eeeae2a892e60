"""Parts 5 and 6: what was restricted without a notice, by category and kind of restriction."""

from typing import Any

from django.db.models import Count, Q

from alley.moderation import policy as policies
from alley.moderation.dsa import heads
from alley.moderation.dsa.categories import AGAINST_TERMS, CATEGORIES, Row, rows
from alley.moderation.models import Statement
from alley.moderation.queries.dsa.table import Span, Table, filled, whose, within

Restriction = Statement.Restriction
REST = "OTHER_VIOLATION_TC.OTHER"
TERMS = "decisions name a guideline of this site, never a law: see part 6"
NOTHING: list[Any] = [0] * 16


def own_initiative_illegal(span: Span) -> Table:
    table: Table = [list(heads.ILLEGAL)]
    for row in rows((), CATEGORIES):
        words = (TERMS,) if row.names is None else ()
        table.append(filled(_cells(row, span), NOTHING, words))
    return table


def own_initiative_terms(span: Span) -> Table:
    guidelines = policies.current().guidelines
    known = frozenset(each.id for each in guidelines)
    table: Table = [list(heads.AGAINST_TERMS)]
    for row in rows(guidelines, CATEGORIES | AGAINST_TERMS, REST):
        figures = NOTHING if row.empty else _figures(row, known, span)
        table.append(filled(_cells(row, span), figures, ()))
    return table


def _cells(row: Row, span: Span) -> list[Any]:
    return [*whose(heads.ALL, span), row.label, row.other]


def _figures(row: Row, known: frozenset[str], span: Span) -> list[Any]:
    made = Statement.objects.filter(issued__gte=span.since, issued__lt=span.until)
    made = made.filter(Q(automated_detection=True) | Q(decision__case__reports=None))
    made = within(made, "guideline", row, known)
    counted = dict(made.values_list("restriction").annotate(n=Count("pk", distinct=True)))
    found = made.filter(automated_detection=True).aggregate(n=Count("pk", distinct=True))["n"]
    disabled = counted.get(Restriction.HIDDEN, 0) + counted.get(Restriction.HELD, 0)
    return [
        sum(counted.values()),
        found,
        counted.get(Restriction.REMOVED, 0),
        disabled,
        *[0] * 8,
        counted.get(Restriction.SUSPENDED, 0),
        0,
        0,
        counted.get(Restriction.BANNED, 0),
    ]
