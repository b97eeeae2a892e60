"""Small files that robots and browsers ask for by name."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static

from alley.shell.pages import public

PRIVATE = (
    "/accounts/",
    "/desk/",
    "/saved/",
    "/watchlists/",
    "/portfolios/",
    "/alerts/",
    "/notifications/",
    "/blocks/",
    "/statements/",
    "/api/",
)


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), ""]
    lines += [
        f"Sitemap: {settings.SITE_URL}/{name}" for name in ("sitemap.xml", "sitemap-news.xml")
    ]
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    return public(request, answer, "robots", fresh=3600)


def offline_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker rules only what lies below its own address."""
    file = Path(__file__).parent.parent / "static/site/offline-worker.js"
    answer = HttpResponse(file.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def manifest(request: HttpRequest) -> HttpResponse:
    facts = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": "/",
        "display": "standalone",
        "background_color": "#fdfcf9",
        "theme_color": "#8a1f2d",
        "icons": [{"src": static("shell/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    answer = JsonResponse(facts, content_type="application/manifest+json")
    return public(request, answer, "manifest", fresh=3600)
