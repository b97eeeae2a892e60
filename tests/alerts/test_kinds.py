"""What each kind waits for, through the engine."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions
from alley.alerts.actions import Wish
from alley.alerts.engine import Engine
from alley.alerts.kinds import KINDS
from alley.alerts.models import Alert, Firing
from alley.alerts.queries import view_of
from alley.markets.actions import Tick, record_quotes
from alley.markets.models import Bar, Instrument
from alley.refusals import Refused
from tests.alerts.conftest import BRENT, MORNING, fired, prices


def make(owner: Reader, kind: str, mode: str = "every", **params: object) -> Alert:
    symbol = BRENT if kind not in {"story", "reply", "portfolio"} else ""
    return actions.create_alert(owner=owner, wish=Wish(kind, params, symbol=symbol, mode=mode))


def sessions(instrument: Instrument, *closes: float, volume: int = 1000) -> None:
    """Daily bars up to the day before, oldest first."""
    first = MORNING.replace(hour=0, minute=0) - timedelta(days=len(closes))
    Bar.objects.bulk_create(
        Bar(
            instrument=instrument,
            interval="1d",
            time=first + timedelta(days=at),
            high=Decimal(str(close)) + 1,
            low=Decimal(str(close)) - 1,
            close=Decimal(str(close)),
            volume=volume,
            source="desk",
        )
        for at, close in enumerate(closes)
    )


def test_a_percent_move_is_held_against_the_start_of_its_window(
    ada: Reader, engine: Engine
) -> None:
    mine = make(ada, "percent_move", percent="1", window="15m", direction="above")
    prices(100, 100, 100.9)
    prices(101.5, start=40)  # 100.9 was the last price a quarter of an hour before
    prices(101.95, start=41)
    engine.turn()

    assert fired(mine) == ["101.95"]
    firing = Firing.objects.get()
    assert firing.proof["reference"] == {
        "price": "100.9",
        "time": "2022-01-06T15:02:00Z",
        "source": "desk",
        "kind": "indicative",
    }
    assert firing.title == "Brent crude oil: +1.04 % within 15 minutes at 101.95 USD/bbl"


def test_after_a_firing_the_price_it_fired_at_is_the_base(ada: Reader, engine: Engine) -> None:
    mine = make(ada, "percent_move", percent="1", window="1h", direction="either")
    prices(100)
    prices(101, 101.5, 101.9, 102.01, start=61)
    engine.turn()
    again = Engine(engine.shard)
    prices(101.5, 101.0, start=66)
    again.turn()

    assert fired(mine) == ["101", "102.01"]
    prices(100.98, start=69)
    again.turn()
    assert fired(mine) == ["101", "102.01", "100.98"]


def test_since_the_previous_close(ada: Reader, brent: Instrument, engine: Engine) -> None:
    sessions(brent, 79, 80)
    mine = make(ada, "percent_move", percent="2", window="previous_close", direction="below")
    prices(79, 78.4, 78.3)
    engine.turn()

    assert fired(mine) == ["78.4"]


def test_over_a_price_of_zero_or_less_a_percent_means_nothing(ada: Reader, engine: Engine) -> None:
    mine = make(ada, "percent_move", percent="1", window="15m", direction="either")
    prices(-10)
    prices(-20, 5, start=20)
    engine.turn()

    assert fired(mine) == []


def test_a_new_high_is_told_once_a_day(ada: Reader, brent: Instrument, engine: Engine) -> None:
    sessions(brent, 70, 85, 80)
    mine = make(ada, "new_extreme", side="high", days=3)
    too_young = make(ada, "new_extreme", side="high", days=30)
    prices(85.9, 86, 86.5, 87)
    prices(86.9, 90, start=24 * 60)
    engine.turn()

    assert fired(mine) == ["86.5", "90"]
    assert fired(too_young) == []  # three sessions say nothing about a month
    assert Firing.objects.first().proof["extreme_before"] == "86"


def test_unusual_volume(ada: Reader, brent: Instrument, engine: Engine) -> None:
    sessions(brent, *[80] * 20, volume=1000)
    mine = make(ada, "volume", factor="2")
    prices(80, 80.1, 80.2, 80.3, 80.4, volume="600")
    engine.turn()

    assert fired(mine) == ["80.3"]
    assert "2.4 times" in Firing.objects.get().title


def test_an_indicator_looks_at_closed_bars(ada: Reader, brent: Instrument, engine: Engine) -> None:
    params = {"name": "SMA", "params": {"period": 3}, "level": "price", "interval": "1m"}
    closed = make(ada, "indicator", crosses="above", **params)
    hasty = make(ada, "indicator", crosses="above", on="intrabar", **params)
    prices(80, 79, 78, 77, 76, 79, 80)
    engine.turn()

    assert fired(closed) == ["80"]  # the first price after the minute that closed at 79
    assert fired(hasty) == ["79"]


def test_an_indicator_goes_on_after_a_restart(ada: Reader, engine: Engine) -> None:
    params = {"name": "SMA", "params": {"period": 3}, "level": "price", "interval": "1m"}
    mine = make(ada, "indicator", crosses="above", **params)
    prices(80, 79, 78, 77, 76, 79)
    engine.turn()
    again = Engine(engine.shard)
    prices(80, start=6)
    again.turn()

    assert fired(mine) == ["80"]


@pytest.mark.parametrize(
    ("given", "kept"), [("6,600", "6600"), ("1,234,567.5", "1234567.5"), ("-36.98", "-36.98")]
)
def test_thousands_may_stand_apart(given: str, kept: str) -> None:
    assert KINDS["price_cross"].clean({"level": given})["level"] == kept


def test_a_percent_may_have_its_sign() -> None:
    assert KINDS["percent_move"].clean({"percent": "2.5 %"})["percent"] == "2.5"


@pytest.mark.parametrize(
    ("kind", "params", "words", "hours_do"),
    [
        ("new_extreme", {"days": 30}, "it needs daily prices from 30 days back", False),
        ("volume", {"factor": "2"}, "it needs 20 sessions with their volume", False),
        ("indicator", {"level": "70"}, "it needs 15 closed daily bars", True),
    ],
)
def test_what_cannot_fire_for_want_of_history_says_so(
    kind: str,
    params: dict,
    words: str,
    hours_do: bool,
    ada: Reader,
    brent: Instrument,
    engine: Engine,
) -> None:
    mine = make(ada, kind, **params)
    now = timezone.now()
    record_quotes([Tick(BRENT, Decimal(80), now, "desk")])
    told = (view_of(mine).status, view_of(mine).reason)
    assert told == ("waiting", f"Not enough history yet: {words}.")

    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    bar = partial(Bar, instrument=brent, close=80, volume=1, source="desk")
    hours = [bar(interval="1h", time=midnight - timedelta(days=40, hours=n)) for n in range(100)]
    Bar.objects.bulk_create(hours)
    assert (view_of(mine).status == "armed") is hours_do

    days = [bar(interval="1d", time=midnight - timedelta(days=n)) for n in range(1, 40)]
    Bar.objects.bulk_create(days)
    assert view_of(mine).status == "armed"


@pytest.mark.parametrize(
    ("kind", "params", "field"),
    [
        ("price_cross", {"level": "abc"}, "level"),
        ("price_cross", {"level": "NaN"}, "level"),
        ("price_cross", {"level": "1e300"}, "level"),
        ("price_cross", {"level": "1.2345678901234567"}, "level"),
        ("price_cross", {"level": "80,5"}, "level"),
        ("price_cross", {"level": "8,00"}, "level"),
        ("price_cross", {"level": "82", "direction": "sideways"}, "direction"),
        ("price_cross", {"level": "82", "hysteresis": "-1"}, "hysteresis"),
        ("price_cross", {"level": "82", "colour": "red"}, "colour"),
        ("percent_move", {"percent": "0"}, "percent"),
        ("new_extreme", {"days": "1"}, "days"),
        ("volume", {"factor": "-2"}, "factor"),
        ("indicator", {"name": "CRYSTAL", "level": "1"}, "name"),
        ("indicator", {"name": "RSI", "level": "price"}, "level"),
        ("indicator", {"name": "RSI", "level": "170"}, "level"),
        ("indicator", {"name": "CMO", "level": "-101"}, "level"),
        ("story", {}, "keyword"),
        ("story", {"keyword": "x"}, "keyword"),
        ("story", {"section": "nowhere"}, "section"),
        ("nonsense", {}, "kind"),
    ],
)
def test_what_cannot_be_waited_for_is_refused_by_field(
    ada: Reader, brent: Instrument, kind: str, params: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.create_alert(owner=ada, wish=Wish(kind, params, symbol=BRENT))

    assert refused.value.refusal.more["field"] == field


def test_a_day_is_the_venues_own(ada: Reader, engine: Engine) -> None:
    """In Sydney a session begins on one date of UTC and ends on the next."""
    symbol = "XASX:BHP"
    miner = Instrument.objects.create(
        symbol=symbol, name="BHP", kind="equity", ticker="BHP", currency="AUD"
    )
    sessions(miner, *[40.0] * 5)
    high = Wish("new_extreme", {"side": "high", "days": 3}, symbol=symbol, mode="every")
    moved = {"percent": "6", "window": "previous_close"}
    mine = actions.create_alert(owner=ada, wish=high)
    since_close = actions.create_alert(owner=ada, wish=Wish("percent_move", moved, symbol))
    prices(42, symbol=symbol, start=8 * 60 + 30)  # 10:30 in Sydney, 23:30 UTC
    prices(43, symbol=symbol, start=9 * 60 + 30)  # an hour later it is another date in UTC
    prices(44, symbol=symbol, start=32 * 60 + 30)
    engine.turn()

    assert fired(mine) == ["42", "44"]
    assert fired(since_close) == ["43"]
