"""An alert from the page it is made on to the page it is told on, with its proof."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import People
from tests.served import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SYMBOL = "CRYPTO:LTC-USD"
RECORD = """
from datetime import datetime, timedelta
from decimal import Decimal
from alley.markets import actions
from alley.markets.models import Bar, Instrument
from alley.markets.tick import Tick
coin, made = Instrument.objects.get_or_create(symbol={symbol!r}, defaults=dict(
    name="Litecoin", kind="crypto", ticker="LTC-USD", currency="USD", unit="USD"))
now = datetime.fromisoformat({time!r})
midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
closes = [90, 110] * 180
if not Bar.objects.filter(instrument=coin, interval="1d").exists():
    Bar.objects.bulk_create(
        Bar(instrument=coin, interval="1d", source="The desk", close=close,
            time=midnight - timedelta(days=len(closes) - number))
        for number, close in enumerate(closes))
actions.record_quotes([Tick({symbol!r}, Decimal({price!r}), now, "The desk", "realtime")],
                      guarded=False)
"""
A_FAILED_WEBHOOK = """
from alley.alerts.models import Delivery, Firing
firing = Firing.objects.filter(alert__owner__username="bo").latest("pk")
Delivery.objects.filter(firing=firing, channel="webhook").update(
    state="dead", attempts=8, last_error="the receiver answered 500")
"""


def trade(site: Site, price: str) -> None:
    moment = datetime.now(UTC).isoformat()
    site.python(RECORD.format(symbol=SYMBOL, price=price, time=moment))


def new_alert(page: Page, level: str) -> None:
    page.goto(f"/alerts/new/?symbol={SYMBOL}")
    page.get_by_label("Level", exact=True).fill(level)


def tell_me(page: Page) -> None:
    page.get_by_role("button", name="Tell me", exact=True).click()
    expect(page.get_by_role("heading", name="Your alerts")).to_be_visible()


def test_from_the_instruments_page_to_the_proof(somebody: People, demo_site: Site) -> None:
    trade(demo_site, "95")
    page = somebody.signs_in("bo")
    page.goto(f"/markets/{SYMBOL}/")
    page.get_by_role("link", name="Tell me when it moves").click()
    expect(page.get_by_label("Level", exact=True)).to_have_value("95")

    page.get_by_label("Level", exact=True).fill("100")
    page.get_by_label("How often").select_option("every")
    page.get_by_role("button", name="When would it have fired?").click()
    tried = page.locator("#tried")
    expect(tried).to_contain_text("It would have fired 180 times")
    expect(tried.locator("circle")).to_have_count(60)  # the newest
    expect(tried.locator(".plot-level")).to_have_count(1)
    expect(page.get_by_label("Level", exact=True)).to_have_value("100")

    tell_me(page)
    expect(page.locator(".alert-item").first).to_contain_text("Litecoin rises to 100 USD")
    trade(demo_site, "96")
    trade(demo_site, "101.5")

    toast = page.locator(".toast")
    expect(toast).to_contain_text("Litecoin up to 101.5")
    expect(page.locator(".alert-fired .row").first).to_contain_text("Litecoin up to 101.5")
    toast.get_by_role("link").click()
    expect(page.locator("tr", has_text="Before")).to_contain_text("96.00")
    expect(page.locator("tr", has_text="Fired it")).to_contain_text("101.50")
    expect(page.locator("tr", has_text="Fired it")).to_contain_text("The desk")

    page.goto("/notifications/")
    expect(page.locator("main")).to_contain_text("Litecoin up to 101.5")


def test_what_is_wrong_is_said_and_what_was_typed_stays(somebody: People, demo_site: Site) -> None:
    page = somebody.signs_in("bo")
    page.goto("/alerts/new/")
    page.get_by_label("Instrument").fill("Litecoyn")
    page.get_by_label("Level", exact=True).fill("lots")
    page.get_by_text("More:").click()
    page.get_by_label("A note to yourself").fill("Sell half")
    page.get_by_role("button", name="Tell me", exact=True).click()

    expect(page.get_by_text("We know no instrument “Litecoyn”.")).to_be_visible()
    expect(page.get_by_text("Level must be a number.")).to_be_visible()
    expect(page.get_by_label("Level", exact=True)).to_have_value("lots")
    expect(page.get_by_label("A note to yourself")).to_have_value("Sell half")
    expect(page.get_by_label("A note to yourself")).to_be_visible()


def test_instruments_are_offered_while_one_types(somebody: People, demo_site: Site) -> None:
    page = somebody.signs_in("bo")
    page.goto("/alerts/new/")
    page.get_by_label("Instrument").press_sequentially("Brent")

    offered = page.locator("symbol-field option")
    expect(offered.first).to_have_attribute("value", "COMDTY:BRENT")


def test_a_paused_alert_keeps_still_and_goes_on(somebody: People, demo_site: Site) -> None:
    trade(demo_site, "120")
    page = somebody.signs_in("cy")
    for level in ("130", "131"):
        new_alert(page, level)
        tell_me(page)
    paused = page.locator(".alert-item", has_text="rises to 130")
    paused.get_by_role("button", name="Pause").click()
    expect(page.locator(".alert-item", has_text="rises to 130")).to_contain_text("Paused")
    trade(demo_site, "121")
    trade(demo_site, "132")

    expect(page.locator(".toast")).to_contain_text("through 131")  # the other one did fire
    expect(page.locator(".toast")).to_have_count(1)
    expect(page.locator(".alert-item", has_text="rises to 130")).to_contain_text("Paused")
    page.locator(".alert-item", has_text="rises to 130").get_by_role("button", name="Go on").click()
    expect(page.locator(".alert-item", has_text="rises to 130")).not_to_contain_text("Paused")


def test_a_webhook_that_was_given_up_is_sent_again_by_a_button(
    somebody: People, demo_site: Site
) -> None:
    trade(demo_site, "140")
    page = somebody.signs_in("bo")
    page.goto("/alerts/settings/")
    page.get_by_label("Address").fill("https://hooks.invalid/alerts")
    page.get_by_role("button", name="Add a webhook").click()
    expect(page.locator(".alert-secret")).to_contain_text("whsec_")
    page.get_by_role("button", name="Test").click()
    expect(page.get_by_text("Tested: it could not be delivered")).to_be_visible()

    new_alert(page, "150")
    page.get_by_label("Webhook").check()
    tell_me(page)
    trade(demo_site, "141")
    trade(demo_site, "151")
    expect(page.locator(".toast")).to_contain_text("through 150")
    demo_site.python(A_FAILED_WEBHOOK)

    page.goto("/alerts/deliveries/")
    failed = page.locator("li.row", has_text="Webhook").first
    expect(failed).to_contain_text("Given up")
    expect(failed).to_contain_text("8 attempts · the receiver answered 500")
    failed.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("It is sent again, under the same identifier.")).to_be_visible()
    expect(page.locator("li.row", has_text="Webhook").first).not_to_contain_text("Given up")
