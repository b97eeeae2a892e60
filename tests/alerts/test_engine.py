"""From a tick to a firing: once, with its proof, whatever comes in whatever order."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.alerts import actions
from alley.alerts.actions import Wish
from alley.alerts.engine import Engine, running, shards
from alley.alerts.models import Alert, Firing, Seen, Shard
from alley.alerts.queries import view_of
from alley.markets import actions as markets
from alley.markets.models import Instrument, TickReader
from tests.alerts.conftest import BRENT, fired, prices, wish

Make = Callable[..., Alert]


def test_a_crossing_fires_once_and_keeps_its_proof(alert: Make, engine: Engine) -> None:
    mine = alert("82", note="Sell half")
    prices(80.6, 81.99, 82.5, 83)
    engine.turn()

    firing = Firing.objects.get()
    mine.refresh_from_db()
    assert (mine.state, firing.arming, firing.rule) == (
        "done",
        1,
        "Tell me when Brent crude oil rises to 82 USD/bbl, once",
    )
    assert firing.title == "Brent crude oil up to 82.5 USD/bbl, through 82"
    assert firing.proof["previous"]["price"] == "81.99"
    assert firing.proof["tick"] == {
        "id": firing.proof["tick"]["id"],
        "price": "82.5",
        "time": "2022-01-06T15:02:00Z",
        "source": "desk",
        "kind": "indicative",
    }
    assert firing.deliveries.get().state == "sent"
    assert Notification.objects.get().url == firing.get_absolute_url()


def test_a_title_says_numbers_as_the_rule_does(ada: Reader, alert: Make, engine: Engine) -> None:
    alert("6600", "below")
    move = {"percent": "1", "window": "15m", "direction": "below"}
    actions.create_alert(owner=ada, wish=Wish("percent_move", move, symbol=BRENT))
    alert("-1200", "below")
    for minute, price in ((0, "6666.65"), (15, "6599.98"), (16, "-1234.5")):
        prices(price, start=minute)
    engine.turn()

    assert [one.title for one in Firing.objects.order_by("pk")] == [
        "Brent crude oil down to 6,599.98 USD/bbl, through 6,600",
        "Brent crude oil: −1.00 % within 15 minutes at 6,599.98 USD/bbl",
        "Brent crude oil down to −1,234.5 USD/bbl, through −1,200",
    ]


def test_ticks_before_the_alert_do_not_concern_it(alert: Make, engine: Engine) -> None:
    prices(80)
    mine = alert("82")
    prices(83, start=1)  # the first price after creating decides the side
    engine.turn()
    assert fired(mine) == []

    prices(81, 82, start=2)
    engine.turn()
    assert fired(mine) == ["82"]


@pytest.mark.parametrize("batch", [1, 2, 7])
def test_batches_of_any_size_fire_the_same(alert: Make, engine: Engine, batch: int) -> None:
    mine = alert("82", "either", mode="every")
    series = [80, 83, 81, 82, 82, 84, 79, 85]
    for at in range(0, len(series), batch):
        prices(*series[at : at + batch], start=at)
        engine.turn()

    assert fired(mine) == ["83", "81", "82", "79", "85"]


def test_an_engine_that_starts_anew_goes_on_where_it_stood(alert: Make, engine: Engine) -> None:
    plain, banded = alert("82", mode="every"), alert("82", mode="every", hysteresis="1")
    prices(80, 83, 81.5)
    engine.turn()
    again = Engine(Shard.objects.get())
    prices(82.5, 80.9, 83, start=3)
    again.turn()

    assert fired(plain) == ["83", "82.5", "83"]
    assert fired(banded) == ["83", "83"]  # at 81.5 it had not moved back far enough


def test_a_restart_in_a_flood_reads_again_what_was_not_written(
    alert: Make, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "FEW", 0)  # every turn counts as a flood
    monkeypatch.setattr(running, "PAUSE", 1e9)
    mine = alert("82", mode="every")
    engine.wrote_seen = time.monotonic()
    prices(80, 83, 81)
    engine.turn()
    assert not Seen.objects.exists()
    assert TickReader.objects.count() == 0  # so the log keeps them

    again = Engine(Shard.objects.get())
    again.wrote_seen = time.monotonic()
    prices(82, start=3)
    again.turn()
    assert fired(mine) == ["83", "82"]

    monkeypatch.setattr(running, "PAUSE", 0)
    assert again.turn() == 0  # nothing came, but what was seen is due
    assert Seen.objects.get().price == 82
    assert TickReader.objects.get().position == Shard.objects.get().position


def test_late_duplicate_and_wrong_ticks_fire_nothing(alert: Make, engine: Engine) -> None:
    mine = alert("82", mode="every")
    prices(80, 81, start=10)
    prices(83, start=5)  # late
    prices(81, start=11)  # the same again
    prices(8200, start=12)  # pence for pounds
    engine.turn()
    assert fired(mine) == []
    assert view_of(mine).status == "paused"
    assert "set aside" in view_of(mine).reason

    prices(82, start=13)
    engine.turn()
    assert fired(mine) == ["82"]


def test_a_negative_price_is_a_price(alert: Make, engine: Engine) -> None:
    mine = alert("-37", "below")
    prices(10.01, -36.98, -37.63)
    engine.turn()

    assert fired(mine) == ["-37.63"]


def test_a_recording_that_begins_anew_fires_nothing(alert: Make, engine: Engine) -> None:
    mine = alert("82", mode="every")
    prices(80, 83)
    engine.turn()
    markets.begin_replay([BRENT])
    Instrument.objects.get(symbol=BRENT).quote.delete()
    prices(79, start=-30)
    prices(81, 82.2, start=-20)
    engine.turn()

    assert fired(mine) == ["83", "82.2"]


def test_an_alert_for_open_hours_sleeps_outside_them(
    ada: Reader, chevron: Instrument, engine: Engine
) -> None:
    rule = {"direction": "above", "level": "82"}
    asked = Wish("price_cross", rule, chevron.symbol, "every", active_hours="session")
    mine = actions.create_alert(owner=ada, wish=asked)
    day = 24 * 60
    prices(80, symbol=chevron.symbol)
    prices(83, 81, start=8 * 60, symbol=chevron.symbol)  # 18:00 in New York
    prices(83, 81, start=11 * day, symbol=chevron.symbol)  # Martin Luther King's day
    engine.turn()
    assert fired(mine) == []

    prices(82.5, start=12 * day, symbol=chevron.symbol)  # the gap since then is a crossing
    engine.turn()
    assert fired(mine) == ["82.5"]


def test_once_a_day_and_a_wait_between_firings(alert: Make, engine: Engine) -> None:
    daily = alert("82", mode="daily")
    waiting = alert("82", mode="every", cooldown=timedelta(minutes=3))
    prices(80, 82, 80, 82, 80, 83, 80)
    prices(84, start=24 * 60)
    engine.turn()

    assert fired(daily) == ["82", "84"]
    assert fired(waiting) == ["82", "83", "84"]


def test_a_flapping_price_pauses_the_alert_and_says_so(alert: Make, engine: Engine) -> None:
    mine = alert("82", mode="every")
    prices(*[81.99, 82.01] * 40)
    engine.turn()
    mine.refresh_from_db()

    assert len(fired(mine)) == 16
    assert (mine.state, "3 minutes" in mine.paused_reason) == ("paused", True)
    told = Notification.objects.order_by("pk")
    assert [note.title for note in told] == [
        "One of your alerts fired 16 times",
        "An alert was paused: it fired too often",
    ]
    assert told[1].url == mine.get_absolute_url()


def test_an_engine_that_lost_its_lease_saves_nothing(alert: Make, engine: Engine) -> None:
    mine = alert("82")
    prices(80, 83)
    other = shards.claim(0, "test")  # the same holder again, under a new fence
    assert other is not None
    with pytest.raises(shards.LostLease):
        engine.turn()
    assert not Firing.objects.exists()

    Engine(other).turn()
    assert fired(mine) == ["83"]
    assert shards.claim(0, "somebody else") is None


def test_a_clock_that_jumped_does_not_lock_a_shard_for_ever(engine: Engine) -> None:
    Shard.objects.update(until=timezone.now() + timedelta(days=1))

    assert shards.claim(0, "after the jump") is not None


def test_instruments_are_spread_over_shards(
    ada: Reader, brent: Instrument, wti: Instrument
) -> None:
    engines = []
    for number in range(2):
        shard = shards.claim(number, f"node {number}")
        assert shard is not None
        engines.append(Engine(shard, 2))
    mine = actions.create_alert(owner=ada, wish=wish("82"))
    prices(80, 83)
    owner, other = (engines[brent.pk % 2], engines[1 - brent.pk % 2])
    other.turn()
    assert not Firing.objects.exists()
    owner.turn()

    assert fired(mine) == ["83"]
    assert [engine.turn() for engine in engines] == [0, 0]
