"""Moments on news pages: exact for programs, plain and with its zone for people."""

from datetime import UTC, datetime

from django import template

register = template.Library()


@register.filter
def rfc3339(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


@register.filter
def moment(moment: datetime | None) -> str:
    """Jan 7, 2022, 02:27 UTC; a script on the page may turn it into the reader's own zone."""
    if moment is None:
        return ""
    told = moment.astimezone(UTC)
    return f"{told:%b} {told.day}, {told:%Y, %H:%M} UTC"
