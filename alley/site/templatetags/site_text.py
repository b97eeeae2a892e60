"""Moments in words for readers without JavaScript: always with the zone they are in."""

from datetime import UTC, datetime

from django import template

register = template.Library()


@register.filter
def long_moment(moment: datetime | None) -> str:
    """`20 Apr 2020, 21:15 UTC`."""
    if moment is None:
        return ""
    told = moment.astimezone(UTC)
    return f"{told.day} {told:%b %Y, %H:%M} UTC"


@register.filter
def short_moment(moment: datetime | None) -> str:
    """`20 Apr 20`, for a narrow column."""
    if moment is None:
        return ""
    told = moment.astimezone(UTC)
    return f"{told.day} {told:%b %y}"
