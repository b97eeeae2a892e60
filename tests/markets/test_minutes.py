"""Ticks become minute bars, each tick once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from alley.markets import actions, clock, queries
from alley.markets.actions import minutes as rolling
from alley.markets.models import Bar, Instrument, Kind, TickReader
from alley.markets.quotes import text_or_none
from alley.markets.tick import Tick

from .conftest import instrument

NAMES = ("open", "high", "low", "close", "volume")
NOON = datetime(2024, 1, 3, 12, tzinfo=UTC)


@pytest.fixture
def coin(db: None) -> Instrument:
    return instrument("CRYPTO:BTC-USD", "Bitcoin", Kind.CRYPTO)


def trade(seconds: float, price: str, volume: str | None = "1", kind: str = "realtime") -> None:
    time = NOON + timedelta(seconds=seconds)
    size = None if volume is None else Decimal(volume)
    actions.record_quotes([Tick("CRYPTO:BTC-USD", Decimal(price), time, "test", kind, volume=size)])


def minutes() -> list[tuple[str, ...]]:
    bars = queries.bars_for("CRYPTO:BTC-USD", "1m")
    return [
        (f"{bar.time:%H:%M}", *(str(text_or_none(getattr(bar, name))) for name in NAMES))
        for bar in bars
    ]


def test_a_minute_grows_as_its_ticks_come(coin: Instrument) -> None:
    trade(1, "100")
    trade(20, "103.5")
    assert actions.roll_up_ticks() == 1
    trade(40, "99")
    trade(61, "101", None)
    assert actions.roll_up_ticks() == 2
    assert actions.roll_up_ticks() == 0

    assert minutes() == [
        ("12:00", "100", "103.5", "99", "99", "3"),
        ("12:01", "101", "101", "101", "101", "None"),
    ]


def test_a_late_tick_widens_but_does_not_close(coin: Instrument) -> None:
    trade(1, "100")
    trade(50, "101")
    actions.roll_up_ticks()
    trade(30, "95")
    actions.roll_up_ticks()

    assert minutes() == [("12:00", "100", "101", "95", "101", "3")]


def test_a_quarantined_tick_is_in_no_bar(coin: Instrument) -> None:
    trade(1, "100")
    trade(2, "10000")
    actions.roll_up_ticks()

    assert minutes() == [("12:00", "100", "100", "100", "100", "1")]


def test_a_replay_played_twice_adds_nothing(coin: Instrument) -> None:
    for _ in range(2):
        actions.begin_replay(["CRYPTO:BTC-USD"])
        trade(1, "100", "5", "synthetic")
        trade(9, "101", "5", "synthetic")
        actions.roll_up_ticks()

    assert minutes() == [("12:00", "100", "101", "100", "101", "None")]


def test_another_sources_minute_is_left_to_it(coin: Instrument) -> None:
    Bar.objects.create(
        instrument=coin, interval="1m", time=NOON, close=Decimal(7), source="exchange"
    )
    trade(1, "100")
    trade(61, "101")

    assert actions.roll_up_ticks() == 1
    assert [(one[0], one[4]) for one in minutes()] == [("12:00", "7"), ("12:01", "101")]


def test_its_place_in_the_log_is_kept(coin: Instrument) -> None:
    trade(1, "100")
    actions.roll_up_ticks()

    assert TickReader.objects.get(name="bars").position == queries.newest_tick()


def test_daily_prices_make_no_minutes(coin: Instrument) -> None:
    trade(1, "100", kind="eod")
    actions.roll_up_ticks()

    assert minutes() == []


def test_a_rush_of_ticks_is_in_the_bars_after_one_look(
    coin: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "MOST", 2)
    for minute in range(5):
        trade(60 * minute, str(100 + minute))
    clock.make_minute_bars()

    assert [one[4] for one in minutes()] == ["100", "101", "102", "103", "104"]
