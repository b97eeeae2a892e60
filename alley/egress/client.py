"""fetch(url): sizes, times and redirects have limits, and every hop is checked anew."""

import time
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore
import httpx

from alley.egress.decoding import decoded
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
    transport = CheckedTransport(rule or Rule(), ends)
    timeout = httpx.Timeout(limits.first_byte)
    with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
        for _ in range(limits.hops + 1):
            fetched = one_hop(client, url, headers, limits)
            if fetched.status not in REDIRECTS or "location" not in fetched.headers:
                return fetched
            target = onward(url, fetched.headers["location"])
            if url.startswith("https:") and not target.startswith("https:"):
                raise EgressRefused("downgrade", "a redirect led away from https")
            url = target
    raise EgressRefused("too_many_redirects", f"more than {limits.hops} redirects")


def onward(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise EgressRefused("address", "it redirects to something that is no address") from error


def one_hop(client: httpx.Client, url: str, headers: dict[str, str], limits: Limits) -> Fetched:
    try:
        with client.stream("GET", url, headers=headers) as answer:
            encoding = answer.headers.get("content-encoding", "")
            body = decoded(answer.iter_raw(), encoding, limits.size)
            return Fetched(answer.status_code, url, dict(answer.headers), body)
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise EgressRefused("too_slow", "the server did not answer in time") from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise EgressRefused("address", f"this is not an address: {error}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, ValueError) as error:
        raise EgressRefused("no_answer", f"the server gave no usable answer: {error}") from error
