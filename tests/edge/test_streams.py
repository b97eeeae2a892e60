import asyncio
import json
from collections.abc import Sequence

from alley.edge.hub import QUEUE, Event, Hub
from alley.edge.messages import Answer, Message, Request
from alley.edge.streams import Streams
from tests.edge.asking import run

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


def test_an_event_reaches_the_open_page() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub).open()
        hub.publish([posted(1)])
        await page.until(b"comment.published")
        await page.close()
        assert page.ids() == [1]

    run(story())


def test_a_page_knows_its_place_before_anything_happens() -> None:
    async def story() -> None:
        page = Listener(Hub(10))
        page.place = 41
        await page.open()
        await page.close()
        assert b"event: place\nid: 41\n" in page.text

        back = Listener(Hub(10), [posted(42)])
        back.place = 42
        await back.open(last="41")
        await back.close()
        assert back.ids() == [42]
        assert b"event: place\nid: 42\n" in back.text  # it has heard up to here

    run(story())


def test_nothing_is_missed_between_asking_what_one_may_hear_and_listening() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = Listener(hub, [posted(8)])
        page.place = 7
        hub.publish([posted(8)])  # after the answer, before the page is among the listeners
        await page.open()
        await page.until(b"id: 8")
        await page.close()
        assert page.ids() == [8]

    run(story())


def test_a_page_that_was_away_gets_what_it_missed_once() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub, [posted(4), posted(5), posted(6)]).open(last="4")
        hub.publish([posted(6), posted(7)])  # 6 was in the log and comes live as well
        await page.until(b"id: 7")
        await page.close()
        assert page.ids() == [5, 6, 7]

    run(story())


def test_a_page_that_was_away_too_long_is_told_to_start_anew() -> None:
    async def story() -> None:
        page = await Listener(Hub(10), log=None).open(last="4")
        await page.close()
        assert b"event: reset" in page.text

    run(story())


def test_a_page_that_starts_anew_knows_its_place_and_how_prices_stand() -> None:
    async def story() -> None:
        price = Event(9, OIL, {"type": "quote", "price": "82"})

        async def since(last: int, topics: list[str]) -> tuple[list[Event], bool]:
            return [price], False

        page = Listener(Hub(10))
        page.since = since  # type: ignore[method-assign]
        await page.open(last="4")
        await page.until(b"event: place\nid: 9\n")
        await page.close()
        assert page.text.index(b"event: reset") < page.text.index(b'"price":"82"')

    run(story())


def test_a_quiet_page_moves_on_so_that_it_can_always_resume() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = Listener(hub)
        page.heartbeat = 0.001
        await page.open()
        hub.publish([posted(31, topic="thread:article:1")])  # of another page
        await page.until(b"event: place\nid: 31\n")
        await page.close()
        assert page.ids() == []

    run(story())


def test_nothing_that_comes_after_a_hole_is_told() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub).open()
        hub.lose()
        hub.publish([posted(50)])
        assert page.task is not None
        async with asyncio.timeout(5):
            await page.task
        assert b"id: 50" not in page.text  # else it would resume behind what was lost

    run(story())


def test_nothing_of_a_blocked_reader_is_heard() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub, [posted(2, author=13)], hidden=[13]).open(last="1")
        hub.publish([posted(3, author=13), posted(4, author=1)])
        await page.until(b"id: 4")
        await page.close()
        assert page.ids() == [4]

    run(story())


def test_a_block_set_while_the_page_is_open_holds_from_then_on() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub).open()
        page.hidden = [13]
        hub.publish(
            [Event(1, "me:7", {"type": "context.changed"}), posted(2, author=13), posted(3)]
        )
        await page.until(b"id: 3")
        await page.close()
        assert page.ids() == [1, 3]

    run(story())


def test_a_page_that_may_hear_nothing_any_more_is_closed_whatever_it_listens_to() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = Listener(hub)
        page.topics = {"desk": "desk"}
        await page.open()
        page.status = 403
        hub.publish([Event(1, "me:7", {"type": "context.changed"}), Event(2, "desk", {})])
        assert page.task is not None
        async with asyncio.timeout(5):
            await page.task
        assert page.ids() == []

    run(story())


def test_a_page_that_leaves_is_noticed_and_forgotten() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub).open()
        assert len(hub.clients) == 1
        await page.close()
        assert (len(hub.clients), hub.by_topic) == (0, {})

    run(story())


def test_a_page_that_does_not_keep_up_is_dropped() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub).open()
        hub.publish(posted(n) for n in range(QUEUE + 10))
        assert page.task is not None
        async with asyncio.timeout(5):
            await page.task
        assert len(hub.clients) == 0

    run(story())


def test_prices_never_pile_up_and_drop_nobody() -> None:
    """A page of prices hears more symbols at once than a client may be behind."""

    def price(id: int, symbol: int) -> Event:
        return Event(id, f"quotes:{symbol}", {"type": "quote", "id": id}, latest=True)

    async def story() -> None:
        hub = Hub(10)
        page = Listener(hub)
        page.topics = {f"quotes:{number}": f"quotes:{number}" for number in range(QUEUE + 40)}
        await page.open()
        for tick in (1, 2):
            hub.publish(price(tick, number) for number in range(QUEUE + 40))
        await page.until(b'"topic":"quotes:295"')
        await page.close()
        assert page.ids() == [2] * (QUEUE + 40)  # the newest of each, once

    run(story())


def test_more_pages_than_there_is_room_for_are_asked_to_come_back() -> None:
    async def story() -> None:
        hub = Hub(1)
        first = await Listener(hub).open()
        late = Listener(hub)
        streams = Streams(hub, late.ask, late.since)
        await streams(Request("GET", "/api/v1/stream", "topics=x", []), late.receive, late.send)
        assert b"too_many_streams" in late.text
        await first.close()

    run(story())


def test_when_the_site_closes_every_page_is_told_when_to_return() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub).open()
        hub.close()
        assert page.task is not None
        async with asyncio.timeout(5):
            await page.task
        assert page.text.count(b"retry:") == 2

    run(story())


def test_a_block_set_between_grant_and_listening_holds() -> None:
    async def story() -> list[int]:
        hub = Hub(10)
        listener = Listener(hub, log=[posted(5, author=3)])
        plain = listener.ask

        async def blocked_meanwhile(request: Request) -> Answer:
            answer = await plain(request)
            if not listener.hidden:
                listener.hidden.append(3)
                hub.publish([Event(4, "me:7", {"type": "context.changed"})])
            return answer

        listener.ask = blocked_meanwhile  # type: ignore[method-assign]
        await listener.open(last="3")
        await listener.close()
        return listener.ids()

    assert run(story()) == []


def test_when_events_were_lost_every_page_comes_back() -> None:
    async def story() -> bool:
        hub = Hub(10)
        listener = await Listener(hub).open()
        hub.lose()
        assert listener.task is not None
        async with asyncio.timeout(5):
            await listener.task
        return not hub.clients

    assert run(story())
