from datetime import date
from decimal import Decimal

import pytest

from alley.markets.models import Instrument, Kind


def instrument(symbol: str, name: str, kind: Kind = Kind.EQUITY, **more: object) -> Instrument:
    venue, _, ticker = symbol.partition(":")
    details = {"mic": venue if len(venue) == 4 else "", "currency": "USD", "unit": "USD"} | more
    return Instrument.objects.create(symbol=symbol, name=name, kind=kind, ticker=ticker, **details)


@pytest.fixture
def chevron(db: None) -> Instrument:
    return instrument("XNYS:CVX", "Chevron Corporation", rank=10)


@pytest.fixture
def brent(db: None) -> Instrument:
    return instrument("COMDTY:BRENT", "Brent crude oil", Kind.COMMODITY, unit="USD/bbl", rank=10)


@pytest.fixture
def wti(db: None) -> Instrument:
    return instrument("COMDTY:WTI", "WTI crude oil", Kind.COMMODITY, unit="USD/bbl", rank=10)


def days(*rows: tuple[str, str]) -> list[tuple[date, Decimal]]:
    return [(date.fromisoformat(day), Decimal(price)) for day, price in rows]
