"""An edge with an application of the test's own behind it, asked without a server."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from alley.edge.app import Edge, Setup
from alley.edge.cache import Cache
from alley.edge.hub import Event, Hub
from alley.edge.messages import Answer, Message, Request
from alley.edge.routes import Public
from alley.edge.streams import Streams

T = TypeVar("T")
PAGE = [(b"cache-control", b"public, s-maxage=60, stale-while-revalidate=600")]


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Behind:
    """The application behind the edge: counts what it was asked."""

    answer: Callable[[Request], Answer | Awaitable[Answer]]
    asked: list[Request] = field(default_factory=list)

    async def __call__(self, request: Request) -> Answer:
        self.asked.append(request)
        answer = self.answer(request)
        return answer if isinstance(answer, Answer) else await answer


def page(body: str = "news", *surrogates: str) -> Answer:
    keys = [(b"surrogate-key", " ".join(surrogates).encode())] if surrogates else []
    return Answer(200, [*PAGE, *keys, (b"content-type", b"text/html")], body.encode())


async def nothing_missed(last: int, topics: list[str]) -> list[Event] | None:
    return []


def edge(behind: Behind, clock: Clock | None = None, hub: Hub | None = None) -> Edge:
    setup = Setup(
        host="alley.example",
        session_cookie="alley_session",
        public=(Public("/news/", frozenset({"cursor"})), Public("/", exact=True)),
    )
    streams = Streams(hub or Hub(100), behind, nothing_missed)
    return Edge(setup, behind, Cache(10_000_000), streams, clock or Clock())


async def ask(
    door: Edge,
    path: str = "/news/a/",
    *,
    method: str = "GET",
    query: str = "",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    given = [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()]
    if body:
        given.append((b"content-length", str(len(body)).encode()))
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": given,
        "client": ("203.0.113.9", 4000),
        "scheme": "http",
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await door(scope, receive, send)
    start, *parts = sent
    return Answer(start["status"], start["headers"], b"".join(p.get("body", b"") for p in parts))


def run(work: Awaitable[T]) -> T:
    """In a thread of its own: a browser's event loop may be running in this one."""

    async def main() -> T:
        return await work

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, main()).result()
