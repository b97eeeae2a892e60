"""A page that listens to a stream, without a browser."""

import asyncio
import json
from collections.abc import Sequence

from alley.edge.hub import Event, Hub
from alley.edge.messages import Answer, Message, Request
from alley.edge.streams import Streams

OIL = "thread:instrument:COMDTY:BRENT"


def posted(id: int, author: int = 1, topic: str = OIL) -> Event:
    return Event(id, topic, {"type": "comment.published", "id": id, "author": author})


class Listener:
    """Opens a stream and keeps what was heard."""

    def __init__(
        self, hub: Hub, log: Sequence[Event] | None = (), hidden: Sequence[int] = ()
    ) -> None:
        self.hub, self.log, self.hidden = hub, log, list(hidden)
        self.topics = {OIL: OIL, "me:7": "me"}
        self.status, self.place, self.heartbeat = 200, 0, 25.0
        self.text = b""
        self.changed = asyncio.Event()
        self.gone = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def ask(self, request: Request) -> Answer:
        grant = {
            "topics": self.topics,
            "reader": 7,
            "hidden_authors": self.hidden,
            "place": self.place,
        }
        return Answer(self.status, [], json.dumps(grant).encode())

    async def since(self, last: int, topics: list[str]) -> tuple[list[Event], bool]:
        return [e for e in self.log or () if e.id > last], self.log is not None

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.text += message.get("body", b"")
        self.changed.set()

    async def open(self, last: str = "") -> "Listener":
        request = Request("GET", "/api/v1/stream", f"topics={OIL}&last_event_id={last}", [])
        streams = Streams(self.hub, self.ask, self.since, self.heartbeat)
        self.task = asyncio.create_task(streams(request, self.receive, self.send))
        await self.until(b"retry:")
        return self

    async def until(self, words: bytes) -> None:
        async with asyncio.timeout(5):
            while words not in self.text:
                self.changed.clear()
                await self.changed.wait()

    async def close(self) -> None:
        self.gone.set()
        assert self.task is not None
        async with asyncio.timeout(5):
            await self.task

    def ids(self) -> list[int]:
        """Of what happened, without the place where the stream began."""
        parts = self.text.decode().split("\n\n")
        happened = [part for part in parts if not part.startswith("event: place")]
        lines = [line for part in happened for line in part.splitlines()]
        return [int(line[4:]) for line in lines if line.startswith("id:")]
