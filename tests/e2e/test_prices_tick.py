"""Prices on open pages follow the market, and say when they no longer do."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import People
from tests.e2e.test_two_devices import listening
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


BARS = """
from datetime import UTC, datetime, time, timedelta
from alley.markets.models import Bar, Instrument
ether, now = Instrument.objects.get(symbol={symbol!r}), datetime.now(UTC)
today = datetime.combine(now.date(), time(), UTC)
spans = [("1d", today - timedelta(days=day)) for day in range(1, 30)] + [("1h", today)]
Bar.objects.filter(instrument=ether).delete()
Bar.objects.bulk_create(Bar(instrument=ether, interval=interval, time=moment, open=2400, high=2500,
                            low=2300, close=2400, source="The desk") for interval, moment in spans)
"""


def test_the_ranges_of_day_and_year_follow_the_price(somebody: People, demo_site: Site) -> None:
    trade(demo_site, "2400")
    demo_site.python(BARS.format(symbol=SYMBOL))
    trade(demo_site, "2401")
    page = somebody.opens("/markets/CRYPTO:ETH-USD/")
    day, year = page.locator("[data-span=day]"), page.locator("[data-span=year]")
    expect(day).to_contain_text("2,300.00 to 2,500.00")
    listening(page)

    trade(demo_site, "2600.5")

    expect(day).to_contain_text("2,300.00 to 2,600.50")
    expect(year.locator("[data-high]")).to_have_text("2,600.50")
    today = f"{datetime.now(UTC):%-d %b %Y}"
    expect(year.locator("small").last).to_have_text(today)
    expect(year.locator("circle")).to_have_attribute("cx", "100")
    expect(year.locator("[data-low]")).to_have_text("2,300.00")

    trade(demo_site, "2450.25")  # back inside: the ranges stay
    expect(year.locator("circle")).to_have_attribute("cx", "50")
    expect(day).to_contain_text("2,300.00 to 2,600.50")


CALLS = """
from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Thread
from alley.markets.actions import freeze_chart
from alley.markets.charts.spec import spec_of
ivy = Reader.objects.get(username="ivy")
spec = spec_of(dict(symbol={symbol!r}, type="line", range="1M", call="up"))
chart = freeze_chart(reader=ivy, spec=spec)
key = Thread.objects.filter(kind="article").order_by("-comment_count").first().key
made = actions.post_comment(author=ivy, kind="article", key=key, chart=chart.pk,
                            body="Ether has more demand than supply this month.")
if made.status != "published":
    actions.settle_decision(comment_id=made.pk, revision=1, outcome="approve")
print(made.pk)
"""


def test_what_became_of_a_price_since_follows_it(somebody: People, demo_site: Site) -> None:
    trade(demo_site, "2400")
    demo_site.python(BARS.format(symbol=SYMBOL))
    posted = demo_site.python(CALLS.format(symbol=SYMBOL)).split()[-1]
    trade(demo_site, "2448")
    apart, beside = (
        somebody.opens(f"/comments/{posted}/chart/"),
        somebody.opens(f"/comments/{posted}/"),
    )
    since = [apart.locator("price-since"), beside.locator(f"#c{posted} price-since").first]
    for each in since:
        expect(each.locator("[data-move]")).to_have_text("+2.00 %")
        expect(each).to_contain_text("right so far")
    for page in (apart, beside):
        listening(page)

    trade(demo_site, "2376")

    for each in since:
        expect(each.locator("[data-move]")).to_have_text("−1.00 %")
        expect(each).to_contain_text("wrong so far")
        expect(each.locator(".quote-price")).to_have_text("2,376.00")
