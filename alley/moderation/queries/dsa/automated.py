"""Part 8: what was decided by automated means alone, and how often a person agreed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from alley.moderation.dsa import heads
from alley.moderation.models import Decision, Report, Statement
from alley.moderation.queries.dsa.notices import FLAGGERS
from alley.moderation.queries.dsa.table import Span, Table, whose

SECTION = "Use of automated means for content moderation"
ACCURACY = "Accuracy of the automated means - "
ALONE = "Number of measures solely taken by automated means "
BY_PEOPLE = "Number of measures not taken by automated means"
NOTICES_ALONE = "Number of notices solely processed by automated means "
NOTICES_BY_PEOPLE = "Number of notices not processed by automated means"
PROVISIONAL = "provisional: each opens a case for a person, and lapses if nobody decides"
AGREED = "share of the automatic measures a person has decided about and let stand"
UNKNOWN = "what no rule marked and nobody reported is not counted"
NO_MACHINE = "a person decides about every notice"
Line = tuple[str, str, str, Any, str]  # applies, indicator, scope, value, words


def automated_means(span: Span) -> Table:
    made = Statement.objects.filter(issued__gte=span.since, issued__lt=span.until)
    own = made.filter(Q(automated_detection=True) | Q(decision__case__reports=None)).distinct()
    lines = [
        *_measures(made, "Total number"),
        *_measures(own, "Own-initiative "),
        *_notices(span),
    ]
    return [
        list(heads.INDICATORS),
        *(
            [*whose(applies, span), SECTION, name, scope, value, words]
            for applies, name, scope, value, words in lines
        ),
    ]


def _measures(made: "QuerySet[Statement]", scope: str) -> Iterator[Line]:
    alone = made.filter(automated_decision=True)
    yield heads.ALL, ALONE, scope, alone.count(), PROVISIONAL
    yield heads.ALL, BY_PEOPLE, scope, made.filter(automated_decision=False).count(), ""
    agreed = _agreed(alone)
    yield heads.ALL, f"{ACCURACY}Accuracy", scope, agreed, AGREED
    yield heads.ALL, f"{ACCURACY}Precision", scope, agreed, AGREED
    yield heads.ALL, f"{ACCURACY}Recall", scope, "", UNKNOWN


def _agreed(alone: "QuerySet[Statement]") -> Any:
    """Of the cases behind them that a person has decided since, the share not approved."""
    cases = alone.filter(decision__isnull=False).values("decision__case")
    since = Decision.objects.filter(case__in=cases, by__isnull=False, undone=None)
    decided = since.values("case").distinct().count()
    against = since.filter(action=Decision.Action.APPROVE).values("case").distinct().count()
    return round(1 - against / decided, 4) if decided else ""


def _notices(span: Span) -> Iterator[Line]:
    made = Report.objects.filter(created__gte=span.since, created__lt=span.until)
    for applies, scope, people, why in (
        (heads.HOSTING, "NAM Total", made.count(), NO_MACHINE),
        (heads.PLATFORMS, "NAM Trusted Flagger", "", FLAGGERS),
    ):
        yield applies, NOTICES_ALONE, scope, 0 if why == NO_MACHINE else "", why
        yield applies, NOTICES_BY_PEOPLE, scope, people, why
        for name in ("Accuracy", "Precision", "Recall"):
            yield applies, f"{ACCURACY}{name}", scope, "", why
