"""Open pages on bad days: no stream comes through, the device slept, the site was started anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import People
from tests.e2e.test_two_devices import listening, until
from tests.served import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

STREAM = "**/api/v1/stream?**"
LATE = 15_000
BREAK = """
from alley.news.actions import break_news
break_news(text={text!r})
"""
FORGET = """
from datetime import timedelta
from django.utils import timezone
from alley.live import bus, tail
from alley.live.models import Event
Event.objects.update(created=timezone.now() - timedelta(minutes=11))
bus.publish("nobody", {})
tail.prune()
"""


def breaks(site: Site, text: str) -> None:
    site.python(BREAK.format(text=text))


def shows(page: Page, text: str) -> None:
    expect(page.locator(".breaking", has_text=text)).to_have_count(1, timeout=LATE)


@pytest.mark.parametrize("silent", [True, False])
def test_where_no_stream_comes_through_the_page_looks_by_itself(
    somebody: People, demo_site: Site, silent: bool
) -> None:
    """A proxy that holds the stream back for ever, and one that does not let it through."""
    page = somebody.opens("/guidelines/")
    page.route(STREAM, (lambda route: None) if silent else (lambda route: route.abort()))
    page.clock.install()
    page.reload()
    with page.expect_response("**/api/v1/stream/events?**"):
        page.clock.run_for(6_000)
    text = f"Looked for ({silent})"
    breaks(demo_site, text)
    until(page, "Boolean(document.querySelector('page-stream').last)")

    page.clock.run_for(11_000)

    shows(page, text)
    page.clock.run_for(11_000)  # it goes on looking, and tells nothing twice
    shows(page, text)


def test_a_page_goes_on_looking_after_something_else_answered(
    somebody: People, demo_site: Site
) -> None:
    """The sign-in page of a hotel's network, which answers everything with itself."""
    page = somebody.opens("/guidelines/")
    page.route(STREAM, lambda route: route.abort())
    looked = "**/api/v1/stream/events?**"
    page.route(looked, lambda route: route.fulfill(body="<p>Room?", content_type="text/html"))
    page.clock.install()
    page.reload()
    with page.expect_response(looked):
        page.clock.run_for(6_000)
    page.unroute(looked)
    with page.expect_response(looked):
        page.clock.run_for(11_000)
    until(page, "Boolean(document.querySelector('page-stream').last)")
    breaks(demo_site, "After the sign-in page")
    page.clock.run_for(11_000)

    shows(page, "After the sign-in page")


def test_a_bar_whose_words_changed_meanwhile_is_renewed(somebody: People, demo_site: Site) -> None:
    page = somebody.opens("/guidelines/")
    listening(page)
    breaks(demo_site, "As it reads now")
    shows(page, "As it reads now")
    bar = page.locator(".breaking", has_text="As it reads now")
    bar.locator("span").evaluate("(words) => (words.textContent = 'As it read before')")
    page.evaluate("document.dispatchEvent(new Event('alley:reset'))")

    shows(page, "As it reads now")
    expect(page.locator(".breaking", has_text="As it read before")).to_have_count(0)


def test_what_came_while_the_network_was_away_is_there_when_it_is_back(
    somebody: People, demo_site: Site
) -> None:
    page = somebody.opens("/guidelines/")
    listening(page)
    page.context.set_offline(True)
    breaks(demo_site, "While it was away")
    page.context.set_offline(False)

    shows(page, "While it was away")


def test_a_line_that_went_dead_in_sleep_is_opened_anew(somebody: People) -> None:
    page = somebody.opens("/guidelines/")
    page.clock.install()
    page.reload()
    listening(page)
    page.evaluate("window.before = document.querySelector('page-stream').source")

    with page.expect_request(lambda request: "last_event_id=" in request.url):
        page.clock.fast_forward("00:02:00")  # the lid was shut: no sign of life came

    listening(page)
    assert page.evaluate("window.before.readyState") == 2  # the old one is closed


def test_a_page_that_missed_more_than_is_kept_renews_what_it_shows(
    somebody: People, demo_site: Site
) -> None:
    page = somebody.signs_in("jon")
    page.goto("/notifications/")
    listening(page)
    breaks(demo_site, "Over by the time it is back")
    shows(page, "Over by the time it is back")
    page.context.set_offline(True)
    demo_site.python(
        "from alley.news.actions import end_breaking\nfrom alley.news.models import BreakingAlert\n"
        "end_breaking(BreakingAlert.objects.get(text='Over by the time it is back'))\n"
        "from alley.accounts.models import Reader; from alley.accounts.actions import notify\n"
        "notify(Reader.objects.get(username='jon'), kind='alert', title='Brent is above 83')"
    )
    demo_site.python(FORGET)
    page.context.set_offline(False)

    expect(page.locator(".notification-new")).to_contain_text("Brent is above 83", timeout=LATE)
    expect(page.locator("[data-bell-count]")).to_have_text("1")
    expect(page.locator(".breaking", has_text="Over by")).to_have_count(0)


@pytest.fixture
def own_site(tmp_path: Path, new_site: Callable[[Path], Site]) -> Site:
    site = new_site(tmp_path / "site")
    site.start("--workers", "2")
    return site


def test_a_page_stays_open_while_the_site_is_started_anew(own_site: Site, browser: Browser) -> None:
    people = People(browser, own_site)
    page = people.opens("/guidelines/")
    listening(page)
    own_site.kill()
    breaks(own_site, "Said while nobody served")
    own_site.start("--workers", "2")
    shows(page, "Said while nobody served")

    breaks(own_site, "And after it")
    shows(page, "And after it")
    assert own_site.stop() == 0
    own_site.start()
    breaks(own_site, "And after it was closed in order")
    shows(page, "And after it was closed in order")
    people.leave()
    own_site.kill()
