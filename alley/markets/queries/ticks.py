"""Reads of the log of ticks, from a place in it."""

from collections.abc import Iterator
from datetime import datetime

from alley.markets.models import TickPack, TickReader
from alley.markets.ticklog import LoggedTick, Ticks, unpacked


def packs_after(position: int, limit: int = 10_000) -> list[Ticks]:
    """What the log holds after a place in it, in order: packs until they hold `limit` ticks."""
    rows = TickPack.objects.filter(last__gt=position).order_by("last")
    end, ticks = position, 0
    for last, count in rows.values_list("last", "count")[:limit].iterator(chunk_size=200):
        end, ticks = last, ticks + count
        if ticks >= limit:
            break
    found = rows.filter(last__lte=end).values_list("last", "count", "content")
    return [unpacked(*row).after(position) for row in found] if ticks else []


def ticks_after(position: int, limit: int = 10_000) -> Iterator[LoggedTick]:
    """The same, one by one."""
    for ticks in packs_after(position, limit):
        yield from ticks.rows()


def last_received_before(moment: datetime, position: int) -> int:
    """The last place after `position` that the log had by then; `position` where there is none."""
    rows = TickPack.objects.filter(last__gt=position, received__lt=moment).order_by("-last")
    return rows.values_list("last", flat=True).first() or position


def position_of(reader: str) -> int | None:
    """Up to where this reader of the log has come; None where it never came."""
    return TickReader.objects.filter(name=reader).values_list("position", flat=True).first()


def newest_tick() -> int:
    """The end of the log."""
    return TickPack.objects.order_by("-last").values_list("last", flat=True).first() or 0
