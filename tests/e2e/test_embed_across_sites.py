"""The discussion on a page of another site, over https and under that page's own strict policy:
with third-party cookies a reader signs in and speaks there; without, the browser is asked, and
where it refuses the frame says where they can."""

import functools
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.tls import ended_at
from tests.served import Site, free_port

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
WORDS = "A word from a page of another site, about the price of oil."


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, new_site: Callable[[Path], Site]
) -> Iterator[Site]:
    """https://127.0.0.1, which lets http://localhost show its discussions: another site."""
    site, https = new_site(tmp_path_factory.mktemp("across")), free_port()
    blog = free_port()
    site.more = {
        "ALLEY_EMBED_SITES": f"http://localhost:{blog}",
        "ALLEY_SITE_URL": f"https://127.0.0.1:{https}",
        "BLOG": str(blog),
    }
    site.alley("demo")
    site.start()
    with ended_at(https, site.port, site.folder):
        yield site
    site.kill()


@pytest.fixture(scope="module")
def post(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with the script and the element, and the policy we document."""
    ours = site.more["ALLEY_SITE_URL"]
    policy = f"default-src 'none'; script-src {ours}; frame-src {ours}"
    folder = tmp_path_factory.mktemp("blog")
    (folder / "post.html").write_text(
        "<!doctype html><meta charset=utf-8><title>A blog</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<script async src="{ours}/embed.js"></script>'
        "<h1>A blog</h1><exchange-alley-thread></exchange-alley-thread>"
    )
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    address = ("127.0.0.1", int(site.more["BLOG"]))
    with http.server.ThreadingHTTPServer(address, handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/post.html"
        server.shutdown()


def signs_in_beside(page: Page) -> None:
    """By the frame's own link, in a tab of its own."""
    frame = page.frame_locator("exchange-alley-thread iframe")
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Sign in", exact=True).click()
    tab = opened.value
    tab.locator("input[name=login]").fill("ada")
    tab.locator("input[name=password]").fill("alley-demo")
    tab.locator("main form button[type=submit]").first.click()
    expect(tab.locator("#comment-body")).to_be_visible()
    tab.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A private window, which keeps third-party cookies back; or a profile, which lets them in."""
    contexts: list[BrowserContext] = []
    how: Any = {"ignore_https_errors": True, "locale": "en-GB"}

    def context(profile: Path | None = None) -> BrowserContext:
        kind = browser.browser_type
        made = (
            browser.new_context(**how)
            if profile is None
            else kind.launch_persistent_context(
                profile, executable_path=CHROMIUM, args=QUIET, **how
            )
        )
        made.set_default_timeout(15_000)
        contexts.append(made)
        return made

    yield context
    for each in contexts:
        each.close()


def test_a_reader_signs_in_and_speaks_on_a_page_of_another_site(
    opened: Callable[..., BrowserContext], post: str, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "Default").mkdir()
    lets_in = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(lets_in))
    visitor = opened(tmp_path)
    page = visitor.new_page()
    complaints: list[str] = []
    page.on("console", lambda each: complaints.append(each.text) if each.type == "error" else None)
    page.goto(post)
    frame = page.frame_locator("exchange-alley-thread iframe")
    expect(frame.get_by_role("heading", name=re.compile("Comments"))).to_be_visible()

    signs_in_beside(page)
    page.reload()
    frame.locator("#comment-body").fill(WORDS)
    frame.get_by_role("button", name="Post", exact=True).click()

    expect(frame.locator(".comment-body")).to_contain_text(WORDS)
    assert page.url == post
    assert [each for each in complaints if "Content Security Policy" in each] == []
    cookies = {each["name"]: each for each in visitor.cookies(site.more["ALLEY_SITE_URL"])}
    assert cookies["alley_session"]["sameSite"] == "None"
    assert cookies["alley_session"]["secure"]


def test_where_the_browser_keeps_cookies_back_it_is_asked_by_a_button(
    opened: Callable[..., BrowserContext], post: str
) -> None:
    visitor = opened()
    page = visitor.new_page()
    page.goto(post)
    frame = page.frame_locator("exchange-alley-thread iframe")
    signs_in_beside(page)
    page.reload()
    expect(frame.locator("#comment-body")).to_have_count(0)

    visitor.grant_permissions(["storage-access"])
    frame.get_by_role("button", name="I have signed in").click()

    expect(frame.locator("#comment-body")).to_be_visible()
    page.reload()  # allowed once, it is not asked again
    expect(frame.locator("#comment-body")).to_be_visible()


def test_where_it_is_refused_reading_works_and_the_way_to_write_is_shown(
    opened: Callable[..., BrowserContext], post: str
) -> None:
    page = opened().new_page()
    page.goto(post)
    frame = page.frame_locator("exchange-alley-thread iframe")
    signs_in_beside(page)

    expect(frame.get_by_role("heading", name=re.compile("Comments"))).to_be_visible()
    with page.expect_popup() as there:
        frame.get_by_role("link", name="Open it there").click()
    expect(there.value.locator("#comment-body")).to_be_visible()
