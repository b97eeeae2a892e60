"""send(method, url, body): one hop and no more, and little of the answer's body is read."""

import time
from dataclasses import dataclass

import httpcore
import httpx

from alley.egress.client import AGENT
from alley.egress.refused import EgressRefused
from alley.egress.transport import CheckedTransport, Rule

READ = 65_536  # bytes of an answer that are looked at
CONNECT, TOTAL = 5.0, 10.0  # seconds
PLAIN = {"Accept-Encoding": "identity"}  # what is read stays as small as it came


@dataclass(frozen=True, slots=True)
class Answered:
    """`body` is cut off where a receiver says too much."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


def post(url: str, body: bytes, headers: dict[str, str], *, rule: Rule | None = None) -> Answered:
    """POST to an address that somebody outside gave; see `send`."""
    return send("POST", url, body, headers, rule=rule)


def send(
    method: str, url: str, body: bytes, headers: dict[str, str], *, rule: Rule | None = None
) -> Answered:
    """One request to an address that somebody outside gave. No redirect is followed.

    Raises EgressRefused: a private address, too slow, or no usable answer.
    """
    transport = CheckedTransport(rule or Rule(), time.monotonic() + TOTAL)
    timeout = httpx.Timeout(CONNECT)
    with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
        try:
            with client.stream(
                method, url, content=body, headers={"User-Agent": AGENT, **PLAIN, **headers}
            ) as answer:
                return Answered(answer.status_code, dict(answer.headers), _a_little(answer))
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise EgressRefused("too_slow", "the receiver did not answer in time") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise EgressRefused("address", f"this is not an address: {error}") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError) as error:
            raise EgressRefused("no_answer", f"no usable answer: {error}") from error


def _a_little(answer: httpx.Response) -> bytes:
    read = b""
    for part in answer.iter_raw():
        read += part
        if len(read) >= READ:
            break
    return read[:READ]
