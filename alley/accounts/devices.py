"""A device that signed up or in here is known again by a random cookie; it says nothing else."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "alley_device"
KEPT = timedelta(days=180)
FORM = re.compile(r"[A-Za-z0-9_-]{22,64}")
Response = TypeVar("Response", bound=HttpResponseBase)


def device_of(request: HttpRequest) -> str:
    """The device's name; one is made up here if it has none, and sent with `remember`."""
    given = request.COOKIES.get(COOKIE, "")
    if not FORM.fullmatch(given):
        given = request.COOKIES[COOKIE] = secrets.token_urlsafe(24)
    return given


def known_as(request: HttpRequest) -> str:
    """What other rooms may keep of a device: enough to know it again, not to be it."""
    return hashlib.sha256(device_of(request).encode()).hexdigest()[:32]


def remember(request: HttpRequest, response: Response) -> Response:
    response.set_cookie(
        COOKIE,
        device_of(request),
        max_age=KEPT,
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
    return response
