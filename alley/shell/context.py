"""What every template may use; rooms above lend the shell what its header shows."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

Part = Callable[[HttpRequest], Any]
_parts: dict[str, Part] = {}


def provide(name: str, part: Part) -> None:
    """Give every page a value under `name`, asked for only where a template uses it."""
    _parts[name] = part


def shell(request: HttpRequest) -> dict[str, Any]:
    lent = {name: cache(partial(part, request)) for name, part in _parts.items()}
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        "page_path": request.path,
        **lent,
    }
