"""The log of ticks: appended in packs, read from a stored position, pruned behind its readers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection

from alley.markets.models import TickPack, TickReader
from alley.markets.queries.ticks import newest_tick
from alley.markets.taking import Outcome
from alley.markets.tick import Tick
from alley.markets.ticklog import packed

KEPT = timedelta(days=2)
LONGEST = timedelta(days=7)  # a reader that has not come for so long does not hold the log
PACK = 10_000  # ticks in one row at most
CHUNK = 1_000  # packs looked at together when they are forgotten
LOCK = 8_107_001  # any number, the same for every writer of the log


def one_writer() -> None:
    """Until the transaction ends nobody else appends: places then grow in the order of commits.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def append(
    ticks: Sequence[Tick],
    instruments: Mapping[str, int],
    outcomes: Sequence[Outcome],
    received: datetime,
) -> None:
    """In their order, by the one writer; `instruments` knows their symbols."""
    place = newest_tick() if ticks else 0
    for start in range(0, len(ticks), PACK):
        part = ticks[start : start + PACK]
        place += len(part)
        content = packed(part, instruments, outcomes[start : start + PACK])
        TickPack.objects.create(last=place, count=len(part), received=received, content=content)


def advance_reader(name: str, position: int) -> None:
    """`name` has read up to `position`: saved with what it made of the ticks, or not at all."""
    TickReader.objects.update_or_create(name=name, defaults={"position": position})


def prune(now: datetime) -> int:
    """Forget ticks that are old and that every living reader has read; how many."""
    living = TickReader.objects.filter(advanced__gte=now - LONGEST)
    read = min(living.values_list("position", flat=True), default=None)
    forgotten = 0
    while packs := _oldest(now, read):
        forgotten += sum(packs.values())
        TickPack.objects.filter(last__lte=max(packs)).delete()
    return forgotten


def _oldest(now: datetime, read: int | None) -> dict[int, int]:
    """Packs from the start of the log that may go, with their counts; not the newest, which keeps
    the place. No index is needed, received grows with places."""
    rows = TickPack.objects.order_by("last").values_list("last", "count", "received")
    before, anyway, newest = now - KEPT, now - LONGEST, newest_tick()
    return {
        last: count
        for last, count, received in rows[:CHUNK]
        if last != newest
        and (received < anyway or (received < before and (read is None or last <= read)))
    }
