"""{{ example|pieces }} cuts a text at its marked spans; {{ share|percent }} shows a share."""

from typing import Any

from django import template

from alley.moderation.queries.desk import Piece, cut

register = template.Library()


@register.filter
def pieces(example: dict[str, Any]) -> list[Piece]:
    return cut(example["text"], example["reasons"])


@register.filter
def percent(share: float) -> str:
    return f"{share:.1%}"
