"""What becomes of an alert after it was made: changed, paused, ended, or fired by a wrong price."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from alley.accounts.models import Notification
from alley.alerts import actions
from alley.alerts.engine import Engine
from alley.alerts.models import Alert, Firing, Shard
from alley.alerts.queries import in_force
from alley.markets.actions import withdraw_price
from alley.markets.models import Instrument
from tests.alerts.conftest import MORNING, fired, later, prices, wish

Make = Callable[..., Alert]


def test_a_changed_rule_fires_as_it_reads_now(alert: Make, engine: Engine) -> None:
    mine = alert("82", mode="every")
    prices(80, 82)
    engine.turn()
    actions.change_alert(mine, wish=wish("90", mode="every"))
    prices(80, 82, 89, 90, start=2)
    engine.turn()

    assert fired(mine) == ["82", "90"]
    assert [firing.version for firing in Firing.objects.order_by("pk")] == [1, 2]


def test_paused_and_deleted_alerts_do_not_fire(alert: Make, engine: Engine) -> None:
    paused, deleted = alert("82"), alert("82")
    prices(80)
    engine.turn()
    actions.pause_alert(paused)
    actions.delete_alert(deleted)
    prices(83, start=1)
    engine.turn()
    assert not Firing.objects.exists()

    actions.resume_alert(paused)
    prices(84, 81, 82, start=2)
    engine.turn()
    assert fired(paused) == ["82"]


def test_an_alert_that_expires_says_so_and_fires_no_more(alert: Make, engine: Engine) -> None:
    mine = alert("82", expires=later(hours=1))
    Alert.objects.update(expires=timezone.now() - timedelta(seconds=1))
    prices(80, 83)
    engine.turn()
    assert not Firing.objects.exists()

    assert actions.expire_due(timezone.now()) == 1
    mine.refresh_from_db()
    assert (mine.state, Notification.objects.get().title) == ("expired", "An alert has expired")


def test_a_paused_alert_expires_too(alert: Make, engine: Engine) -> None:
    mine = alert("82", expires=later(hours=1))
    actions.pause_alert(mine)
    actions.expire_due(later(hours=2))
    mine.refresh_from_db()

    assert mine.state == "expired"
    assert Notification.objects.get().title == "An alert has expired"


def test_a_change_is_in_force_when_the_engine_says_so(alert: Make, engine: Engine) -> None:
    mine = alert("82")
    assert in_force(mine) is False
    engine.turn()
    assert in_force(mine) is True
    Shard.objects.update(until=None)
    actions.pause_alert(mine)
    assert in_force(mine) is None  # nobody is at work


def test_what_a_price_fired_says_that_it_was_taken_back(
    alert: Make, engine: Engine, brent: Instrument, client: Client
) -> None:
    mine = alert("82", mode="every")
    prices(80, 83, 81, 84)
    engine.turn()
    moment = MORNING + timedelta(minutes=1)
    replayed = Firing.objects.create(alert=mine, arming=99, at=moment, proof={"tick": {"id": 99}})
    withdraw_price(instrument=brent, time=moment, why="cancelled by the exchange")

    replayed.refresh_from_db()
    wrong, right = Firing.objects.exclude(pk=replayed.pk).order_by("pk")[:2]
    assert wrong.correction.endswith("cancelled by the exchange")
    assert (right.correction, replayed.correction) == ("", "")
    told = Notification.objects.latest("pk")
    assert (told.title, told.url) == (f"Taken back: {wrong.title}", wrong.get_absolute_url())
    client.force_login(mine.owner)
    assert "cancelled by the exchange" in client.get(wrong.get_absolute_url()).content.decode()


def test_nor_was_the_way_back_from_it_one(alert: Make, engine: Engine, brent: Instrument) -> None:
    mine = alert("82")
    prices(85, 1, 86)
    engine.turn()
    withdraw_price(instrument=brent, time=MORNING + timedelta(minutes=1), why="cancelled")

    assert Firing.objects.get(alert=mine).correction.endswith("cancelled")
