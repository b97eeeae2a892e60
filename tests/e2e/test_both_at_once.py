"""Both devices of a reader write at once, or one comes back from a place without a network: what
each wrote is there in the end, and who wrote last is named."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import People
from tests.e2e.test_two_devices import listening, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile"
SAVED = "!localStorage.getItem('draft:' + document.querySelector('comment-form').thread + ':0')"
SECOND = 1_000


def story(page: Page) -> str:
    page.goto("/")
    page.locator("main a[href^='/news/']:has-text('Kazakhstan')").first.click()
    page.wait_for_url(re.compile("/news/"))
    return page.url


def on_both(somebody: People, name: str, path: str) -> tuple[Page, Page]:
    phone, desk = somebody.signs_in(name, agent=ANDROID), somebody.signs_in(name)
    for page in (phone, desk):
        page.goto(path)
        listening(page)
    return phone, desk


def test_two_drafts_written_at_once_are_both_there(somebody: People) -> None:
    phone, desk = on_both(somebody, "hal", story(somebody.opens()))
    phone.context.set_offline(True)
    phone.locator("#comment-body").press_sequentially("Written on the train.")
    desk.locator("#comment-body").press_sequentially("Written at the desk.")
    until(desk, SAVED)

    phone.context.set_offline(False)
    other = phone.locator(".draft-other")
    expect(other).to_contain_text("You also wrote on Chrome on Linux:")
    expect(other.locator("blockquote")).to_have_text("Written at the desk.")
    expect(phone.locator("#comment-body")).to_have_value("Written on the train.")
    expect(desk.locator("#comment-body")).to_have_value("Written at the desk.")

    phone.reload()  # the question waits
    other.get_by_role("button", name="Add it below").click()
    both = "Written on the train.\n\nWritten at the desk."
    expect(phone.locator("#comment-body")).to_have_value(both)
    expect(desk.locator("#comment-body")).to_have_value(both)
    expect(desk.locator("[data-draft-by]")).to_have_text("As you left it on Chrome on Android.")
    phone.locator("#comment-body").fill("")
    expect(desk.locator("#comment-body")).to_have_value("")


def test_a_page_that_heard_nothing_is_told_when_it_sends(somebody: People) -> None:
    phone, desk = on_both(somebody, "kit", story(somebody.opens()))
    phone.evaluate("document.querySelector('page-stream').close()")
    desk.locator("#comment-body").press_sequentially("First.")
    until(desk, SAVED)

    phone.locator("#comment-body").press_sequentially("Second.")

    expect(phone.locator(".draft-other blockquote")).to_have_text("First.")
    expect(phone.locator("#comment-body")).to_have_value("Second.")
    expect(desk.locator("#comment-body")).to_have_value("First.")


def test_what_was_written_without_a_network_outlives_the_page(somebody: People) -> None:
    phone, desk = on_both(somebody, "hal", story(somebody.opens()))
    phone.context.set_offline(True)
    phone.locator("#comment-body").press_sequentially("On the plane.")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(desk.url)

    expect(phone.locator("#comment-body")).to_have_value("On the plane.")
    expect(desk.locator("#comment-body")).to_have_value("On the plane.")
    desk.locator("#comment-body").fill("")
    expect(phone.locator("#comment-body")).to_have_value("")


def test_a_text_whose_answer_was_lost_is_not_taken_for_another_devices(somebody: People) -> None:
    page, _ = on_both(somebody, "kit", story(somebody.opens()))

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/draft", lost)
    with page.expect_event("requestfailed"):
        page.locator("#comment-body").fill("In the tunnel")
    page.context.set_offline(True)
    page.unroute("**/draft")
    page.locator("#comment-body").press_sequentially(" and out of it")
    page.context.set_offline(False)

    until(page, SAVED)
    expect(page.locator(".draft-other")).to_have_count(0)
    expect(page.locator("#comment-body")).to_have_value("In the tunnel and out of it")
    page.locator("#comment-body").fill("")
    until(page, SAVED)


def test_what_is_posted_without_a_connection_stays_in_the_form(somebody: People) -> None:
    page, _ = on_both(somebody, "kit", story(somebody.opens()))
    page.context.set_offline(True)
    page.locator("#comment-body").fill("Posted on the plane.")
    page.get_by_role("button", name="Post", exact=True).click()

    expect(page.locator("[data-unsent]")).to_contain_text("There is no connection.")
    expect(page.locator("#comment-body")).to_have_value("Posted on the plane.")

    page.goto("about:blank")
    page.context.set_offline(False)
    page.go_back()
    expect(page.locator("#comment-body")).to_have_value("Posted on the plane.")
    page.locator("#comment-body").fill("")
    until(page, SAVED)


def test_an_undecided_text_is_there_beside_the_next(somebody: People) -> None:
    phone, desk = on_both(somebody, "hal", story(somebody.opens()))
    phone.context.set_offline(True)
    phone.locator("#comment-body").fill("On the train.")
    phone.goto("about:blank")
    desk.locator("#comment-body").fill("At the desk.")
    until(desk, SAVED)
    phone.context.set_offline(False)
    phone.goto(desk.url)
    other = phone.locator(".draft-other")
    expect(other.locator("blockquote")).to_have_text("On the train.")
    listening(phone)

    phone.locator("#comment-body").fill("At home.")
    for later in ("Still at the desk.", "At the desk for long."):
        desk.locator("#comment-body").fill(later)
        expect(other.locator("blockquote")).to_have_text(f"On the train.\n\n{later}")

    other.get_by_role("button", name="Drop it").click()
    expect(desk.locator("#comment-body")).to_have_value("At home.")
    desk.locator("#comment-body").fill("")
    expect(phone.locator("#comment-body")).to_have_value("")


DRAWN = "document.querySelector('price-chart').session?.live.drawings().length"


def draws(page: Page, height: float) -> None:
    """A level, by one click into the chart."""
    drawn = page.evaluate(DRAWN)
    page.locator("summary", has_text="Draw").click()
    page.get_by_role("button", name="Level").click()
    page.locator(".chart-plot").scroll_into_view_if_needed()
    box = page.locator(".chart-plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * height, steps=4)
    page.mouse.down()
    page.mouse.up()
    until(page, f"{DRAWN} === {drawn + 1}")


def test_drawings_of_both_devices_stay_and_the_last_is_named(somebody: People) -> None:
    phone, desk = on_both(somebody, "hal", "/markets/COMDTY:BRENT/")
    for page in (phone, desk):
        until(page, "Boolean(document.querySelector('price-chart').session)")
    phone.context.set_offline(True)
    draws(phone, 0.3)
    draws(desk, 0.5)
    until(desk, "!localStorage.getItem('chart-unsent:COMDTY:BRENT')")

    phone.context.set_offline(False)
    for page in (phone, desk):
        until(page, f"{DRAWN} === 2")
    expect(desk.locator(".chart-said")).to_contain_text("Changed on Chrome on Android.")
    phone.get_by_role("button", name="Reset").click()
    until(desk, f"{DRAWN} === 0")  # back to the usual chart there as well


def test_settings_and_read_marks_follow(somebody: People) -> None:
    phone, desk = on_both(somebody, "hal", "/accounts/settings/")
    phone.get_by_label("Shown name").fill("Hal O.")
    phone.get_by_role("button", name="Save").click()
    expect(desk.get_by_label("Shown name")).to_have_value("Hal O.", timeout=SECOND * 2)
    expect(desk.get_by_text("Last changed on Chrome on Android.")).to_be_visible()

    desk.get_by_label("Time zone").select_option("Asia/Almaty")  # not sent yet
    phone.get_by_label("Shown name").fill("Hal")
    phone.get_by_role("button", name="Save").click()
    expect(desk.locator(".live-note")).to_contain_text("Changed on Chrome on Android")
    desk.get_by_role("button", name="Save").click()
    expect(phone.get_by_label("Time zone")).to_have_value("Asia/Almaty")
    expect(desk.get_by_label("Shown name")).to_have_value("Hal")  # the old page did not undo it


def test_notifications_come_and_are_read_on_both(somebody: People) -> None:
    phone, desk = on_both(somebody, "hal", "/notifications/")
    somebody.site.python(
        "from alley.accounts.models import Reader; from alley.accounts.actions import notify\n"
        "notify(Reader.objects.get(username='hal'), kind='alert', title='Brent is above 82')"
    )
    for page in (phone, desk):
        expect(page.locator(".notification-new").first).to_contain_text("Brent is above 82")
        expect(page.locator("[data-bell-count]")).to_be_visible()

    phone.get_by_role("button", name="Mark all as read").click()
    expect(desk.locator(".notification-new")).to_have_count(0)
    expect(desk.locator("[data-bell-count]")).to_be_hidden()


def test_an_alert_paused_on_one_is_paused_on_the_other(somebody: People) -> None:
    phone, desk = somebody.signs_in("hal", agent=ANDROID), somebody.signs_in("hal")
    phone.goto("/alerts/new/?symbol=COMDTY:BRENT")
    phone.get_by_label("Level", exact=True).fill("990")
    phone.get_by_role("button", name="Tell me").click()
    phone.locator(".alert-words a").first.click()
    desk.goto(phone.url)
    listening(desk)
    phone.get_by_role("button", name=re.compile("^Pause")).click()

    expect(desk.locator(".alert-status").first).to_have_text("Paused")
    expect(desk.get_by_text("Last changed on Chrome on Android.")).to_be_visible()


def test_a_save_on_one_is_named_on_the_other(somebody: People) -> None:
    phone, desk = on_both(somebody, "hal", story(somebody.opens()))
    phone.get_by_role("button", name=re.compile("^Save")).first.click()
    expect(desk.get_by_role("button", name="Saved").first).to_be_visible()
    expect(desk.get_by_text("Saved on Chrome on Android.").first).to_be_visible()
    expect(phone.get_by_text("Saved. See Saved Items.").first).to_be_visible()
