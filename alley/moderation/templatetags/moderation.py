"""{{ example|pieces }} cuts a text at its marked spans; {{ share|percent }} shows a share;
{{ opened|waited:now }}, {{ seconds|briefly }} and {{ step|lasting }} say times;
{{ id|title_in:guidelines }} is the policy's title; {{ entry.facts|details }} are the facts of a log
entry in a row; {% picture_of case as picture %} is the address of the picture that goes with what
it is about."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import template

from alley import subjects
from alley.moderation.models import Case
from alley.moderation.policy import Guideline, Reason, title_of
from alley.moderation.queries.desk import Piece, cut

register = template.Library()


@register.filter
def pieces(example: dict[str, Any]) -> list[Piece]:
    return cut(example["text"], example["reasons"])


IN_COLUMNS = ("guideline",)  # of the log's table


@register.filter
def details(facts: dict[str, Any]) -> str:
    """What else the log knows, as it was sealed: "case 12 · reason spam"."""
    return " · ".join(
        f"{name} {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in facts.items()
        if name not in IN_COLUMNS and value not in ("", None)
    )


@register.filter
def percent(share: float) -> str:
    return f"{share:.1%}"


@register.simple_tag
def picture_of(case: Case) -> str:
    return subjects.picture_of(case.subject_kind, case.subject_key)


@register.filter
def waited(since: datetime, now: datetime) -> str:
    """How long something waits, as short as a list needs it."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


@register.filter
def briefly(seconds: float) -> str:
    """`40 s`, `12 min`, `3.5 h`, `2.1 days`: as exact as a median deserves."""
    for size, unit in ((86_400, "days"), (3_600, "h")):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"


@register.filter
def lasting(time: timedelta) -> str:
    hours = int(time.total_seconds() // 3600)
    if hours % 24:
        return f"{hours} hour{'s' if hours != 1 else ''}"
    return f"{hours // 24} day{'s' if hours != 24 else ''}"


@register.filter
def title_in(name: str, known: Iterable[Guideline | Reason]) -> str:
    return title_of(name, known)
