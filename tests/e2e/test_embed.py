"""The discussion on a page of another origin: read there, signed in beside it, spoken in there."""

import functools
import http.server
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import People
from tests.served import Site, free_port

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@dataclass
class Blog:
    url: str
    folder: Path

    def page(self, name: str, site: Site) -> str:
        """A page with the script, the element, and a policy of its own."""
        policy = f"default-src 'none'; script-src {site.url}; frame-src {site.url}"
        (self.folder / name).write_text(
            "<!doctype html><meta charset=utf-8><title>A blog</title>"
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<script async src="{site.url}/embed.js"></script>'
            "<h1>A blog</h1><exchange-alley-thread></exchange-alley-thread><p>The end</p>"
        )
        return f"{self.url}/{name}"


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Blog]":
    """A folder of plain pages on another port."""
    folder = tmp_path_factory.mktemp("blog")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Blog(f"http://127.0.0.1:{server.server_port}", folder)
        server.shutdown()


@pytest.fixture(scope="module")
def embedding_site(
    tmp_path_factory: pytest.TempPathFactory, new_site: Callable[[Path], Site], blog: Blog
) -> Iterator[Site]:
    site = new_site(tmp_path_factory.mktemp("embedding"))
    site.more = {"ALLEY_EMBED_SITES": blog.url}
    site.alley("demo")
    site.start()
    yield site
    site.kill()


def test_read_sign_in_and_write_on_another_origin(
    browser: Browser, embedding_site: Site, blog: Blog
) -> None:
    people = People(browser, embedding_site)
    address = blog.page("post.html", embedding_site)
    try:
        page = people.opens(address)
        frame = page.frame_locator("exchange-alley-thread iframe")
        expect(frame.get_by_role("heading", name="Comments (0)")).to_be_visible()
        with page.expect_popup() as opened:
            frame.get_by_role("link", name="Sign in", exact=True).click()
        tab = opened.value
        tab.locator("input[name=login]").fill("ada")
        tab.locator("input[name=password]").fill("alley-demo")
        tab.locator("main form button[type=submit]").first.click()
        expect(tab.locator("#comment-body")).to_be_visible()
        tab.close()
        page.reload()

        words = "A word from a page that is not ours, about the price of oil."
        frame.locator("#comment-body").fill(words)
        frame.get_by_role("button", name="Post", exact=True).click()
        expect(frame.locator(".comment-body")).to_contain_text(words)
        assert page.url == address

        other = people.opens(f"{address}?utm_source=mail")
        shown = other.frame_locator("exchange-alley-thread iframe")
        expect(shown.locator(".comment-body")).to_contain_text(words)
        box = other.locator("iframe").bounding_box()
        assert box is not None
        assert box["height"] > 250  # as tall as what is in it
    finally:
        people.leave()


def test_a_site_that_is_not_allowed_is_refused(
    browser: Browser, embedding_site: Site, blog: Blog
) -> None:
    people = People(browser, embedding_site)
    token = urlsafe_b64encode(b"https://elsewhere.example/post").decode().rstrip("=")
    try:
        page = people.opens(f"{embedding_site.url}/embed/{token}/")
        expect(page.locator("main")).to_contain_text("does not show its discussions on that page")
    finally:
        people.leave()
