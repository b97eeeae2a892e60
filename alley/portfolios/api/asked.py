"""What every write takes from its request: the version it was based on, and the device."""

import re
from typing import Any

from django.http import HttpRequest

from alley.portfolios.devices import device_of
from alley.refusals import Refusal, Refused

BAD_MATCH = Refusal("invalid", 'If-Match is a version in quotes, such as "12".', status=422)


def writing(request: HttpRequest) -> dict[str, Any]:
    """The keyword arguments every write takes. Raises Refused `invalid`."""
    match = request.headers.get("If-Match", "").strip()
    found = re.fullmatch(r'(?:W/)?"v?(\d{1,9})"|(\d{1,9})', match)
    if match not in {"", "*"} and found is None:
        raise Refused(BAD_MATCH)
    version = int(found[1] or found[2]) if found else None
    return {"expected": version, "device": device_of(request.headers.get("User-Agent", ""))}


def device(request: HttpRequest) -> str:
    return device_of(request.headers.get("User-Agent", ""))
