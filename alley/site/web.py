"""The web process: the edge, Django behind it, and the event log that wakes them."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections

from alley.edge.app import Edge, Setup
from alley.edge.cache import Cache
from alley.edge.hub import Event as Heard
from alley.edge.hub import Hub
from alley.edge.messages import Message, Receive, Scope, Send
from alley.edge.presence import Presence
from alley.edge.streams import Streams
from alley.edge.wsgi import Application
from alley.live import bus, renewals, tail
from alley.live.models import Event
from alley.live.presence import share
from alley.site.metrics import watch
from alley.site.public import PUBLIC


class Web:
    """The ASGI application: starts what it needs with the server and ends it with the server."""

    def __init__(self) -> None:
        self.hub = Hub(settings.LIVE_CLIENTS)
        ask = Application(
            WSGIHandler(), threads=settings.DJANGO_THREADS, queue=settings.DJANGO_QUEUE, limit=30.0
        )
        setup = Setup(
            host=urlsplit(settings.SITE_URL).netloc,
            scheme=urlsplit(settings.SITE_URL).scheme,
            session_cookie=settings.SESSION_COOKIE_NAME,
            public=PUBLIC,
            trusted_proxies=settings.TRUSTED_PROXIES,
        )
        cache = Cache(settings.PAGE_CACHE_MB * 1_048_576)
        self.edge = Edge(setup, ask, cache, Streams(self.hub, ask, since))
        self.tail = tail.Tail(self.hear, self.lose, self.hub.by_topic)
        watch(self.edge, self.hub, ask)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.counting: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.edge(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self.live(receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        while True:
            message: Message = await receive()
            if message["type"] == "lifespan.startup":
                self.loop = asyncio.get_running_loop()
                await asyncio.to_thread(self.tail.start)
                presence = Presence(self.hub, shared)
                self.counting = asyncio.create_task(presence.keep_telling())
                await send({"type": "lifespan.startup.complete"})
            else:
                if self.counting is not None:
                    self.counting.cancel()
                self.tail.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def hear(self, events: Sequence[Event]) -> None:
        """From the log's thread into the loop: pages are purged before open ones are told."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.spread, list(events))

    def lose(self) -> None:
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.edge.forget)
            self.loop.call_soon_threadsafe(self.hub.lose)

    def spread(self, events: Sequence[Event]) -> None:
        purged = [key for e in events if e.topic == bus.PURGE for key in e.payload["keys"]]
        if purged:
            self.edge.purge(purged)
        self.hub.publish(heard(event) for event in events if event.topic != bus.PURGE)


def heard(event: Event) -> Heard:
    latest = bool(renewals.renewable([event.topic]))
    return Heard(event.pk, event.topic, event.payload, latest)


async def shared(here: dict[str, int]) -> dict[str, int]:
    return await asyncio.to_thread(share, here)


def caught_up(last: int, topics: list[str]) -> tail.Missed:
    close_old_connections()  # this thread sees no requests that would do it
    return tail.since(last, topics)


async def since(last: int, topics: list[str]) -> tuple[list[Heard], bool]:
    missed = await asyncio.to_thread(caught_up, last, topics)
    return [heard(event) for event in missed.events], missed.whole
