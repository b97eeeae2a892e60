"""Security headers of every answer, and the rule that what is not marked public is private."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DESK = (  # Wagtail's own pages style and script inline
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; base-uri 'none'; frame-ancestors 'self'"
)

GOOGLE = "https://accounts.google.com"

View = Callable[[HttpRequest], HttpResponse]


def framable(response: HttpResponse, sites: list[str], *, frames: str = "") -> HttpResponse:
    """May stand in a frame on pages of these sites; `frames`: what it may frame itself."""
    ancestors = " ".join(["frame-ancestors 'self'", *sites])
    policy = PAGES.replace("frame-ancestors 'none'", ancestors)
    response["Content-Security-Policy"] = policy + (f"; frame-src {frames}" if frames else "")
    return response


def security_headers(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = DESK if request.path.startswith("/desk/") else PAGES
        if settings.GOOGLE_CLIENT_ID and request.path.startswith("/accounts/"):
            # browsers hold form-action against the redirect that answers the form, too
            policy = policy.replace("form-action 'self'", f"form-action 'self' {GOOGLE}")
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
