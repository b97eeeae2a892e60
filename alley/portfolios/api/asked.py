"""What every write takes from its request: the version it was based on, and the device."""

from typing import Any

from django.http import HttpRequest

from alley.accounts.agents import device, expected


def writing(request: HttpRequest) -> dict[str, Any]:
    """The keyword arguments every write takes. Raises Refused `invalid`."""
    return {"expected": expected(request), "device": device(request)}
