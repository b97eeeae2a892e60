"""post(url, body): one hop and no more. What the receiver says is its status; little of its body is
read, and nothing of it believed."""

import time
from dataclasses import dataclass

import httpcore
import httpx

from alley.egress.client import AGENT
from alley.egress.refused import EgressRefused
from alley.egress.transport import CheckedTransport, Rule

READ = 65_536  # bytes of an answer that are looked at
CONNECT, TOTAL = 5.0, 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: dict[str, str]


def post(url: str, body: bytes, headers: dict[str, str], *, rule: Rule | None = None) -> Answered:
    """POST to an address that somebody outside gave. No redirect is followed.

    Raises EgressRefused: a private address, too slow, or no usable answer.
    """
    transport = CheckedTransport(rule or Rule(), time.monotonic() + TOTAL)
    timeout = httpx.Timeout(CONNECT)
    with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
        try:
            with client.stream(
                "POST", url, content=body, headers={"User-Agent": AGENT, **headers}
            ) as answer:
                _read_a_little(answer)
                return Answered(answer.status_code, dict(answer.headers))
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise EgressRefused("too_slow", "the receiver did not answer in time") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise EgressRefused("address", f"this is not an address: {error}") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError) as error:
            raise EgressRefused("no_answer", f"no usable answer: {error}") from error


def _read_a_little(answer: httpx.Response) -> None:
    read = 0
    for part in answer.iter_raw():
        read += len(part)
        if read >= READ:
            return
