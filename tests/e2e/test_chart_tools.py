"""A live chart changed by its toolbar: what is left out is named, and the reason follows."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import People
from tests.e2e.test_charts import live

pytestmark = pytest.mark.e2e
BRENT = "/markets/COMDTY:BRENT/"
NOTES = "[data-left-out]"


def tick(page: Page, *names: str) -> None:
    page.locator("summary", has_text="Indicators").click()
    for name in names:
        page.locator(f".chart-menu input[name={name}]").check()
    page.keyboard.press("Escape")


def compare(page: Page, symbols: str) -> None:
    page.locator("input[name=compare]").fill(symbols)
    page.keyboard.press("Enter")


def test_what_is_compared_but_not_drawn_is_named_without_a_reload(somebody: People) -> None:
    page = live(somebody.opens(f"{BRENT}?range=1Y"))
    compare(page, "COMDTY:WTI, ARCX:SPY")

    expect(page.locator(NOTES)).to_contain_text("(ARCX:SPY) is not drawn: its prices end on")
    expect(page.locator(".chart-key")).to_have_text("COMDTY:BRENTCOMDTY:WTI")
    expect(page.locator("[data-credits]")).to_contain_text("COMDTY:WTI: End of day · EIA spot")
    compare(page, "COMDTY:WTI")
    expect(page.locator(NOTES)).to_be_empty()


@pytest.mark.parametrize("javascript", [True, False])
def test_enter_in_a_field_keeps_the_stretch_of_time(somebody: People, javascript: bool) -> None:
    page = somebody.opens(f"{BRENT}?range=2Y", javascript=javascript)
    if javascript:
        live(page)
    compare(page, "COMDTY:WTI")

    expect(page.locator("[data-credits]")).to_contain_text("COMDTY:WTI")
    expect(page.locator(".chart-ranges [aria-pressed=true]")).to_have_text("2Y")


def test_an_indicator_without_numbers_is_no_empty_pane_but_a_sentence(somebody: People) -> None:
    page = live(somebody.opens(f"{BRENT}?range=1Y"))
    tick(page, "RSI", "VOLUME")

    expect(page.locator(NOTES)).to_have_text("VOLUME: no volume is known.")
    expect(page.locator(".chart-plot")).to_have_attribute("data-panes", "1")


def test_candles_of_closes_alone_are_a_line_and_say_so(somebody: People) -> None:
    page = live(somebody.opens(f"{BRENT}?range=1Y"))
    page.locator("select[name=type]").select_option("candles")

    expect(page.locator(".chart-said")).to_contain_text("not known; drawn as a line.")


def test_a_percent_of_a_negative_price_is_not_meaningful(somebody: People) -> None:
    page = live(somebody.opens("/markets/COMDTY:WTI/?range=10Y&scale=log"))
    expect(page.locator(".chart-said")).to_contain_text("drawn on a linear one")
    bars = page.evaluate("document.querySelector('price-chart').session.live.bars")
    first = page.evaluate("document.querySelector('price-chart').session.live.first")
    negative = next(place for place, bar in enumerate(bars) if bar["close"] < 0)
    page.locator(".chart-canvas").focus()
    page.keyboard.press("Home")
    for _ in range(negative - first):
        page.keyboard.press("ArrowRight")

    expect(page.locator(".chart-readout")).to_contain_text("Close −36.98")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart-readout")).to_contain_text("percent not meaningful")


@pytest.mark.parametrize("width", [390, 1280])
def test_menus_stay_in_sight_and_shut_when_one_goes_on(somebody: People, width: int) -> None:
    page = live(somebody.opens(BRENT))
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("Indicators", "Draw"):
        page.locator("summary", has_text=name).click()
        box = page.locator("details[open] > .chart-menu").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.locator("#chart > figcaption").click(position={"x": 2, "y": 2})

    expect(page.locator("details[open] > .chart-menu")).to_have_count(0)
