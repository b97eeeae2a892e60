"""{{ example|pieces }} cuts a text at its marked spans; {{ share|percent }} shows a share;
{% picture_of case as picture %} is the address of the picture that goes with what it is about."""

from typing import Any

from django import template

from alley import subjects
from alley.moderation.models import Case
from alley.moderation.queries.desk import Piece, cut

register = template.Library()


@register.filter
def pieces(example: dict[str, Any]) -> list[Piece]:
    return cut(example["text"], example["reasons"])


@register.filter
def percent(share: float) -> str:
    return f"{share:.1%}"


@register.simple_tag
def picture_of(case: Case) -> str:
    return subjects.picture_of(case.subject_kind, case.subject_key)
