"""What a page costs a reader on a phone: bytes, other hosts, and things that jump."""

import pytest
from playwright.sync_api import Browser, Response

from tests.e2e.test_accessible import story_of
from tests.served import Site

pytestmark = pytest.mark.e2e
MOST = 90 * 1024  # bytes of HTML, CSS and JavaScript as they come over the wire
COUNTED = {"document", "stylesheet", "script"}
SHIFTS = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) moved += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(moved), 300));
})"""


@pytest.mark.parametrize("path", ["story", "/", "/markets/"])
def test_a_page_is_light_keeps_still_and_asks_nobody_else(
    browser: Browser, demo_site: Site, path: str
) -> None:
    context = browser.new_context(base_url=demo_site.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(story_of(demo_site) if path == "story" else path, wait_until="load")
    moved = page.evaluate(SHIFTS)

    sizes = {
        answer.url: answer.request.sizes()["responseBodySize"]
        for answer in answers
        if answer.request.resource_type in COUNTED
    }
    assert sum(sizes.values()) <= MOST, sizes
    assert {answer.url.startswith(demo_site.url) for answer in answers} == {True}
    assert moved < 0.01
    context.close()
