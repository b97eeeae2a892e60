"""A split is no fall in price: levels move with it, and nothing fires."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from alley.accounts.models import Notification, Reader
from alley.alerts import actions
from alley.alerts.actions import Wish
from alley.alerts.engine import Engine
from alley.alerts.models import Alert
from alley.markets.actions import import_corporate_actions
from alley.markets.models import Bar, Instrument
from tests.alerts.conftest import BRENT, MORNING, fired, prices

TODAY = MORNING.date()


@pytest.fixture
def split(brent: Instrument) -> Callable[..., None]:
    def take_in(ratio: str, day: date = TODAY) -> None:
        row = {"symbol": BRENT, "kind": "split", "date": f"{day}", "ratio": ratio}
        report = import_corporate_actions([dict(row)], source="test")
        assert report.refused == []

    return take_in


@pytest.fixture
def older(alert: Callable[..., Alert]) -> Callable[..., Alert]:
    """An alert written the day before the split."""

    def make(*given: str, **more: object) -> Alert:
        made = alert(*given, **more)
        return dated(made, TODAY - timedelta(days=1))

    return make


def dated(alert: Alert, day: date) -> Alert:
    Alert.objects.filter(pk=alert.pk).update(written=day)
    alert.refresh_from_db()
    return alert


def levels(alert: Alert) -> tuple[str, float | None, float]:
    alert.refresh_from_db()
    return alert.params["level"], alert.level, alert.band


def turn_to_the_end(engine: Engine) -> None:
    while engine.turn():
        pass


def test_a_level_moves_and_the_lower_price_fires_nothing(
    older: Callable[..., Alert], engine: Engine, split: Callable[..., None]
) -> None:
    mine = older("392", "below", hysteresis="4", mode="every")
    prices(400, 401)
    turn_to_the_end(engine)
    split("4:1")
    prices(100.2, 99, 97.9, start=10)
    turn_to_the_end(engine)

    assert levels(mine) == ("98", 98.0, 1.0)
    assert fired(mine) == ["97.9"]
    assert mine.version == 2


def test_the_owner_is_told_what_it_was_and_is(
    ada: Reader, older: Callable[..., Alert], split: Callable[..., None]
) -> None:
    older("400", "above")
    split("4:1")

    note = Notification.objects.get(reader=ada)
    assert note.title == "Brent crude oil split its shares 4 for 1: your alert moved with it"
    assert "rises to 100 USD/bbl" in note.body
    assert "rises to 400 USD/bbl" in note.body


def test_a_correction_moves_it_on_from_where_it_is(
    older: Callable[..., Alert], split: Callable[..., None]
) -> None:
    mine = older("400", "above")
    split("4:1")
    split("4:1")
    assert levels(mine)[0] == "100"
    split("2:1")
    assert levels(mine)[0] == "200"
    split("1:1")
    assert levels(mine)[0] == "400"


def test_shares_put_together_raise_the_level(
    older: Callable[..., Alert], split: Callable[..., None]
) -> None:
    mine = older("1.5", "below")
    split("1:10")

    assert levels(mine)[0] == "15"


def test_what_was_written_since_is_in_new_shares(
    alert: Callable[..., Alert], split: Callable[..., None]
) -> None:
    mine = dated(alert("100", "above"), TODAY)
    split("4:1")

    assert levels(mine)[0] == "100"
    assert not Notification.objects.exists()


def test_a_paused_alert_moves_and_stays_paused(
    older: Callable[..., Alert], split: Callable[..., None]
) -> None:
    mine = actions.pause_alert(older("400", "above"))
    split("4:1")

    assert levels(mine)[0] == "100"
    assert mine.state == Alert.State.PAUSED


@pytest.mark.parametrize(
    ("params", "level"),
    [
        ({"name": "SMA", "level": "400"}, "100"),
        ({"name": "SMA", "level": "price"}, "price"),
        ({"name": "RSI", "level": "70"}, "70"),
    ],
)
def test_only_levels_on_the_scale_of_the_price_move(
    params: dict[str, str], level: str, ada: Reader, engine: Engine, split: Callable[..., None]
) -> None:
    mine = actions.create_alert(owner=ada, wish=Wish("indicator", params, symbol=BRENT))
    dated(mine, TODAY - timedelta(days=1))
    split("4:1")

    mine.refresh_from_db()
    assert mine.params["level"] == level


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("new_extreme", {"side": "low", "days": 5}),
        ("percent_move", {"percent": "20", "window": "previous_close", "direction": "either"}),
        ("percent_move", {"percent": "20", "window": "1h", "direction": "either"}),
    ],
)
def test_yesterdays_prices_are_seen_in_todays_shares(
    kind: str,
    params: dict[str, object],
    ada: Reader,
    brent: Instrument,
    engine: Engine,
    split: Callable[..., None],
) -> None:
    for back in range(1, 6):
        time = (MORNING - timedelta(days=back)).replace(hour=0, minute=0)
        Bar.objects.create(
            instrument=brent, interval="1d", time=time, high=410, low=390, close=400, source="desk"
        )
    mine = actions.create_alert(owner=ada, wish=Wish(kind, params, symbol=BRENT, mode="every"))
    dated(mine, TODAY - timedelta(days=1))
    midnight = 14 * 60  # minutes after MORNING, in New York
    prices(400, start=midnight - 20)
    turn_to_the_end(engine)
    split("4:1", TODAY + timedelta(days=1))
    prices(100, 99.5, 99, start=midnight + 20)
    turn_to_the_end(engine)
    assert fired(mine) == []
    prices(Decimal("72"), start=midnight + 85)
    turn_to_the_end(engine)

    assert fired(mine) == ["72"]
