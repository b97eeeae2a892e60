"""publish and purge: rows of the event log; whoever holds open pages is woken after commit."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from alley import bulk
from alley.live.local_wakes import LocalWakes
from alley.live.models import Event
from alley.live.renewals import RENEWED
from alley.live.wakes import RedisWakes, Wakes
from alley.prepared import insert

PURGE = "purge"  # the topic on which the page caches listen

wakes: Wakes = (
    RedisWakes(settings.REDIS_URL)
    if settings.REDIS_URL
    else LocalWakes(settings.DATA_DIR / "wakes")
)
wakers = wakes.wakers


def publish(topic: str, event: dict[str, Any]) -> None:
    """Tell every open page that listens to `topic`, once the surrounding transaction is safe.

    `event` has a "type" and JSON values; an "author" (reader id) lets it be kept from readers
    who do not meet that author.
    """
    insert(Event(topic=topic, payload=event))
    _wake_after_commit()


def publish_many(events: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """The same for very many (topic, event) of one transaction, in their order."""
    now = timezone.now()
    rows = [(topic, event, now) for topic, event in events]
    bulk.insert(Event, ("topic", "payload", "created"), rows)
    _wake_after_commit()


def renewed(topics: Iterable[str]) -> None:
    """There is something newer on these topics, in the same transaction: whoever listens is told
    what it is when they hear of it (renewals.py), however often it changed meanwhile."""
    if wanted := list(topics):
        publish(RENEWED, {"topics": wanted})


def purge(*keys: str) -> None:
    """Drop every cached page that carries one of these surrogate keys, on every node."""
    publish(PURGE, {"keys": sorted(set(keys))})


def _wake_after_commit() -> None:
    """Once, however many events a transaction has. A savepoint whose rollback would take the wake
    away takes what is published now along with it, for it is still open."""
    if not any(hook[1] == wakes.tell for hook in connection.run_on_commit):
        transaction.on_commit(wakes.tell)
