"""The log of ticks: appended in bulk, read from a stored position, pruned behind its readers."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from alley import bulk
from alley.markets.models import LoggedTick, TickReader

KEPT = timedelta(days=2)
LONGEST = timedelta(days=7)  # a reader that has not come for so long does not hold the log
CHUNK = 10_000
FIELDS = ("instrument", "price", "volume", "time", "received", "source", "kind", "outcome")
LOCK = 8_107_001  # any number, the same for every writer of the log


def one_writer() -> None:
    """Until the transaction ends nobody else appends: ids then grow in the order of commits.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def append(rows: Iterable[Sequence[Any]]) -> None:
    """Rows of FIELDS, in their order."""
    bulk.insert(LoggedTick, FIELDS, rows)


def advance_reader(name: str, position: int) -> None:
    """`name` has read up to `position`: saved with what it made of the ticks, or not at all."""
    TickReader.objects.update_or_create(name=name, defaults={"position": position})


def prune(now: datetime) -> int:
    """Forget ticks that are old and that every living reader has read; how many."""
    living = TickReader.objects.filter(advanced__gte=now - LONGEST)
    read = min(living.values_list("position", flat=True), default=None)
    forgotten = 0
    while chunk := _oldest(now, read):
        forgotten += len(chunk)
        LoggedTick.objects.filter(id__lte=chunk[-1]).delete()
    return forgotten


def _oldest(now: datetime, read: int | None) -> list[int]:
    """Ids from the start of the log that may go; no index is needed, received grows with ids."""
    rows = LoggedTick.objects.order_by("id").values_list("id", "received")[:CHUNK]
    before, anyway = now - KEPT, now - LONGEST
    return [
        pk
        for pk, received in rows
        if received < anyway or (received < before and (read is None or pk <= read))
    ]
