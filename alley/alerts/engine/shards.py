"""Who works which part of the instruments: a lease with a fence."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from alley.alerts.models import Alert, Shard
from alley.markets.queries import newest_tick

LEASE = timedelta(seconds=10)


class LostLease(Exception):
    """Somebody else works this shard by now: what was about to be saved must not be."""


def claim(number: int, holder: str) -> Shard | None:
    """Take a shard that nobody works on. A new one begins where the oldest alert does."""
    free = _free(holder, timezone.now())
    known = Shard.objects.filter(number=number)
    if known.exists() and not known.filter(free).exists():
        return None  # seen without the lock that only one writer has
    return _take(number, holder, free)


@transaction.atomic
def _take(number: int, holder: str, free: Q) -> Shard | None:
    shard = Shard.objects.filter(number=number).first()
    if shard is None:
        start = _beginning()
        shard, _ = Shard.objects.get_or_create(
            number=number, defaults={"position": start, "seen": start}
        )
    taken = Shard.objects.filter(free, pk=shard.pk).update(
        holder=holder, fence=F("fence") + 1, until=timezone.now() + LEASE
    )
    return Shard.objects.get(pk=shard.pk) if taken else None


def _free(holder: str, now: datetime) -> Q:
    free = Q(until=None) | Q(until__lt=now) | Q(holder=holder)
    # a lease that ends later than one can last was written under another clock
    return free | Q(until__gt=now + 2 * LEASE)


def _beginning() -> int:
    live = Alert.objects.filter(state=Alert.State.LIVE, instrument__isnull=False)
    oldest: int | None = live.aggregate(least=Min("since"))["least"]
    return newest_tick() if oldest is None else oldest


def keep(shard: Shard, *, position: int, seen: int, changes: int) -> None:
    """Save the new place, inside the transaction of what was made of the ticks.

    Raises LostLease.
    """
    until = timezone.now() + LEASE
    mine = Shard.objects.filter(pk=shard.pk, fence=shard.fence)
    if not mine.update(position=position, seen=seen, changes=changes, until=until):
        raise LostLease
    shard.position, shard.seen, shard.changes, shard.until = position, seen, changes, until


def release(shard: Shard) -> None:
    Shard.objects.filter(pk=shard.pk, fence=shard.fence).update(until=None, holder="")
