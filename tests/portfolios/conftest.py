"""Instruments with prices of a few days, small enough to reckon by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from alley.accounts.models import Reader
from alley.markets.actions import Origin, import_prices
from alley.markets.importing.prices import Row
from alley.markets.models import Instrument, Kind
from alley.portfolios import actions
from alley.portfolios.models import Portfolio, Watchlist

START = date(2022, 1, 3)
Priced = Callable[..., Instrument]


def closes(
    instrument: Instrument,
    values: list[str],
    start: date = START,
    adjustment: str = "raw",
    source: str = "test closes",
) -> None:
    rows = [
        Row(
            datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(days=place),
            None, None, None, Decimal(value), None,
        )
        for place, value in enumerate(values)
    ]  # fmt: skip
    import_prices(instrument, rows, Origin(source, adjustment=adjustment))


def listed(symbol: str, currency: str = "USD", kind: str = Kind.EQUITY, **more: str) -> Instrument:
    ticker = symbol.partition(":")[2]
    return Instrument.objects.create(
        symbol=symbol, name=f"{ticker} Inc.", kind=kind, ticker=ticker,
        currency=currency, unit=more.pop("unit", currency), **more,
    )  # fmt: skip


@pytest.fixture
def cvx(db: None) -> Instrument:
    """120, 121 … dollars a share, one dollar more each day."""
    found = listed("XNYS:CVX", sector="Energy", country="United States")
    closes(found, [str(120 + place) for place in range(10)])
    return found


@pytest.fixture
def euro_dollar(db: None) -> Instrument:
    """1.00, 1.01 … dollars for a euro."""
    found = listed("FX:EUR-USD", kind=Kind.FX, unit="USD per EUR")
    closes(found, [f"1.{place:02}" for place in range(10)])
    return found


@pytest.fixture
def portfolio(ada: Reader) -> Portfolio:
    return actions.make_portfolio(reader=ada, name="Pension", currency="EUR")


@pytest.fixture
def watchlist(ada: Reader) -> Watchlist:
    return actions.make_watchlist(reader=ada, name="Oil")
