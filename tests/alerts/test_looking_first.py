"""Commits that do not concern alerts wake the engine and the pump all the time: they look first,
and take the turn of the database's one writer only where there is something to do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts.deliveries.pump import LEASE as SENDING
from alley.alerts.deliveries.pump import claim
from alley.alerts.engine import Engine, shards
from alley.alerts.models import Alert, Delivery, Firing, Shard, StoryHeard
from alley.alerts.queries import in_force
from tests.alerts.conftest import fired, prices

Make = Callable[..., Alert]


def writes(work: Callable[[], Any]) -> bool:
    with CaptureQueriesContext(connection) as asked:
        work()
    return any(not query["sql"].strip().startswith("SELECT") for query in asked)


def test_an_engine_with_nothing_to_do_only_reads(alert: Make, engine: Engine) -> None:
    mine = alert("82")
    prices(80)
    engine.turn()
    assert not writes(engine.turn)

    prices(83, start=1)
    engine.turn()
    assert fired(mine) == ["83"]
    assert not writes(engine.turn)


def test_a_change_of_a_rule_and_a_story_are_work(alert: Make, engine: Engine) -> None:
    engine.turn()
    mine = alert("82")
    engine.turn()
    assert in_force(mine)

    StoryHeard.objects.create(article=1, published=timezone.now())
    engine.turn()
    assert not StoryHeard.objects.exists()


def test_an_idle_engine_renews_its_lease_in_time(engine: Engine) -> None:
    engine.turn()
    soon = timezone.now() + shards.LEASE / 2 - timedelta(seconds=0.1)
    engine.shard.until = soon
    Shard.objects.update(until=soon)
    engine.turn()

    assert Shard.objects.get().until - soon > shards.LEASE / 3  # type: ignore[operator]
    assert not writes(engine.turn)


def test_an_idle_engine_notices_that_its_lease_was_lost(engine: Engine) -> None:
    engine.turn()
    assert shards.claim(0, "test")  # the same holder again, under a new fence
    with pytest.raises(shards.LostLease):
        engine.turn()


def test_an_engine_whose_clock_went_back_writes_its_lease_anew(engine: Engine) -> None:
    engine.turn()
    engine.shard.until = timezone.now() + 3 * shards.LEASE

    assert writes(engine.turn)


def test_waiting_for_a_shard_that_somebody_works_only_reads(engine: Engine) -> None:
    assert not writes(lambda: shards.claim(0, "somebody else"))


def test_a_pump_with_nothing_due_only_reads(ada: Reader, alert: Make, engine: Engine) -> None:
    assert not writes(lambda: claim(8))
    alert("82")
    prices(80, 83)
    engine.turn()
    later = timezone.now() + timedelta(minutes=1)
    one = Delivery.objects.create(
        firing=Firing.objects.get(), reader=ada, channel="webhook", target=1, due=later
    )
    assert not writes(lambda: claim(8))

    Delivery.objects.filter(pk=one.pk).update(due=timezone.now())
    assert [taken.pk for taken in claim(8)] == [one.pk]
    assert not writes(lambda: claim(8))


@pytest.mark.parametrize("ends", [timedelta(seconds=-1), 3 * SENDING])
def test_a_delivery_whose_sender_is_gone_is_due(
    ada: Reader, alert: Make, engine: Engine, ends: timedelta
) -> None:
    """Its lease ran out, or was written under another clock."""
    alert("82")
    prices(80, 83)
    engine.turn()
    now = timezone.now()
    one = Delivery.objects.create(
        firing=Firing.objects.get(),
        reader=ada,
        channel="webhook",
        target=1,
        due=now,
        state="leased",
        leased_until=now + ends,
    )

    assert [taken.pk for taken in claim(8)] == [one.pk]
