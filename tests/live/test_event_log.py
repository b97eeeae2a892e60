from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from alley.live import bus, tail
from alley.live.models import Event

pytestmark = pytest.mark.django_db


def test_what_is_published_is_heard_once_and_in_order() -> None:
    heard: list[str] = []

    def hear(events: Sequence[Event]) -> None:
        heard.extend(event.topic for event in events)

    reader = tail.Tail(hear)
    bus.publish("breaking", {"type": "breaking"})
    bus.purge("front")
    reader.look()
    reader.look()

    assert heard == ["breaking", "purge"]


def test_a_page_catches_up_on_its_own_topics() -> None:
    bus.publish("breaking", {"n": 1})
    last = tail.newest_id()
    bus.publish("thread:article:1", {"n": 2})
    bus.publish("breaking", {"n": 3})

    missed = tail.since(last, ["breaking"])

    told = [event.payload["n"] for event in missed.events]
    assert told[-1] == 3
    assert 2 not in told  # another topic; on PostgreSQL the last ones heard may come once more


def test_an_id_of_another_log_starts_anew() -> None:
    bus.publish("breaking", {})

    assert not tail.since(tail.newest_id() + 100, ["breaking"]).whole


def test_old_events_are_forgotten_and_pages_from_before_are_told() -> None:
    for n in range(3):
        bus.publish("breaking", {"n": n})
    first = tail.newest_id() - 2
    Event.objects.update(created=timezone.now() - timedelta(minutes=11))

    assert tail.prune() == 2
    assert tail.since(first, ["breaking"]) == ([], False)
    again = tail.since(tail.newest_id(), ["breaking"])
    assert again.whole
    assert all(event.pk <= tail.newest_id() for event in again.events)


def test_more_than_a_page_can_catch_up_on_makes_it_start_anew() -> None:
    bus.publish("breaking", {})
    last = tail.newest_id()
    Event.objects.bulk_create(Event(topic="breaking", payload={}) for _ in range(tail.MOST + 1))

    assert not tail.since(last, ["breaking"]).whole


def test_a_process_that_slept_through_the_log_is_told() -> None:
    lost: list[bool] = []
    reader = tail.Tail(lambda events: None, lambda: lost.append(True))
    bus.publish("breaking", {})
    reader.look()
    bus.publish("breaking", {})
    Event.objects.filter(pk__lte=reader.newest).delete()
    reader.look()

    assert lost == [True]


def test_a_transaction_wakes_once_and_not_for_what_was_taken_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as wakes, transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            bus.publish("breaking", {"n": 1})
            raise ZeroDivisionError
        with transaction.atomic():
            bus.publish("breaking", {"n": 2})
        bus.publish("breaking", {"n": 3})
        bus.purge("front")
    assert len(wakes) == 1

    with (
        django_capture_on_commit_callbacks() as wakes,
        suppress(ZeroDivisionError),
        transaction.atomic(),
    ):
        bus.publish("breaking", {"n": 4})
        raise ZeroDivisionError
    assert wakes == []
