"""What of a request may come in: cleaned headers, and bodies with a size, a pace and a deadline."""

import asyncio
from dataclasses import dataclass

from alley.edge.messages import Headers, Receive, Request, Scope

FORWARDING = {
    b"forwarded",
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-forwarded-port",
    b"x-forwarded-proto",
    b"x-real-ip",
    b"client-ip",
    b"true-client-ip",
}
# What a header of ours could be mistaken for, or what would name the edge's own decisions
INTERNAL = {b"surrogate-key", b"proxy", b"x-alley-hub"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    headers: int = 100
    header_bytes: int = 32_768
    body: int = 1_048_576
    large_body: int = 20_971_520  # on the desk, where editors upload pictures
    large_prefixes: tuple[str, ...] = ("/desk/",)
    body_deadline: float = 15.0
    body_pace: int = 1024  # bytes a second, once the first second is over
    answer: float = 30.0


class TooLarge(Exception):
    pass


class TooSlow(Exception):
    pass


class Gone(Exception):
    """The client left before it had said everything."""


def request_of(scope: Scope, limits: Limits, trusted_proxies: int) -> Request:
    """The request without headers that could pass for others; raises TooLarge.

    Names with an underscore are dropped: in WSGI they become the same key as those with a hyphen.
    Forwarding headers count only as far as there are trusted proxies, and never reach Django.
    """
    given: Headers = scope["headers"]
    if len(given) > limits.headers or sum(len(k) + len(v) for k, v in given) > limits.header_bytes:
        raise TooLarge
    client, scheme = (scope.get("client") or ("", 0))[0], scope.get("scheme", "http")
    if trusted_proxies:
        forwarded = dict(given)
        hops = forwarded.get(b"x-forwarded-for", b"").decode("latin-1").split(",")
        client = hops[max(len(hops) - trusted_proxies, 0)].strip() or client
        proto = forwarded.get(b"x-forwarded-proto", b"").decode("latin-1").strip()
        scheme = proto if proto in {"http", "https"} else scheme
    headers = [
        (name, value)
        for name, value in given
        if b"_" not in name and name not in FORWARDING and name not in INTERNAL
    ]
    query = scope["query_string"].decode("latin-1")
    return Request(scope["method"], scope["path"], query, headers, scheme, client)


async def read_body(receive: Receive, request: Request, limits: Limits) -> bytes:
    """The whole body, before Django sees any of it. Raises TooLarge, TooSlow or Gone."""
    large = request.path.startswith(limits.large_prefixes)
    cap = limits.large_body if large else limits.body
    announced = request.header(b"content-length")
    if announced and (not announced.isdecimal() or int(announced) > cap):
        raise TooLarge
    loop = asyncio.get_running_loop()
    began = loop.time()
    # A large upload gets the time that the slowest allowed pace would take
    ends = began + max(limits.body_deadline, int(announced or 0) / limits.body_pace / 16)
    parts, size, more = [], 0, True
    while more:
        left = ends - loop.time()
        if left <= 0:
            raise TooSlow
        try:
            message = await asyncio.wait_for(receive(), left)
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(part)
        if size > cap:
            raise TooLarge
        spent = loop.time() - began
        if more and spent > 2 and size < (spent - 1) * limits.body_pace:
            raise TooSlow
        parts.append(part)
    return b"".join(parts)
