"""What every network answers with, and how it is spoken to."""

import json
from dataclasses import dataclass
from typing import Any

from alley.egress import EgressRefused, send
from alley.egress.transport import Rule

RULE = Rule()


class Trouble(Exception):
    """It did not work. `final`: trying again would not help; `shut`: the account is not let in."""

    def __init__(self, words: str, *, final: bool = False, shut: bool = False) -> None:
        super().__init__(words)
        self.words, self.final, self.shut = words, final or shut, shut


@dataclass(frozen=True, slots=True)
class Posted:
    remote_id: str
    url: str


def origin(host: str) -> str:
    return f"https://{host}"


def call(
    method: str,
    url: str,
    *,
    told: dict[str, Any] | None = None,
    bearer: str = "",
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """One request with JSON both ways. Raises Trouble in words a reader may see."""
    sent = {"Accept": "application/json", **(headers or {})}
    if told is not None:
        sent["Content-Type"] = "application/json"
    if bearer:
        sent["Authorization"] = f"Bearer {bearer}"
    body = b"" if told is None else json.dumps(told).encode()
    try:
        answer = send(method, url, body, sent, rule=RULE)
    except EgressRefused as error:
        raise Trouble(str(error), final=error.reason == "private_address") from error
    if answer.status in {401, 403}:
        raise Trouble("the account no longer lets us in", shut=True)
    if answer.status >= 400:
        waits = answer.status in {408, 425, 429} or answer.status >= 500
        raise Trouble(f"the answer was {answer.status}", final=not waits)
    return _json(answer.body)


def _json(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body or b"{}")
    except ValueError as error:
        raise Trouble("the answer was no JSON") from error
    if not isinstance(said, dict):
        raise Trouble("the answer was not what was asked for")
    return said
