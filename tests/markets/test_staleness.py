"""A price says when it is not current: by itself, to open pages, and in cached ones."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from alley.live import renewals
from alley.live.models import Event
from alley.markets import actions, queries
from alley.markets.models import Instrument, Kind, Quote
from alley.markets.quotes import goes_stale
from alley.markets.tick import Tick

from .conftest import instrument


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("symbol", "kind", "made", "expected"),
    [
        ("CRYPTO:BTC-USD", "realtime", "2026-11-21 10:00", "2026-11-21 10:03"),
        ("XNYS:CVX", "realtime", "2026-11-25 15:00", "2026-11-25 15:03"),
        ("XNYS:CVX", "realtime", "2026-11-25 20:58", "2026-11-27 14:30"),  # Thanksgiving between
        ("XNYS:CVX", "delayed", "2026-11-25 15:00", "2026-11-25 15:18"),
        ("XHKG:700", "realtime", "2026-11-25 03:59", "2026-11-25 05:00"),  # lunch
        ("XKAZ:KZTO", "realtime", "2026-11-25 11:59", "2026-11-26 06:30"),  # usual hours
        ("COMDTY:BRENT", "eod", "2026-11-20 19:30", "2026-11-25 19:30"),
        ("CRYPTO:BTC-USD", "synthetic", "2013-11-21 10:00", "2026-11-25 12:03"),
    ],
)
def test_when_a_price_grows_old(symbol: str, kind: str, made: str, expected: str) -> None:
    delay = 15 if kind == "delayed" else 0
    quote = Quote(time=at(made), received=at("2026-11-25 12:00"), kind=kind, delay_minutes=delay)

    assert goes_stale(quote, symbol, quote.received) == at(expected)


@pytest.fixture
def coin(db: None) -> Instrument:
    return instrument("CRYPTO:BTC-USD", "Bitcoin", Kind.CRYPTO)


def trade(price: str, ago: timedelta) -> None:
    time = timezone.now() - ago
    actions.record_quotes([Tick("CRYPTO:BTC-USD", Decimal(price), time, "test", "realtime")])
    Quote.objects.update(received=time)


def events() -> list[dict[str, object]]:
    """What a page hears that has the price open, for each time it is told of it."""
    rows = Event.objects.order_by("id")
    told = [renewals.opened([row], {"quotes:CRYPTO:BTC-USD"}) for row in rows]
    return [event.payload for some in told for event in some if event.topic.startswith("quotes:")]


def purged() -> set[str]:
    return {key for event in Event.objects.filter(topic="purge") for key in event.payload["keys"]}


def test_open_pages_are_told_once_and_cached_ones_dropped(coin: Instrument) -> None:
    trade("100", timedelta(minutes=4))
    Event.objects.all().delete()

    assert actions.tell_stale_quotes(timezone.now()) == 1
    assert actions.tell_stale_quotes(timezone.now()) == 0

    (told,) = events()
    assert (told["stale"], told["price"]) == (True, "100")
    assert purged() == {"front", "markets", "instrument:CRYPTO:BTC-USD"}


def test_a_newer_price_takes_it_back(coin: Instrument) -> None:
    trade("100", timedelta(minutes=4))
    actions.tell_stale_quotes(timezone.now())
    Event.objects.all().delete()

    trade("101", timedelta(0))

    assert events()[0]["stale"] is False
    assert "instrument:CRYPTO:BTC-USD" in purged()
    assert actions.tell_stale_quotes(timezone.now()) == 0


def test_a_fresh_price_is_left_alone_but_knows_when_it_will_be_old(coin: Instrument) -> None:
    trade("100", timedelta(0))

    assert actions.tell_stale_quotes(timezone.now()) == 0
    (quote,) = queries.quotes_for([coin.symbol]).values()
    assert not quote.stale
    assert quote.stale_at is not None
    assert quote.as_dict()["stale_at"] > quote.as_dict()["time"]
