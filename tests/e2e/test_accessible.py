"""Pages as people with screen readers, keyboards and large letters meet them: axe finds nothing."""

import pytest
from playwright.sync_api import Browser, Page

from tests.served import ROOT, Site

pytestmark = pytest.mark.e2e
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = (
    "/", "/news/commodities/", "story", "/markets/", "/markets/COMDTY:BRENT/", "/search/?q=oil",
    "/guidelines/", "/transparency/", "/corrections/", "/readers/ada/", "/topics/oil/",
    "/accounts/login/", "/accounts/signup/",
)  # fmt: skip
OWN = (
    "story", "/saved/", "/notifications/", "/statements/", "/blocks/", "/linked-accounts/",
    "/accounts/settings/", "/watchlists/", "/watchlists/1/", "/portfolios/", "/portfolios/1/",
    "/portfolios/1/performance/", "/portfolios/1/transactions/", "/portfolios/1/transactions/3/",
    "/portfolios/1/holdings/XNAS:AAPL/", "/portfolios/1/settings/", "/portfolios/1/import/",
    "/portfolios/together/",
)  # fmt: skip
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}


def complaints(page: Page) -> list[str]:
    """What axe has against a page, one line a rule with the first place."""
    page.add_script_tag(content=AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)[
        "violations"
    ]
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found]


def story_of(site: Site) -> str:
    script = (
        "from alley.discussion.models import Thread; from alley import subjects\n"
        "busy = Thread.objects.filter(kind='article').order_by('-comment_count').first()\n"
        "print(subjects.find('article', busy.key).url)"
    )
    return site.python(script).split()[-1]


@pytest.fixture(scope="session")
def story(demo_site: Site) -> str:
    return story_of(demo_site)


def opened(browser: Browser, site: Site, path: str, size: str, scheme: str) -> Page:
    context = browser.new_context(
        base_url=site.url,
        viewport=SIZES[size],  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(path)
    return page


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
@pytest.mark.parametrize("path", PUBLIC)
def test_axe_finds_nothing(
    browser: Browser, demo_site: Site, story: str, path: str, size: str, scheme: str
) -> None:
    page = opened(browser, demo_site, story if path == "story" else path, size, scheme)
    assert complaints(page) == []
    page.context.close()


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_hangs_out_at_320_pixels(
    browser: Browser, demo_site: Site, story: str, path: str
) -> None:
    page = opened(browser, demo_site, story if path == "story" else path, "phone", "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_on_what_a_reader_owns(
    browser: Browser, demo_site: Site, story: str, size: str, scheme: str
) -> None:
    page = opened(browser, demo_site, "/accounts/login/", size, scheme)
    page.locator("input[name=login]").fill("ada")
    page.locator("input[name=password]").fill("alley-demo")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    told = {}
    for path in OWN:
        page.goto(story if path == "story" else path)
        told[path] = complaints(page)
        if page.evaluate("document.documentElement.scrollWidth") > SIZES[size]["width"]:
            told[path].append("hangs out of the page")
    page.context.close()
    assert {path: found for path, found in told.items() if found} == {}
