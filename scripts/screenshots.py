"""Pictures of a running demo for docs/images: `make screenshots`, or a base address as argument."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PASSWORD = "alley-demo"  # noqa: S105
# name, address (or words of a link on the front page), who looks, light or dark, scrolled to
SHOTS = (
    ("front-desktop", "/", "", DESKTOP, "light", ""),
    ("front-phone-dark", "/", "", PHONE, "dark", ""),
    ("article-desktop", "story", "", DESKTOP, "light", ""),
    ("article-phone", "story", "", PHONE, "light", ""),
    ("article-desktop-dark", "story", "", DESKTOP, "dark", ""),
    ("discussion-desktop", "story", "ada", DESKTOP, "light", "#comments"),
    ("discussion-phone", "story", "ada", PHONE, "dark", "#comments"),
    ("instrument-desktop", "/markets/COMDTY:BRENT/", "", DESKTOP, "light", ""),
    ("instrument-phone", "/markets/COMDTY:BRENT/", "", PHONE, "dark", ""),
    ("markets-desktop", "/markets/", "", DESKTOP, "light", ""),
    ("alerts-phone", "/alerts/", "ada", PHONE, "light", ""),
    ("watchlists-desktop", "/watchlists/", "ada", DESKTOP, "light", ""),
    ("portfolio-desktop", "/portfolios/1/", "ada", DESKTOP, "light", ""),
    ("queue-desktop", "/desk/moderation/", "mo", DESKTOP, "light", ""),
    ("desk-desktop", "/desk/", "ed", DESKTOP, "light", ""),
    ("sign-in-phone", "/accounts/login/", "", PHONE, "light", ""),
)
STORY = "a[href*='kazakhstan-oil-jumps']"


def main(base: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        for name, address, who, size, scheme, place in SHOTS:
            page = _page(browser, base, who, size, scheme)
            _go(page, base, address)
            if place and page.locator(place).count():
                page.locator(place).first.scroll_into_view_if_needed()
                page.evaluate("window.scrollBy(0, 500)")
            page.wait_for_timeout(700)
            _keep(page.screenshot(), IMAGES / f"{name}.webp")
            page.context.close()
        browser.close()


def _chromium() -> str | None:
    known = Path("/usr/bin/chromium")
    return str(known) if known.exists() else None


def _page(browser: Browser, base: str, who: str, size: dict[str, int], scheme: str) -> Page:
    page = browser.new_context(viewport=size, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    if who:
        page.goto(f"{base}/accounts/login/")
        page.fill("input[name=login]", f"{who}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/login" not in address)
    return page


def _go(page: Page, base: str, address: str) -> None:
    if address == "story":
        page.goto(f"{base}/search/?q=Tengiz", wait_until="load")
        address = page.locator(f"main {STORY}").first.get_attribute("href") or "/"
    page.goto(base + address, wait_until="load")


def _keep(shot: bytes, file: Path) -> None:
    Image.open(io.BytesIO(shot)).save(file, quality=82, method=6)
    print(f"{file.name}: {file.stat().st_size // 1024} KB")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
