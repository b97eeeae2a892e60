"""Appending to the log: one writer at a time, so that the chain never forks."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation.models import LogEntry
from alley.moderation.models.log import FIRST
from alley.prepared import insert, prepared

LOCK = 7_203_114  # any number of our own: PostgreSQL's advisory lock for the log


def append(
    now: datetime, by: Reader | None, action: str, about: str, key: object, /, **facts: Any
) -> LogEntry:
    """Seal what happened onto the end of the chain, in the caller's transaction."""
    if connection.vendor == "postgresql":  # SQLite's transactions are IMMEDIATE: one at a time
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    last = _last.first()
    entry = LogEntry(
        at=now,
        actor=by.pk if by else None,
        action=action,
        subject_kind=about,
        subject_key=str(key),
        guideline=facts.get("guideline", ""),
        facts=facts,
        previous=last or FIRST,
    )
    entry.digest = entry.seal()
    return insert(entry)


@prepared()
def _last() -> QuerySet[LogEntry, str]:
    return LogEntry.objects.order_by("-pk").values_list("digest", flat=True)[:1]


def note_brigade(kind: str, key: str, likes: int, idle: int) -> None:
    """Many likes of one comment came from one place, or in a rush: on record, without a case."""
    append(timezone.now(), None, "likes_set_aside", kind, key, likes=likes, idle=idle)
