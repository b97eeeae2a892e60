"""A price that was none is taken back: quote, minute and log go on without it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner

from alley.markets.actions import (
    Origin,
    Tick,
    begin_replay,
    import_prices,
    record_quotes,
    roll_up_ticks,
    withdraw_price,
)
from alley.markets.commands.prices import quotes
from alley.markets.importing.prices import Row
from alley.markets.models import Bar, Instrument, PriceKind, Quote
from alley.markets.queries import ticks_after
from alley.refusals import Refused

NINE = datetime(2026, 1, 6, 9, tzinfo=UTC)


def trades(*prices: float) -> None:
    """Ten seconds apart."""
    record_quotes(
        Tick("COMDTY:BRENT", Decimal(str(price)), NINE + timedelta(seconds=10 * at), "desk")
        for at, price in enumerate(prices)
    )


def test_the_quote_is_the_price_before(brent: Instrument) -> None:
    trades(80, 81, 95)
    withdraw_price(instrument=brent, time=NINE + timedelta(seconds=20), why="cancelled")

    held = Quote.objects.get()
    assert (held.price, held.time) == (81, NINE + timedelta(seconds=10))
    assert [tick.outcome for tick in ticks_after(0)] == ["accepted", "accepted", "quarantined"]


def test_where_there_was_none_before_there_is_no_quote(brent: Instrument) -> None:
    trades(95)
    withdraw_price(instrument=brent, time=NINE, why="cancelled")

    assert not Quote.objects.exists()


def test_where_the_log_begins_later_the_last_close_is_the_price(brent: Instrument) -> None:
    days = [
        Row(NINE.replace(hour=0) - timedelta(days=back), None, None, None, Decimal(close), None)
        for back, close in ((5, "98"), (4, "100"))
    ]
    import_prices(brent, days, Origin("EIA spot", PriceKind.EOD), quoted=False)
    trades(140)
    withdraw_price(instrument=brent, time=NINE, why="cancelled")

    held = Quote.objects.get()
    assert (held.price, held.previous_close) == (100, 98)
    assert (held.source, held.kind) == ("EIA spot", "eod")
    assert held.time.date() == days[1].time.date()


def test_what_a_minute_traded_is_counted_once(brent: Instrument) -> None:
    def traded(*seconds: int) -> None:
        record_quotes(
            Tick(
                *("COMDTY:BRENT", Decimal(80 + at), NINE + timedelta(seconds=at), "desk"),
                volume=Decimal(10),
            )
            for at in seconds
        )

    traded(1, 2, 3)
    roll_up_ticks()
    traded(4, 5)  # in the log, not in the bar yet
    withdraw_price(instrument=brent, time=NINE + timedelta(seconds=2), why="cancelled")
    roll_up_ticks()

    bar = Bar.objects.get()
    assert (bar.volume, bar.close) == (40, 85)


@pytest.mark.parametrize("rolled_up_before", [True, False])
def test_the_minute_is_made_without_it(brent: Instrument, rolled_up_before: bool) -> None:
    trades(80, 95, 81, 82, 82, 82, 83)
    if rolled_up_before:
        roll_up_ticks()
    withdraw_price(instrument=brent, time=NINE + timedelta(seconds=10), why="cancelled")
    roll_up_ticks()

    first, second = Bar.objects.order_by("time")
    assert (first.open, first.high, first.low, first.close) == (80, 82, 80, 82)
    assert second.close == 83


def test_a_minute_of_nothing_else_is_gone(brent: Instrument) -> None:
    trades(95)
    roll_up_ticks()
    withdraw_price(instrument=brent, time=NINE, why="cancelled")

    assert not Bar.objects.exists()


def test_it_is_found_behind_a_replay_that_began_anew(brent: Instrument) -> None:
    def played(*prices: int) -> None:
        begin_replay([brent.symbol])
        for minutes, price in enumerate(prices):
            moment = NINE + timedelta(minutes=minutes)
            kind = PriceKind.SYNTHETIC
            record_quotes([Tick(brent.symbol, Decimal(price), moment, "desk", kind)])

    played(80, 95)
    played(80)
    moment = NINE + timedelta(minutes=1)

    assert withdraw_price(instrument=brent, time=moment, why="wrong").price == 95


def test_what_is_not_in_the_log_cannot_be_taken_back(brent: Instrument) -> None:
    trades(80)
    with pytest.raises(Refused):
        withdraw_price(instrument=brent, time=NINE + timedelta(seconds=1), why="cancelled")


def test_the_command(brent: Instrument) -> None:
    trades(80, 95)
    given = ["withdraw", "BRENT", "2026-01-06T09:00:10Z", "--why", "cancelled"]
    first, again = (CliRunner().invoke(quotes, given) for _ in range(2))

    assert (first.exit_code, "95" in first.output) == (0, True)
    assert again.exit_code == 1
