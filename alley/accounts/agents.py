"""Which device wrote last, in words its owner knows ("Firefox on Android"), and what it based its
write on."""

import re

from django.http import HttpRequest

from alley.refusals import Refusal, Refused

BAD_MATCH = Refusal("invalid", 'If-Match is a version in quotes, such as "12".', status=422)
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def device(request: HttpRequest) -> str:
    return named(request.headers.get("User-Agent", ""))


def expected(request: HttpRequest) -> int | None:
    """The version that was changed, from If-Match. Raises Refused `invalid`."""
    match = request.headers.get("If-Match", "").strip()
    if match in {"", "*"}:
        return None
    found = re.fullmatch(r'(?:W/)?"v?(\d{1,9})"|(\d{1,9})', match)
    if found is None:
        raise Refused(BAD_MATCH)
    return int(found[1] or found[2])


def changed_elsewhere(version: int, device: str, **more: object) -> Refusal:
    on = f" on {device}" if device else ""
    return Refusal(
        "changed_elsewhere",
        f"This was changed{on} meanwhile. Look at it as it is now, then try again.",
        status=409,
        more={"version": version, "changed_on": device, **more},
    )


def named(agent: str) -> str:
    """From a User-Agent header, in at most 40 letters; a program is called by its own name."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or re.split(r"[/ ]", agent.strip())[0][:40] or "another program"
