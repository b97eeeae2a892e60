"""The live chart: the server's numbers, read by keyboard, kept; a picture without JavaScript."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from alley.markets.charts.indicators import compute
from alley.markets.charts.spec import spec_of
from alley.markets.charts.window import Window, window_of
from tests.e2e.conftest import People

pytestmark = pytest.mark.e2e
SPY = "/markets/ARCX:SPY/"
DRAWN = "document.querySelector('price-chart').session.live.drawings().length"
ALL = "SMA:20,EMA:20,BOLL:20:2,VWAP:20,VOLUME,RSI:14,MACD:12:26:9,ATR:14"


def live(page: Page) -> Page:
    page.locator("price-chart[data-live]").wait_for()
    return page


def values(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("document.querySelector('price-chart').values()")
    return found


def of_one_window(somebody: People, query: str) -> tuple[Page, dict[str, Any], Window]:
    """A chart and the server's numbers for it, between which no new day of the replay began."""
    page = somebody.opens("/markets/")
    address = f"/api/v1/charts/ARCX:SPY/window?{query}"
    for _ in range(5):
        before = window_of(page.request.get(address).json()["window"])
        page.goto(f"{SPY}?{query}")
        live(page)
        answer = page.request.get(address).json()
        window = window_of(answer["window"])
        if [bar.time for bar in window.main.bars] == [bar.time for bar in before.main.bars]:
            return page, answer, window
    raise AssertionError("The window never stayed the same.")


@pytest.mark.parametrize("asked", [ALL, "OBV,VWAP:0,MACD:5:20:7"])
def test_the_browser_and_the_server_compute_the_same_numbers(somebody: People, asked: str) -> None:
    page, answer, window = of_one_window(somebody, f"range=2Y&indicators={asked}")
    shown = values(page)

    for indicator in spec_of(answer["spec"]).indicators:
        for name, line in compute(indicator, window.main.bars, window.main.zone).items():
            theirs = shown[indicator.name][name]
            for place, number in enumerate(line[:-1]):  # the last bar follows the replay
                about = f"{indicator.label} {name} at {place}"
                if number is None:  # a day without volume draws no column in either
                    assert theirs[place] in ((None, 0) if name == "volume" else (None,)), about
                else:
                    assert theirs[place] == pytest.approx(number, rel=1e-9, abs=1e-9), about


def test_every_bar_can_be_read_by_keyboard(somebody: People) -> None:
    page = live(somebody.opens(f"{SPY}?range=5Y"))
    assert page.locator("price-chart [tabindex='1']").count() == 0
    page.locator(".chart-canvas").focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    bars = page.request.get("/api/v1/charts/ARCX:SPY/window?range=5Y").json()["window"]["main"][
        "bars"
    ]
    opened, high, low, close = (
        f"{float(number):,.8f}".rstrip("0").rstrip(".") for number in bars[3][1:5]
    )

    expect(page.locator(".chart-readout")).to_contain_text(f"O {opened}")
    spoken = page.locator("[aria-live=polite]", has_text="open")
    expect(spoken).to_contain_text(f"open {opened}, high {high}, low {low}, close {close}")


def test_the_table_has_the_bars_in_sight(somebody: People) -> None:
    page = live(somebody.opens("/markets/COMDTY:BRENT/?range=2022-01-03/2022-03-31"))
    summary, rows = page.locator(".chart-data summary"), page.locator(".chart-data tbody tr")
    many = page.evaluate("document.querySelector('price-chart').session.live.seen.length")
    expect(summary).to_have_text(f"The last 60 of {many} bars as a table")
    summary.click()
    expect(rows).to_have_count(60)

    page.get_by_role("button", name="1M", exact=True).click()
    expect(rows.first.locator("th")).not_to_have_text("31 Mar 2022")  # another window, its days
    newest = page.evaluate("document.querySelector('price-chart').session.live.bars.at(-1).close")
    expect(rows.first.locator("td").last).to_have_text(f"{newest:,.2f}")

    page.locator(".chart-canvas").scroll_into_view_if_needed()
    page.get_by_role("button", name="Zoom in").click(click_count=3)
    expect(summary).to_contain_text("in sight")
    seen = page.evaluate("document.querySelector('price-chart').session.live.seen.length")
    expect(rows).to_have_count(seen)


def test_a_chart_is_as_it_was_left_on_another_device(somebody: People) -> None:
    first, second = (live(page) for page in (_signed_in(somebody, SPY) for _ in range(2)))
    with first.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        first.locator("price-chart select[name=scale]").select_option("log")

    expect(second.locator("price-chart select[name=scale]")).to_have_value("log")
    third = live(_signed_in(somebody, SPY))
    expect(third.locator("price-chart select[name=scale]")).to_have_value("log")


def test_something_drawn_by_hand_is_kept_by_its_time(somebody: People) -> None:
    page = live(_signed_in(somebody, "/markets/COMDTY:WTI/"))
    page.locator("summary", has_text="Draw").click()
    page.get_by_role("button", name="Segment").click()
    page.set_viewport_size({"width": 1280, "height": 1200})
    box = page.locator(".chart-plot").bounding_box()
    assert box is not None
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok) as saved:
        _click(page, box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.7)
        for _ in range(200):  # the library takes no second click within half a second
            _click(page, box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
            if page.evaluate(DRAWN):
                break
    drawing = saved.value.json()["spec"]["drawings"][0]

    assert drawing["kind"] == "segment"
    assert [point["t"] < "2027" for point in drawing["points"]] == [True, True]
    again = live(_signed_in(somebody, "/markets/COMDTY:WTI/"))
    assert (
        again.evaluate("document.querySelector('price-chart').session.live.drawings().length") == 1
    )


def test_without_javascript_there_is_a_picture_a_form_and_a_table(somebody: People) -> None:
    page = somebody.opens("/markets/COMDTY:WTI/", javascript=False)
    page.locator("price-chart button[name=range][value='5Y']").click()

    expect(page.locator("price-chart img")).to_have_attribute("src", re.compile("range=5Y"))
    assert page.request.get(page.locator("price-chart img").get_attribute("src") or "").ok
    page.locator(".chart-data summary").click()
    expect(page.locator(".chart-data tbody tr").first).to_be_visible()


def test_nothing_is_asked_of_anybody_else_and_nothing_is_forbidden(somebody: People) -> None:
    page = somebody.opens("/")
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(SPY)
    live(page)

    assert all(address.startswith(somebody.site.url) for address in asked)
    assert wrong == []


def _click(page: Page, x: float, y: float) -> None:
    """As a hand does it: move there, rest until it is painted, press."""
    for step in (9, 0):
        page.mouse.move(x - step, y)
        page.evaluate(
            "new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))"
        )
    page.mouse.down()
    page.mouse.up()


def _signed_in(somebody: People, path: str) -> Page:
    page = somebody.signs_in("ada")
    page.goto(path)
    return page


def test_the_spec_in_the_page_is_the_servers(somebody: People) -> None:
    page = somebody.opens(SPY)
    spec = json.loads(page.locator("price-chart").get_attribute("data-spec") or "")

    assert spec_of(spec).symbol == "ARCX:SPY"
