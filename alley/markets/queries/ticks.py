"""Reads of the log of ticks, from a place in it."""

from django.db.models import QuerySet

from alley.markets.models import LoggedTick, TickReader


def ticks_after(position: int, limit: int = 10_000) -> QuerySet[LoggedTick]:
    """What the log holds after a place in it, in order."""
    return LoggedTick.objects.filter(id__gt=position).order_by("id")[:limit]


def position_of(reader: str) -> int | None:
    """Up to where this reader of the log has come; None where it never came."""
    return TickReader.objects.filter(name=reader).values_list("position", flat=True).first()


def newest_tick() -> int:
    """The end of the log."""
    return LoggedTick.objects.order_by("-id").values_list("id", flat=True).first() or 0
