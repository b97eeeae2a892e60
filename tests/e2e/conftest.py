"""The demo site with the seed's story in it, and browsers that look at it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.served import SEED, Site

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [  # no calls home, which a closed network would only slow down
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def demo_site(
    tmp_path_factory: pytest.TempPathFactory, new_site: Callable[[Path], Site]
) -> Iterator[Site]:
    if not SEED.exists():
        pytest.skip("the seed page is not part of the repository: ../shared/seed is missing")
    site = new_site(tmp_path_factory.mktemp("demo"))
    site.alley("demo")
    site.alley("ingest", str(SEED), "--publish")
    site.start()
    yield site
    site.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    # Playwright runs an event loop in this thread; Django must not take that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def somebody(browser: Browser, demo_site: Site) -> Iterator["People"]:
    people = People(browser, demo_site)
    yield people
    people.leave()


class People:
    """Opens a browser of its own for each person of a test."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.contexts: list[BrowserContext] = []

    def opens(self, path: str = "/", *, javascript: bool = True, agent: str | None = None) -> Page:
        context = self.browser.new_context(
            base_url=self.site.url,
            java_script_enabled=javascript,
            locale="en-GB",
            user_agent=agent,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(path)
        return page

    def signs_in(self, name: str, *, javascript: bool = True, agent: str | None = None) -> Page:
        page = self.opens("/accounts/login/", javascript=javascript, agent=agent)
        page.locator("input[name=login]").fill(name)
        page.locator("input[name=password]").fill("alley-demo")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
