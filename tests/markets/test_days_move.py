"""The day's move is from one session to the next, or it is not told."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from alley.markets import actions
from alley.markets.models import Bar, Quote
from alley.markets.tick import Tick

from .conftest import instrument

MONDAY = datetime(2026, 1, 5, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days_since_the_last_close", "close"),
    [(3, Decimal(400)), (11, Decimal(400)), (30, None), (700, None)],
)
def test_a_close_from_before_a_gap_in_the_data_makes_no_move(
    db: None, days_since_the_last_close: int, close: Decimal | None
) -> None:
    share = instrument("ARCX:SPY", "SPDR S&P 500 ETF")
    last = MONDAY.replace(hour=0) - timedelta(days=days_since_the_last_close)
    Bar.objects.create(instrument=share, interval="1d", time=last, close=Decimal(400))

    actions.record_quotes([Tick("ARCX:SPY", Decimal(453), MONDAY, "desk")])

    assert Quote.objects.get().previous_close == close
