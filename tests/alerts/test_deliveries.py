"""From the outbox, at least once: who is told, when, and by whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions, outbox
from alley.alerts.deliveries import pump, webhook
from alley.alerts.deliveries.pump import Pump
from alley.alerts.engine import Engine
from alley.alerts.models import Alert, Delivery, Firing, Preference
from tests.alerts.delivered import due_now, hook_of, state
from tests.alerts.peers import Mailbox, Receiver


def test_who_must_no_longer_be_told_is_not(
    ada: Reader, fire: Callable[..., Firing], box: Mailbox, hooks: Receiver
) -> None:
    hook_of(ada, hooks.url)
    firing = fire("email", "webhook")
    ada.is_active = False
    ada.save()
    Pump().drain()

    assert set(firing.deliveries.values_list("state", flat=True)) == {"dropped"}
    assert not box.mails
    assert not hooks.posted


def test_quiet_hours_hold_back_what_disturbs(
    ada: Reader, engine: Engine, fire: Callable[..., Firing]
) -> None:
    Preference.objects.create(reader=ada, quiet_from=clock(0, 0), quiet_to=clock(23, 59))
    firing = fire("in_app", "email")

    assert Pump().drain() == 0
    assert state(firing, "in_app") == ("sent", 1)
    assert state(firing, "email") == ("queued", 0)


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        ("Europe/Berlin", "2026-01-10T21:30", "2026-01-11T06:00"),  # 22:30 there
        ("Europe/Berlin", "2026-01-11T03:00", "2026-01-11T06:00"),
        ("Europe/Berlin", "2026-01-11T12:00", "2026-01-11T12:00"),
        ("Europe/Berlin", "2026-03-28T22:00", "2026-03-29T05:00"),  # the clocks go forward
        ("Europe/Berlin", "2026-10-24T21:00", "2026-10-25T06:00"),  # and back
        ("Europe/Berlin", "2026-10-25T01:30", "2026-10-25T06:00"),  # half past two, again
        ("America/New_York", "2026-01-11T03:00", "2026-01-11T12:00"),
    ],
)
def test_quiet_hours_are_the_readers_own(zone: str, now: str, until: str) -> None:
    preference = Preference(quiet_from=clock(22, 0), quiet_to=clock(7, 0))
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    found = outbox.quiet_until(preference, zone, moment)
    assert found == datetime.fromisoformat(until).replace(tzinfo=UTC)


def test_what_is_tried_again_waits_for_the_end_of_quiet_hours_too(
    ada: Reader, fire: Callable[..., Firing], box: Mailbox
) -> None:
    box.hang_up = 1
    firing = fire("email")
    Pump().drain()
    Preference.objects.create(reader=ada, quiet_from=clock(0, 0), quiet_to=clock(23, 59, 59))
    due_now()
    Pump().drain()

    one = firing.deliveries.get()
    assert (one.state, one.attempts, len(box.mails)) == ("queued", 1, 1)
    assert "quiet hours" in one.last_error


def test_a_delivery_somebody_else_took_over_is_not_written_to(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook_of(ada, hooks.url)
    firing = fire("webhook")
    [mine] = pump.claim(5)
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert pump.claim(5)[0].fence == mine.fence + 1
    pump.settle([mine], webhook.failed("late"))

    assert firing.deliveries.get().state == "leased"
    assert firing.deliveries.get().last_error == "interrupted; it may arrive twice"


def test_each_of_many_deliveries_is_claimed_by_one(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    for number in range(12):
        hook_of(ada, f"{hooks.url}/{number}")
    fire("webhook")
    first, second = pump.claim(5), pump.claim(50)

    assert len(first) + len(second) == 12
    assert not {one.pk for one in first} & {one.pk for one in second}


def test_deleting_an_alert_ends_what_waits(ada: Reader, fire: Callable[..., Firing]) -> None:
    fire("email")
    actions.delete_alert(Alert.objects.get())

    assert not Delivery.objects.exists()
    assert Pump().drain() == 0


def test_a_price_taken_back_while_its_messages_wait_is_not_told(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook_of(ada, hooks.url)
    firing = fire("email", "webhook")
    Firing.objects.update(correction="The price 83 was taken back")
    Pump().drain()

    told = firing.deliveries.values_list("channel", "state", "last_error").order_by("channel")
    assert list(told) == [
        ("email", "dropped", "the price was taken back"),
        ("webhook", "dropped", "the price was taken back"),
    ]
