"""Open pages and what they listen to: events go out to each client's bounded queue."""

import asyncio
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

QUEUE = 256  # events a client may be behind before it is dropped


@dataclass(frozen=True, slots=True)
class Event:
    """`id` is the place in the event log, 0 for what stands in none (who is here just now);
    `author` lets readers who do not meet be kept apart. `latest`: it says how something stands, and
    the one before it on its topic need not be told any more."""

    id: int
    topic: str
    payload: dict[str, Any]
    latest: bool = False
    frames: dict[str, bytes] = field(default_factory=dict, compare=False)

    def frame(self, shown_topic: str) -> bytes:
        """Written once, however many clients hear it."""
        if shown_topic not in self.frames:
            data = json.dumps({"topic": shown_topic, "event": self.payload}, separators=(",", ":"))
            place = f"id: {self.id}\n" if self.id else ""
            self.frames[shown_topic] = f"{place}data: {data}\n\n".encode()
        return self.frames[shown_topic]


@dataclass(frozen=True, slots=True)
class Grant:
    """What one client may hear: inner topic -> the name the client knows it by."""

    topics: dict[str, str]
    reader: int | None = None
    hidden_authors: frozenset[int] = frozenset()
    place: int = 0  # the newest event when this was asked: from there nothing is missed

    @property
    def heard(self) -> set[str]:
        """What wakes this client: its topics, and a change to what its reader may hear."""
        return {*self.topics, *([f"me:{self.reader}"] if self.reader is not None else [])}

    def allows(self, event: Event) -> bool:
        return event.topic in self.topics and event.payload.get("author") not in self.hidden_authors


@dataclass(eq=False, slots=True)
class Client:
    grant: Grant
    queue: deque[Event] = field(default_factory=deque)
    latest: dict[str, Event] = field(default_factory=dict)  # one a topic, however far behind it is
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    lagging: bool = False
    regrant: bool = False  # a block or a role changed: ask again before anything more is sent

    def offer(self, event: Event) -> None:
        if event.payload.get("type") == "context.changed":
            self.regrant = True
        if event.latest:
            self.latest[event.topic] = event
        elif len(self.queue) >= QUEUE:
            self.lagging = True
        else:
            self.queue.append(event)
        self.woken.set()

    @property
    def waits(self) -> bool:
        """There is something to tell."""
        return bool(self.queue or self.latest)

    def take(self) -> list[Event]:
        """All that is to be told, in the order of the log."""
        events = sorted([*self.queue, *self.latest.values()], key=lambda event: event.id)
        self.queue.clear()
        self.latest.clear()
        return events


class Hub:
    def __init__(self, most: int) -> None:
        self.most = most
        self.clients: set[Client] = set()
        self.by_topic: dict[str, set[Client]] = {}
        self.closing = False
        self.newest = 0  # the last place of the log that was told
        self.changes = 0  # how often anybody's blocks or role changed

    @property
    def full(self) -> bool:
        return self.closing or len(self.clients) >= self.most

    def join(self, client: Client) -> None:
        self.clients.add(client)
        for topic in client.grant.heard:
            self.by_topic.setdefault(topic, set()).add(client)

    def leave(self, client: Client) -> None:
        self.clients.discard(client)
        for topic in client.grant.heard:
            listeners = self.by_topic.get(topic)
            if listeners is not None:
                listeners.discard(client)
                if not listeners:
                    del self.by_topic[topic]

    def publish(self, events: Iterable[Event]) -> None:
        for event in events:
            self.newest = max(self.newest, event.id)
            self.changes += event.payload.get("type") == "context.changed"
            for client in self.by_topic.get(event.topic, ()):
                client.offer(event)

    def present(self, prefix: str) -> dict[str, int]:
        """How many people listen to each topic that begins so; two tabs of one reader are one."""
        return {
            topic: len({client.grant.reader or id(client) for client in clients})
            for topic, clients in self.by_topic.items()
            if topic.startswith(prefix)
        }

    def lose(self) -> None:
        """Events are missing: every client must come back, and is told then to start anew."""
        for client in self.clients:
            client.lagging = True
            client.woken.set()

    def close(self) -> None:
        """Tell every client to come back later; new ones are sent away."""
        self.closing = True
        for client in self.clients:
            client.woken.set()
