"""The edge: one ASGI application in front of Django."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from alley.edge import encodings, intake
from alley.edge.cache import Cache, Key, Page, for_clients, page_of
from alley.edge.intake import Limits
from alley.edge.messages import (
    Answer,
    Receive,
    Request,
    Scope,
    Send,
    problem,
    send_answer,
)
from alley.edge.routes import Public, known_query, public_route
from alley.edge.streams import Streams

Ask = Callable[[Request], Awaitable[Answer]]

# Closed after these, or the rest of the body would go on holding the connection
CLOSE = [(b"connection", b"close")]
TOO_LARGE = problem(413, "too_large", "This is larger than the site accepts.", more=CLOSE)
TOO_SLOW = problem(408, "too_slow", "The request took too long to arrive.", more=CLOSE)
ALIVE = Answer(
    200,
    [(b"content-type", b"application/json"), (b"cache-control", b"no-store")],
    b'{"status": "live"}',
)


@dataclass(frozen=True, slots=True)
class Setup:
    """How this edge is run. `host` is what public pages are asked for, whatever a client says."""

    host: str
    session_cookie: str
    scheme: str = "http"
    public: Sequence[Public] = ()
    limits: Limits = field(default_factory=Limits)
    trusted_proxies: int = 0
    stream_path: str = "/api/v1/stream"
    alive_path: str = "/health/live"  # answered here: a full queue is no reason to be killed


@dataclass(slots=True)
class Counts:
    hits: int = 0
    stale: int = 0
    misses: int = 0
    passed: int = 0


class Edge:
    def __init__(
        self,
        setup: Setup,
        ask: Ask,
        cache: Cache,
        streams: Streams,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.setup, self.ask, self.cache, self.streams = setup, ask, cache, streams
        self.clock = clock
        self.counts = Counts()
        self.making: dict[Key, asyncio.Task[Answer]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = intake.request_of(scope, self.setup.limits, self.setup.trusted_proxies)
        except intake.TooLarge:
            await send_answer(send, TOO_LARGE)
            return
        if request.path == self.setup.stream_path and request.method == "GET":
            await self.streams(request, receive, send)
        elif request.path == self.setup.alive_path:
            await send_answer(send, ALIVE, head=request.method == "HEAD")
        elif (route := self.shared(request)) is not None:
            await self.from_cache(request, route, send)
        else:
            await self.straight(request, receive, send)

    def shared(self, request: Request) -> Public | None:
        """The public route that may answer this request from the cache, if any: nobody who could
        be somebody is answered from it."""
        if (
            request.method not in {"GET", "HEAD"}
            or request.cookie(self.setup.session_cookie)
            or request.header(b"authorization")
        ):
            return None
        return public_route(self.setup.public, request.path)

    # --- public pages ----------------------------------------------------------------------------

    async def from_cache(self, request: Request, route: Public, send: Send) -> None:
        key = (request.path, known_query(route, request.query))
        page, now = self.cache.get(key), self.clock()
        if page is not None and page.is_fresh(now):
            self.counts.hits += 1
            await send_page(send, request, page, now, "hit")
        elif page is not None and page.is_usable(now):
            self.counts.stale += 1
            self.make(key)  # anew in the background; this reader does not wait
            await send_page(send, request, page, now, "hit; detail=stale")
        else:
            self.counts.misses += 1
            await self.from_making(request, key, send)

    async def from_making(self, request: Request, key: Key, send: Send) -> None:
        joined = key in self.making
        answer = await asyncio.shield(self.make(key))
        page = page_of(answer, self.clock())
        if page is not None:
            kept = self.cache.get(key)
            page = kept if kept is not None and kept.digest == page.digest else page
            status = "fwd=uri-miss; collapsed" if joined else "fwd=uri-miss; stored"
            await send_page(send, request, page, self.clock(), status)
        elif joined:  # what may not be kept may not be shared between two requests either
            await send_plain(send, request, await self.ask(self.anonymous(key)))
        else:
            await send_plain(send, request, answer)

    def make(self, key: Key) -> "asyncio.Task[Answer]":
        """One rendering of a page at a time, whoever asks for it meanwhile."""
        task = self.making.get(key)
        if task is None:
            task = asyncio.create_task(self.render(key, self.cache.epoch))
            self.making[key] = task
            task.add_done_callback(lambda done: self.made(key, done))
        return task

    def made(self, key: Key, task: "asyncio.Task[Answer]") -> None:
        if self.making.get(key) is task:
            del self.making[key]
        if not task.cancelled():
            task.exception()  # whoever waited has it; a background making must not warn

    async def render(self, key: Key, epoch: int) -> Answer:
        answer = await self.ask(self.anonymous(key))
        page = page_of(answer, self.clock())
        if page is not None:
            self.cache.put(key, page, epoch)
        elif answer.status < 500:
            self.cache.drop(key)  # it was public once and is no longer
        return answer

    def anonymous(self, key: Key) -> Request:
        """The request as Django sees it on a public route: path and known query, nothing else."""
        host = [(b"host", self.setup.host.encode())]
        return Request("GET", key[0], key[1], host, self.setup.scheme, client="127.0.0.1")

    def purge(self, surrogates: list[str]) -> None:
        """Drop pages, and let nobody join a rendering that may have begun before the change."""
        self.making.clear()
        self.cache.purge(surrogates)

    def forget(self) -> None:
        """Drop every page: purges were missed, so nobody knows which are outdated."""
        self.making.clear()
        self.cache.clear()

    # --- everything else -------------------------------------------------------------------------

    async def straight(self, request: Request, receive: Receive, send: Send) -> None:
        self.counts.passed += 1
        try:
            body = await intake.read_body(receive, request, self.setup.limits)
        except intake.TooLarge:
            await send_answer(send, TOO_LARGE)
        except intake.TooSlow:
            await send_answer(send, TOO_SLOW)
        except intake.Gone:
            return
        else:
            await send_plain(send, request, await self.ask(request.with_body(body)))


async def send_page(send: Send, request: Request, page: Page, now: float, status: str) -> None:
    encoding, body = page.in_encoding(encodings.accepted(request.header(b"accept-encoding")))
    etag = page.etag(encoding)
    left = int(page.made + page.fresh - now)
    headers = [
        *page.headers,
        (b"etag", etag.encode()),
        (b"vary", b"Accept-Encoding, Cookie"),
        (b"age", str(max(int(now - page.made), 0)).encode()),
        (b"cache-status", f"alley; {status}; ttl={left}".encode()),
    ]
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    if page.status == 200 and matches(request.header(b"if-none-match"), page):
        gone = [(key, value) for key, value in headers if key != b"content-type"]
        await send_answer(send, Answer(304, gone))
        return
    await send_answer(send, Answer(page.status, headers, body), head=request.method == "HEAD")


def matches(if_none_match: str, page: Page) -> bool:
    """Whether the client holds this page, in whatever encoding it got it."""
    held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in held or any(tag.strip('"').split("-")[0] == page.digest for tag in held if tag)


async def send_plain(send: Send, request: Request, answer: Answer) -> None:
    """An answer for one reader: compressed, never kept. Django masks its CSRF tokens anew in each
    answer, so that the compressed length tells nothing about them."""
    headers = for_clients(answer.without(b"content-length", b"surrogate-key"))
    body = answer.body
    headers.append((b"cache-status", b"alley; fwd=bypass"))
    encoding = encodings.accepted(request.header(b"accept-encoding"))
    pressable = encodings.compressible(answer.header(b"content-type"), len(body))
    if encoding and pressable and not answer.header(b"content-encoding"):
        body = encodings.compress(body, encoding, quick=True)
        headers.append((b"content-encoding", encoding.encode()))
        headers.append((b"vary", b"Accept-Encoding"))
    await send_answer(send, Answer(answer.status, headers, body), head=request.method == "HEAD")
