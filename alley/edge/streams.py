"""GET /stream: server-sent events that resume without a hole."""

import asyncio
import contextlib
import json
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from alley.edge.hub import Client, Event, Grant, Hub
from alley.edge.messages import Answer, Receive, Request, Send, problem, send_answer

HEARTBEAT = 25.0  # seconds; shorter than the idle limit of common proxies
SEND_LIMIT = 20.0
GRANT_PATH = "/api/v1/stream/grant"
# Known to this process alone: the grant names whom a reader does not meet, which nobody may see
HUB_KEY = secrets.token_hex()

# The events after an id, and whether the log reaches back that far
Since = Callable[[int, list[str]], Awaitable[tuple[list[Event], bool]]]
Ask = Callable[[Request], Awaitable[Answer]]

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"private, no-store"),
    (b"x-accel-buffering", b"no"),
]
RESET = b"event: reset\ndata: {}\n\n"
FULL = problem(503, "too_many_streams", "Too many open pages. Please try again.", retry_after=15)


def last_id(request: Request) -> int | None:
    given = (
        request.header(b"last-event-id") or parse_qs(request.query).get("last_event_id", [""])[0]
    )
    return int(given) if given.isdecimal() and len(given) < 19 else None


def retry_line() -> bytes:
    """When to come back, spread so that a restart is not met by everybody at once."""
    return f"retry: {random.randint(1000, 5000)}\n\n".encode()  # noqa: S311


def place_line(place: int) -> bytes:
    """Up to where a page has heard everything, whatever it listens to: it resumes from there, and
    knows that the stream comes through."""
    return f"event: place\nid: {place}\ndata: {{}}\n\n".encode()


class Streams:
    def __init__(self, hub: Hub, ask: Ask, since: Since, heartbeat: float = HEARTBEAT) -> None:
        self.hub, self.ask, self.since, self.heartbeat = hub, ask, since, heartbeat

    async def __call__(self, request: Request, receive: Receive, send: Send) -> None:
        if self.hub.full:
            await send_answer(send, FULL)
            return
        changes = self.hub.changes
        grant = await self.granted(request)
        if isinstance(grant, Answer):
            await send_answer(send, grant)
            return
        # A block set after the grant was read and before the client listens would pass unheard
        client = Client(grant, regrant=self.hub.changes != changes)
        self.hub.join(client)
        leaving = asyncio.ensure_future(disconnected(receive))
        leaving.add_done_callback(lambda _: client.woken.set())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await self.speak(request, client, leaving, send)
        except (TimeoutError, ConnectionError):
            pass  # does not read, or is gone
        finally:
            leaving.cancel()
            self.hub.leave(client)

    async def granted(self, request: Request) -> Grant | Answer:
        """Ask the application which topics this client may hear, and from whom not."""
        topics = ",".join(parse_qs(request.query).get("topics", []))
        headers = [*request.headers, (b"x-alley-hub", HUB_KEY.encode())]
        query = urlencode({"topics": topics})
        answer = await self.ask(
            replace(request, path=GRANT_PATH, query=query, headers=headers, body=b"")
        )
        if answer.status != 200:
            return answer
        told = json.loads(answer.body)
        hidden = frozenset(told["hidden_authors"])
        return Grant(dict(told["topics"]), told["reader"], hidden, told["place"])

    async def speak(
        self, request: Request, client: Client, leaving: "asyncio.Future[None]", send: Send
    ) -> None:
        if client.regrant and not await self.renew(request, client):
            return
        place, already = await self.open(request, client, send)
        while not (leaving.done() or client.lagging or self.hub.closing):
            await wake(client, self.heartbeat)
            if client.regrant and not await self.renew(request, client):
                break
            if client.lagging:  # what comes after a hole would hide it: the page asks again
                break
            place = max(place, self.hub.newest)
            frames = b"".join(
                self.frame(client, event) for event in client.take() if event.id not in already
            )
            await part(send, frames or place_line(place))
        with contextlib.suppress(TimeoutError):
            await part(send, retry_line(), more=False)

    async def open(self, request: Request, client: Client, send: Send) -> tuple[int, set[int]]:
        """What the page was away for, and its place; the ids it has, which are in the queue too."""
        heard, place = last_id(request), client.grant.place
        if heard is None and self.hub.newest <= place:
            await part(send, retry_line() + place_line(place))
            return place, set()
        begin = place if heard is None else heard  # some may have been told before it listened
        missed, whole = await self.since(begin, list(client.grant.topics))
        already = {event.id for event in missed}
        place = max([place, *already])
        frames = [self.frame(client, event) for event in missed]
        reset = b"" if whole else RESET
        await part(send, b"".join([retry_line(), reset, *frames, place_line(place)]))
        return place, already

    async def renew(self, request: Request, client: Client) -> bool:
        client.regrant = False
        grant = await self.granted(request)
        if isinstance(grant, Answer):
            return False
        self.hub.leave(client)
        client.grant = grant
        self.hub.join(client)
        return True

    @staticmethod
    def frame(client: Client, event: Event) -> bytes:
        if not client.grant.allows(event):
            return b""
        return event.frame(client.grant.topics[event.topic])


async def wake(client: Client, heartbeat: float) -> None:
    """Until there is something to say, the client leaves, or it is time for a sign of life."""
    if client.waits:
        return
    client.woken.clear()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(heartbeat):
            await client.woken.wait()


async def part(send: Send, body: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(SEND_LIMIT):  # a task of its own for each part would cost more
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def disconnected(receive: Receive) -> None:
    """Done when the client has left; `send` alone would never tell."""
    while (await receive())["type"] != "http.disconnect":
        pass
