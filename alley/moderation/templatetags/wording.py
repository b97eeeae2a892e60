"""{% wording text %}: the marked words of a text that was not taken, and what could stand there."""

from typing import Any

from django import template

from alley.moderation.screening import screen
from alley.moderation.wording import advice

register = template.Library()


@register.inclusion_tag("moderation/_wording.html")
def wording(text: str) -> dict[str, Any]:
    return {"advice": advice(text, screen(text))}
