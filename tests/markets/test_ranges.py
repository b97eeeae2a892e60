"""The close before, the day's range and the range of 52 weeks, as they stand beside a price."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from alley.markets.actions import Origin, Tick, import_prices, record_quotes
from alley.markets.charts.bars import BarView
from alley.markets.importing.prices import Row
from alley.markets.models import Instrument, Kind, PriceKind
from alley.markets.ranges import Point, Ranges, ranges

DAY = date(2020, 4, 20)


def bar(day: date, low: str, high: str, close: str) -> BarView:
    time = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return BarView(time, Decimal(close), Decimal(high), Decimal(low), Decimal(close), None)


def close(day: date, price: str) -> BarView:
    time = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return BarView(time, None, None, None, Decimal(price), None)


def told(before: list[BarView], today: BarView | None, price: str) -> Ranges:
    return ranges(before, today, price=Decimal(price), day=DAY, previous=None)


def test_below_zero_is_a_low_like_any_other() -> None:
    before = [bar(DAY - timedelta(days=days), "17", "21", "18.27") for days in range(400, 0, -1)]
    found = told(before, bar(DAY, "-40.32", "17.85", "-37.63"), "-36.98")

    assert found.previous == Point(Decimal("18.27"), DAY - timedelta(days=1))
    assert found.day
    assert (found.day.low.price, found.day.high.price) == (Decimal("-40.32"), Decimal("17.85"))
    assert found.year
    assert found.year.low == Point(Decimal("-40.32"), DAY)
    assert found.year.high.price == 21
    assert 0 < found.year.place(Decimal("-36.98")) < 10
    assert found.since is None


def test_older_than_52_weeks_does_not_count() -> None:
    before = [
        close(DAY - timedelta(weeks=52), "99"),
        close(DAY - timedelta(days=363), "60"),
        close(DAY - timedelta(days=1), "20"),
    ]
    found = told(before, None, "18")

    assert found.year
    assert (found.year.low.price, found.year.high.price) == (18, 60)


def test_a_short_history_says_since_when() -> None:
    begun = DAY - timedelta(days=30)
    found = told([close(begun, "20"), close(DAY - timedelta(days=1), "21")], None, "22")

    assert found.since == begun


def test_what_is_not_known_is_not_told() -> None:
    assert told([], None, "18") == Ranges()
    only_a_close = told([close(DAY - timedelta(days=1), "20")], close(DAY, "18"), "18")
    assert only_a_close.day is None


@pytest.fixture
def wti(db: None) -> Instrument:
    made = Instrument.objects.create(
        symbol="COMDTY:WTI", name="WTI crude oil", kind=Kind.COMMODITY, ticker="WTI", unit="USD/bbl"
    )
    closes = {"2020-04-16": "19.82", "2020-04-17": "18.31", "2020-04-20": "-36.98"}
    rows = [
        Row(datetime.fromisoformat(f"{day}T00:00:00+00:00"), None, None, None, Decimal(price), None)
        for day, price in closes.items()
    ]
    import_prices(made, rows, Origin("EIA spot", PriceKind.EOD))
    return made


def test_the_page_and_the_api_tell_them_with_their_source(client: Client, wti: Instrument) -> None:
    known = client.get("/api/v1/instruments/COMDTY:WTI").json()["ranges"]
    assert known["previous_close"] == {"price": "18.31", "date": "2020-04-17"}
    assert known["weeks_52"]["low"] == {"price": "-36.98", "date": "2020-04-20"}
    assert known["weeks_52"]["high"] == {"price": "19.82", "date": "2020-04-16"}
    assert known["weeks_52_since"] == "2020-04-16"
    assert known["day"] is None
    assert known["sources"] == [{"source": "EIA spot", "kind": "eod"}]

    page = client.get("/markets/COMDTY:WTI/").content.decode()
    assert "Previous close" in page
    assert re.search(r"−36\.98</data> <small[^>]*>20 Apr 2020</small>", page)
    assert "Day’s range" not in page


def test_a_live_price_does_not_know_its_evening(client: Client, wti: Instrument) -> None:
    """The day's bar of a recording would tell what is still to come."""
    later = datetime(2020, 4, 20, 23, tzinfo=UTC)
    record_quotes([Tick("COMDTY:WTI", Decimal("12.5"), later, "replay", PriceKind.SYNTHETIC)])

    known = client.get("/api/v1/instruments/COMDTY:WTI").json()["ranges"]

    assert known["previous_close"]["price"] == "18.31"
    assert known["weeks_52"]["low"]["price"] == "12.5"


def test_an_instrument_without_a_price_has_none(client: Client, db: None) -> None:
    Instrument.objects.create(symbol="XNYS:NIL", name="Nil", kind=Kind.EQUITY, ticker="NIL")

    assert client.get("/api/v1/instruments/XNYS:NIL").json()["ranges"] is None
    assert client.get("/markets/XNYS:NIL/").status_code == 200
