"""The year a rule is tried on: each day by the finest bars that have the whole of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions, trying
from alley.alerts.actions import Wish
from alley.alerts.past import past_of
from alley.markets.actions import Origin, import_prices
from alley.markets.importing.prices import Row
from alley.markets.models import Bar, BarPack, CorporateAction, Instrument
from alley.portfolios import actions as portfolios
from tests.alerts.conftest import wish

pytestmark = pytest.mark.django_db
FIRST = datetime(2021, 1, 4, tzinfo=UTC)


def bars(instrument: Instrument, interval: str, start: datetime, closes: list[float]) -> None:
    step = {"1m": timedelta(minutes=1), "1h": timedelta(hours=1), "1d": timedelta(days=1)}[interval]
    Bar.objects.bulk_create(
        Bar(
            instrument=instrument,
            interval=interval,
            time=start + number * step,
            close=close,
            source="desk",
        )
        for number, close in enumerate(closes)
    )


def test_one_day_of_minutes_does_not_hide_the_year_of_days(brent: Instrument) -> None:
    bars(brent, "1d", FIRST, [80.0] * 360)
    bars(brent, "1m", FIRST + timedelta(days=359, hours=9), [80.0] * 500)

    past = past_of(brent)

    assert past.counts == {"1m": 500, "1d": 359}
    assert list(past.bars.time) == sorted(past.bars.time)


def test_a_day_that_broke_off_is_taken_from_its_daily_bar(brent: Instrument) -> None:
    bars(brent, "1d", FIRST, [80.0] * 3)
    for day, minutes in enumerate((400, 400, 7)):
        bars(brent, "1m", FIRST + timedelta(days=day, hours=9), [80.0] * minutes)

    assert past_of(brent).counts == {"1m": 800, "1d": 1}


def test_but_where_there_is_no_daily_bar_half_a_day_is_better_than_none(brent: Instrument) -> None:
    for day, minutes in enumerate((400, 400, 7)):
        bars(brent, "1m", FIRST + timedelta(days=day, hours=9), [80.0] * minutes)

    assert past_of(brent).counts == {"1m": 807}


def test_what_happens_within_an_hour_is_not_seen_in_daily_bars(
    ada: Reader, brent: Instrument
) -> None:
    bars(brent, "1d", FIRST, [80.0, 90.0] * 100)
    asked = Wish("percent_move", {"percent": "5", "window": "1h"}, "BRENT", "every")
    trial = trying.backtest(actions.draft_alert(owner=ada, wish=asked))

    assert trial.count == 0
    assert "as fine as this alert needs" in trial.note


def test_what_is_drawn_keeps_the_highest_price(ada: Reader, brent: Instrument) -> None:
    closes = [80.0] * 5000
    closes[1234] = 99.0
    bars(brent, "1m", FIRST, closes)
    trial = trying.backtest(actions.draft_alert(owner=ada, wish=wish("95")))

    assert max(trial.closes[1]) == 99.0
    assert trial.count == 1


def test_a_portfolio_is_tried_on_its_own_days(ada: Reader, brent: Instrument) -> None:
    today = timezone.now().date()
    start = datetime.combine(today - timedelta(days=5), datetime.min.time(), UTC)
    bars(brent, "1d", start, [10.0, 10.0, 12.0, 10.0, 12.0, 12.0])
    mine = portfolios.make_portfolio(reader=ada, name="Savings", currency="USD")
    bought = {"date": f"{start:%Y-%m-%d}", "type": "buy", "symbol": "BRENT"}
    portfolios.add_transaction(mine, bought | {"quantity": "10", "price": "10"})
    rule = {"portfolio": mine.pk, "measure": "value", "direction": "above", "level": "120"}
    asked = Wish("portfolio", rule, mode="every")
    trial = trying.backtest(actions.draft_alert(owner=ada, wish=asked))

    assert [f"{one.at:%Y-%m-%d} {one.price}" for one in trial.firings] == [
        f"{start + timedelta(days=2):%Y-%m-%d} 120.00",
        f"{start + timedelta(days=4):%Y-%m-%d} 120.00",
    ]


def test_before_a_split_prices_are_in_todays_shares(ada: Reader, brent: Instrument) -> None:
    bars(brent, "1d", FIRST, [400.0] * 100 + [100.0] * 100)
    day = (FIRST + timedelta(days=100)).date()
    CorporateAction.objects.create(
        instrument=brent, kind="split", ex_date=day, new=4, old=1, source="desk"
    )
    trial = trying.backtest(actions.draft_alert(owner=ada, wish=wish("110")))

    assert trial.count == 0
    assert max(trial.closes[1]) == 100.0
    assert f"the split of {day.day} {day:%b %Y} (4 for 1)" in trial.note


def test_an_alert_for_open_hours_is_tried_on_open_hours(ada: Reader, chevron: Instrument) -> None:
    closes = [80.0] * 1440
    closes[9 * 60] = 99.0  # four in the morning in New York
    bars(chevron, "1m", FIRST, closes)
    rule = {"direction": "above", "level": "90"}

    def count(hours: str) -> int:
        asked = Wish("price_cross", rule, chevron.symbol, "every", active_hours=hours)
        return trying.backtest(actions.draft_alert(owner=ada, wish=asked)).count

    assert (count("always"), count("session")) == (1, 0)


def test_many_packed_bars_are_read_as_well(brent: Instrument) -> None:
    start = FIRST + timedelta(hours=9)
    rows = [
        Row(start + timedelta(minutes=n), None, None, None, Decimal(n), None) for n in range(5000)
    ]
    import_prices(brent, rows, Origin("desk"), interval="1m")

    assert BarPack.objects.exists()
    assert past_of(brent).bars.close.tolist() == [float(n) for n in range(5000)]


@pytest.mark.parametrize(
    ("mode", "cooldown", "count"),
    [("once", 0, 1), ("every", 0, 4), ("every", 90, 2), ("daily", 0, 1)],
)
def test_how_often_is_tried_too(
    ada: Reader, brent: Instrument, mode: str, cooldown: int, count: int
) -> None:
    bars(brent, "1m", FIRST + timedelta(hours=15), ([80.0] * 30 + [83.0] * 10) * 4)
    asked = wish("82", mode=mode, cooldown=timedelta(minutes=cooldown))

    assert trying.backtest(actions.draft_alert(owner=ada, wish=asked)).count == count


def test_times_beyond_the_first_are_not_counted_and_that_is_said(
    ada: Reader, brent: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars(brent, "1m", FIRST + timedelta(hours=15), [80.0, 83.0] * 4)
    monkeypatch.setattr(trying, "MOST", 3)
    trial = trying.backtest(actions.draft_alert(owner=ada, wish=wish("82", mode="every")))

    assert trial.count == 3
    assert "Only the first 3 times are counted." in trial.note
