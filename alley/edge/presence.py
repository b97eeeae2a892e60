"""How many are reading a thread now: counted every few seconds, told where it has changed."""

import asyncio
from collections.abc import Awaitable, Callable

from alley.edge.hub import Event, Hub

SWEEP = 3.0  # seconds
PREFIX = "thread:"

# This node's counts -> those of all nodes together
Share = Callable[[dict[str, int]], Awaitable[dict[str, int]]]


class Presence:
    def __init__(self, hub: Hub, share: Share) -> None:
        self.hub, self.share = hub, share
        self.told: dict[str, int] = {}

    async def keep_telling(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            await self.sweep()

    async def sweep(self) -> None:
        here = self.hub.present(PREFIX)
        total = await self.share(here)
        counts = {topic: max(total.get(topic, 0), count) for topic, count in here.items()}
        self.hub.publish(
            Event(0, topic, {"type": "presence", "readers": count}, latest=True)
            for topic, count in counts.items()
            if self.told.get(topic) != count
        )
        self.told = counts
