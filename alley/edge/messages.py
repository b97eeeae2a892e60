"""A request as the edge lets it through, and an answer as the application gave it."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is decoded, `query` raw; header names are lower case."""

    method: str
    path: str
    query: str
    headers: Headers
    scheme: str = "http"
    client: str = ""
    body: bytes = b""

    def header(self, name: bytes) -> str:
        return b", ".join(value for key, value in self.headers if key == name).decode("latin-1")

    def cookie(self, name: str) -> bool:
        """Whether the request carries this cookie, whatever its value."""
        start = f"{name}=".encode()
        return any(
            pair.strip().startswith(start)
            for key, value in self.headers
            if key == b"cookie"  # there may be several
            for pair in value.split(b";")
        )

    def with_body(self, body: bytes) -> "Request":
        return replace(self, body=body)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    def header(self, name: bytes) -> str:
        return b", ".join(value for key, value in self.headers if key == name).decode("latin-1")

    def without(self, *names: bytes) -> Headers:
        return [(key, value) for key, value in self.headers if key not in names]


def problem(
    status: int, code: str, detail: str, retry_after: int | None = None, more: Headers | None = None
) -> Answer:
    """A refusal by the edge itself, as RFC 9457 problem+json."""
    body = (
        f'{{"type": "/docs/problems#{code}", "title": "{code}", "status": {status},'
        f' "detail": "{detail}", "code": "{code}"}}'
    ).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    headers += more or []
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    return Answer(status, headers, body)


async def send_answer(send: Send, answer: Answer, *, head: bool = False) -> None:
    headers = [*answer.headers, (b"content-length", str(len(answer.body)).encode())]
    if answer.status in {204, 304}:
        headers = answer.headers
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else answer.body})
