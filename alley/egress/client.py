"""fetch(url): sizes, times and redirects have limits, and every hop is checked anew."""

import time
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from alley.egress.refused import EgressRefused
from alley.egress.transport import CheckedTransport, Rule

AGENT = "ExchangeAlley/1 (+https://exchange-alley.example/bot)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` in decoded bytes; times in seconds; `hops` redirects at most."""

    size: int = 5_000_000
    first_byte: float = 10.0
    total: float = 30.0
    hops: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url` is where the answer came from, after redirects; `body` is decoded."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")

    @property
    def modified(self) -> str:
        return self.headers.get("last-modified", "")


def fetch(
    url: str,
    *,
    etag: str = "",
    modified: str = "",
    limits: Limits | None = None,
    rule: Rule | None = None,
) -> Fetched:
    """GET an address. Raises EgressRefused with a reason: a private address, too large, too slow,
    too many redirects, or no usable answer. A 304 or an error status is returned, not raised."""
    limits = limits or Limits()
    ends = time.monotonic() + limits.total
    headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip, br"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    transport = CheckedTransport(rule or Rule())
    timeout = httpx.Timeout(limits.first_byte)
    with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
        for _ in range(limits.hops + 1):
            fetched = one_hop(client, url, headers, limits, ends)
            if fetched.status not in REDIRECTS or "location" not in fetched.headers:
                return fetched
            target = urljoin(url, fetched.headers["location"])
            if url.startswith("https:") and not target.startswith("https:"):
                raise EgressRefused("downgrade", "a redirect led away from https")
            url = target
    raise EgressRefused("too_many_redirects", f"more than {limits.hops} redirects")


def one_hop(
    client: httpx.Client, url: str, headers: dict[str, str], limits: Limits, ends: float
) -> Fetched:
    try:
        with client.stream("GET", url, headers=headers) as answer:
            body = read(answer, limits, ends)
            return Fetched(answer.status_code, url, dict(answer.headers), body)
    except httpx.TimeoutException as error:
        raise EgressRefused("too_slow", "the server did not answer in time") from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise EgressRefused("address", f"this is not an address: {error}") from error
    except (httpx.HTTPError, ValueError) as error:
        raise EgressRefused("no_answer", f"the server gave no usable answer: {error}") from error


def read(answer: httpx.Response, limits: Limits, ends: float) -> bytes:
    """The decoded body, piece by piece, so that a bomb is seen before it has gone off."""
    parts, size = [], 0
    for part in answer.iter_bytes(65_536):
        size += len(part)
        if size > limits.size:
            raise EgressRefused("too_large", f"more than {limits.size:,} bytes")
        if time.monotonic() > ends:
            raise EgressRefused("too_slow", f"not done after {limits.total:g} seconds")
        parts.append(part)
    return b"".join(parts)
