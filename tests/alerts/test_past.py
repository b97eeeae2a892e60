"""The year a rule is tried on: each day by the finest bars that have the whole of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions, trying
from alley.alerts.actions import Wish
from alley.alerts.past import past_of
from alley.markets.models import Bar, Instrument
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
