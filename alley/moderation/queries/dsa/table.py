"""What every table of the report shares: whose and when a row is, what stays empty, medians."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from alley.moderation.dsa.categories import Row

Table = list[list[Any]]
NOT_KEPT = "not kept by this software"
MOST_WAITS = 10_000  # of which a median is taken


@dataclass(frozen=True, slots=True)
class Span:
    """`until` is the first moment after it."""

    since: datetime
    until: datetime


def whose(applies: str, span: Span) -> list[Any]:
    last = (span.until - timedelta(days=1)).date()
    return [applies, settings.SITE_NAME, f"{span.since.date()}/{last}"]


def blank(head: Sequence[str], cells: list[Any], words: str) -> list[Any]:
    """A row with no figures after `cells`, and `words` about each of them."""
    figures = (len(head) - len(cells)) // 2
    return [*cells, *[""] * figures, *[words] * figures]


def filled(cells: list[Any], figures: Sequence[Any], words: Sequence[str]) -> list[Any]:
    """A row with figures, and a word about those that need one."""
    return [*cells, *figures, *words, *[""] * (len(figures) - len(words))]


def within(made: "QuerySet[Any]", column: str, row: Row, known: frozenset[str]) -> "QuerySet[Any]":
    """What is counted in a row, by the name of ours in `column`."""
    if row.names is None:
        return made
    mine = Q(**{f"{column}__in": row.names})
    return made.filter(mine | ~Q(**{f"{column}__in": known}) if row.rest else mine)


def hours(waits: Any) -> Any:
    """The median, in hours; empty where nothing was decided."""
    taken = [wait.total_seconds() / 3600 for wait in waits[:MOST_WAITS] if wait is not None]
    return round(median(taken), 2) if taken else ""
