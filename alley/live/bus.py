"""publish and purge: rows of the event log; whoever holds open pages is woken after commit."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from alley.live.models import Event

PURGE = "purge"  # the topic on which the page caches listen

wakers: list[Callable[[], None]] = []


def publish(topic: str, event: dict[str, Any]) -> None:
    """Tell every open page that listens to `topic`, once the surrounding transaction is safe.

    `event` has a "type" and JSON values; an "author" (reader id) lets it be kept from readers
    who do not meet that author.
    """
    Event.objects.create(topic=topic, payload=event)
    transaction.on_commit(_wake)


def purge(*keys: str) -> None:
    """Drop every cached page that carries one of these surrogate keys, on every node."""
    publish(PURGE, {"keys": sorted(set(keys))})


def _wake() -> None:
    for waker in wakers:
        waker()
