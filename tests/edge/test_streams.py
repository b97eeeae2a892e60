"""What an open page hears, of whom, and for how long."""

import asyncio

from alley.edge.hub import QUEUE, Event, Hub
from alley.edge.messages import Answer, Request
from alley.edge.streams import Streams
from tests.edge.asking import run
from tests.edge.listening import Listener, posted


def test_an_event_reaches_the_open_page() -> None:
    async def story() -> None:
        hub = Hub(10)
        page = await Listener(hub).open()
        hub.publish([posted(1)])
        await page.until(b"comment.published")
        await page.close()
        assert page.ids() == [1]

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
