"""Reads about readers."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import BigIntegerField, Q, QuerySet

from alley.accounts.lookalikes import skeleton
from alley.accounts.models import STAFF, Block, Notification, Reader, Unblock
from alley.prepared import Blank, prepared


def unmet_by(reader: Reader | None) -> frozenset[int]:
    """Ids of the readers this one does not meet: blocked by them, or having blocked them.

    Nobody for anonymous readers and for staff, who see all and are seen by all.
    """
    if reader is None or not reader.is_authenticated or reader.is_staff_role:
        return frozenset()
    return frozenset(
        blocked if blocker == reader.pk else blocker
        for blocker, blocked in _blocks_between.all(reader=reader.pk)
    )


@prepared(reader=BigIntegerField())
def _blocks_between(reader: Blank) -> QuerySet[Block, tuple[int, int]]:
    pairs = Block.objects.filter(
        Q(blocker=reader) & ~Q(blocked__role__in=STAFF)
        | Q(blocked=reader) & ~Q(blocker__role__in=STAFF)
    )
    return pairs.values_list("blocker_id", "blocked_id")


def readers_named(names: Collection[str]) -> list[Reader]:
    """Those who are called so, whatever the case; in one order for all writers."""
    if not names:
        return []
    skeletons = {skeleton(name) for name in names}
    found = Reader.objects.filter(skeleton__in=skeletons, is_active=True).order_by("pk")
    wanted = {name.casefold() for name in names}
    return [reader for reader in found if reader.username.casefold() in wanted]


def notifications_for(reader: Reader) -> QuerySet[Notification]:
    """What the reader was told, but not of the doings of somebody they do not meet."""
    told = Notification.objects.filter(reader=reader)
    unmet = unmet_by(reader)
    return told.filter(Q(by=None) | ~Q(by__in=unmet)) if unmet else told


def unread(reader: Reader) -> int:
    """How many notifications wait, counted up to 100: nobody reads a larger number."""
    return len(notifications_for(reader).filter(read=None).values("pk")[:100])


def blocks_of(reader: Reader) -> QuerySet[Block]:
    return Block.objects.filter(blocker=reader).select_related("blocked").order_by("-id")


def lifted_by(reader: Reader, now: datetime) -> QuerySet[Unblock]:
    """Readers this one may not block again yet."""
    waiting = Unblock.objects.filter(blocker=reader, until__gt=now)
    return waiting.select_related("blocked").order_by("until")
