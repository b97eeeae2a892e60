"""A page that was away, or joins late, misses nothing and hears nothing twice."""

import asyncio

from alley.edge.hub import Event, Hub
from tests.edge.asking import run
from tests.edge.listening import OIL, Listener, posted


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
