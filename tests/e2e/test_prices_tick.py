"""Prices on open pages follow the market, and say when they no longer do."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import People
from tests.served import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SYMBOL = "CRYPTO:ETH-USD"
RECORD = """
from datetime import datetime
from decimal import Decimal
from alley.markets import actions
from alley.markets.models import Instrument
from alley.markets.tick import Tick
Instrument.objects.get_or_create(symbol={symbol!r}, defaults=dict(
    name="Ether", kind="crypto", ticker="ETH-USD", currency="USD", unit="USD"))
actions.record_quotes([Tick({symbol!r}, Decimal({price!r}), datetime.fromisoformat({time!r}),
                            "The desk", "realtime")], guarded=False)
"""


def trade(site: Site, price: str) -> None:
    moment = datetime.now(UTC).isoformat()
    site.python(RECORD.format(symbol=SYMBOL, price=price, time=moment))


def test_header_and_list_tick_and_go_stale_by_themselves(somebody: People, demo_site: Site) -> None:
    trade(demo_site, "2345.5")
    header = somebody.opens("/markets/CRYPTO:ETH-USD/")
    header.clock.install(time=datetime.now(UTC))
    header.reload()
    listed = somebody.opens("/markets/")
    prices = [
        page.locator(f'[data-quote="{SYMBOL}"] .quote-price').first for page in (header, listed)
    ]
    for price in prices:
        expect(price).to_have_text("2,345.50")

    trade(demo_site, "2350.25")
    for price in prices:
        expect(price).to_have_text("2,350.25")

    place = header.locator(f'[data-quote="{SYMBOL}"]').first
    expect(place.get_by_text("The desk")).to_be_visible()
    header.clock.fast_forward("00:05:00")
    header.clock.run_for(6_000)
    expect(place).to_contain_class("is-stale")


def test_a_page_nobody_sees_hears_nothing_and_catches_up(somebody: People, demo_site: Site) -> None:
    trade(demo_site, "2400")
    page = somebody.opens("/markets/CRYPTO:ETH-USD/")
    price = page.locator(f'[data-quote="{SYMBOL}"] .quote-price').first
    expect(price).to_have_text("2,400.00")
    hide = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s});"
    show = f"{hide % 'false'} document.dispatchEvent(new Event('visibilitychange'))"

    page.evaluate(f"{hide % 'true'} document.dispatchEvent(new Event('visibilitychange'))")
    trade(demo_site, "2410")
    assert page.evaluate("document.querySelector('page-stream').source") is None

    page.evaluate(show)
    expect(price).to_have_text("2,410.00")
