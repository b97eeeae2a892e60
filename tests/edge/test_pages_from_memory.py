import asyncio
import gzip

import brotli
import pytest
import zstandard

from alley.edge.cache import page_of
from alley.edge.messages import Answer, Request
from tests.edge.asking import Behind, Clock, ask, edge, page, run


def test_the_second_reader_is_answered_from_memory() -> None:
    behind = Behind(lambda request: page())
    door = edge(behind)

    first, second = run(ask(door)), run(ask(door))

    assert (first.body, second.body) == (b"news", b"news")
    assert len(behind.asked) == 1
    assert first.header(b"cache-status").startswith("alley; fwd=uri-miss; stored")
    assert second.header(b"cache-status") == "alley; hit; ttl=60"


def test_age_says_how_old_the_answer_is() -> None:
    clock = Clock()
    door = edge(Behind(lambda request: page()), clock)
    run(ask(door))
    clock.now += 25

    answer = run(ask(door))

    assert (answer.header(b"age"), answer.header(b"cache-status")) == ("25", "alley; hit; ttl=35")


def test_a_reader_who_holds_the_page_gets_304() -> None:
    door = edge(Behind(lambda request: page()))
    etag = run(ask(door)).header(b"etag")

    again = run(ask(door, headers={"If-None-Match": etag}))

    assert (again.status, again.body) == (304, b"")


def test_an_etag_of_another_encoding_counts_as_well() -> None:
    door = edge(Behind(lambda request: page("x" * 2000)))
    etag = run(ask(door, headers={"Accept-Encoding": "br"})).header(b"etag")

    assert run(ask(door, headers={"If-None-Match": f"W/{etag}"})).status == 304


def test_head_has_the_headers_and_no_body() -> None:
    door = edge(Behind(lambda request: page()))

    answer = run(ask(door, method="HEAD"))

    assert (answer.header(b"content-length"), answer.body) == ("4", b"")


@pytest.mark.parametrize(
    ("accepts", "encoding", "read"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, zstd", "zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
        ("gzip;q=0.5", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", "", bytes),
        ("", "", bytes),
    ],
)
def test_every_encoding_says_the_same(accepts: str, encoding: str, read: object) -> None:
    text = "Brent 81.99 " * 300
    door = edge(Behind(lambda request: page(text)))

    answer = run(ask(door, headers={"Accept-Encoding": accepts}))

    assert answer.header(b"content-encoding") == encoding
    assert read(answer.body) == text.encode()  # type: ignore[operator]


def test_a_stale_page_is_shown_at_once_and_made_anew_behind_it() -> None:
    bodies = iter(["old", "new"])
    clock = Clock()
    behind = Behind(lambda request: page(next(bodies)))
    door = edge(behind, clock)

    async def story() -> list[bytes]:
        await ask(door)
        clock.now += 61
        stale = await ask(door)
        await asyncio.gather(*door.making.values())
        fresh = await ask(door)
        return [stale.body, fresh.body]

    assert run(story()) == [b"old", b"new"]


def test_an_error_does_not_replace_a_page_that_still_serves() -> None:
    answers = iter([page("good"), Answer(500, [], b"broken"), Answer(500, [], b"broken")])
    clock = Clock()
    door = edge(Behind(lambda request: next(answers)), clock)

    async def story() -> list[bytes]:
        await ask(door)
        clock.now += 61
        first = await ask(door)
        await asyncio.gather(*door.making.values())
        return [first.body, (await ask(door)).body]

    assert run(story()) == [b"good", b"good"]


def test_two_thousand_readers_of_a_missing_page_make_it_once() -> None:
    gate = asyncio.Event()

    async def slowly(request: Request) -> Answer:
        await gate.wait()
        return page()

    async def story() -> list[Answer]:
        readers = [asyncio.create_task(ask(door)) for _ in range(2000)]
        await asyncio.sleep(0)
        gate.set()
        return await asyncio.gather(*readers)

    behind = Behind(slowly)
    door = edge(behind)
    answers = run(story())

    assert len(behind.asked) == 1
    assert {answer.body for answer in answers} == {b"news"}


def test_unknown_query_keys_neither_split_the_cache_nor_reach_the_page() -> None:
    behind = Behind(lambda request: page())
    door = edge(behind)

    run(ask(door, query="utm_source=x&cursor=abc"))
    run(ask(door, query="cursor=abc&fbclid=9"))

    assert [request.query for request in behind.asked] == ["cursor=abc"]


def test_a_purged_key_takes_its_pages_with_it_and_leaves_the_others() -> None:
    behind = Behind(lambda request: page(request.path, f"page:{request.path}", "front"))
    door = edge(behind)
    for path in ("/news/a/", "/news/b/"):
        run(ask(door, path))

    door.purge(["page:/news/a/"])
    for path in ("/news/a/", "/news/b/"):
        run(ask(door, path))

    assert [request.path for request in behind.asked] == ["/news/a/", "/news/b/", "/news/a/"]


def test_surrogate_keys_stay_inside() -> None:
    answer = run(ask(edge(Behind(lambda request: page("news", "article:7")))))

    assert answer.header(b"surrogate-key") == ""


def test_a_page_that_was_being_made_when_it_changed_is_not_kept() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    bodies = iter(["before", "after"])

    async def slowly(request: Request) -> Answer:
        body = next(bodies)
        begun.set()
        await go_on.wait()
        return page(body, "article:7")

    async def story() -> list[bytes]:
        door = edge(Behind(slowly))
        early = asyncio.create_task(ask(door))
        await begun.wait()
        door.purge(["article:7"])
        late = asyncio.create_task(ask(door))  # after the change: may not join the old rendering
        await asyncio.sleep(0)
        go_on.set()
        await early
        return [(await late).body, (await ask(door)).body]

    assert run(story()) == [b"after", b"after"]


def test_the_least_read_pages_leave_when_memory_is_full() -> None:
    behind = Behind(lambda request: page("x" * 1000))
    door = edge(behind)
    door.cache.room = 3 * 4048
    for name in "abcab":
        run(ask(door, f"/news/{name}/"))

    run(ask(door, "/news/d/"))
    run(ask(door, "/news/a/"))

    assert [request.path for request in behind.asked] == [f"/news/{name}/" for name in "abcd"]


def test_static_files_are_kept_by_their_hashed_names() -> None:
    behind = Behind(
        lambda request: Answer(200, [(b"cache-control", b"max-age=315360000, public, immutable")])
    )
    door = edge(behind)
    for _ in range(2):
        run(ask(door))

    assert len(behind.asked) == 1


def test_after_missed_purges_nothing_begun_before_is_kept() -> None:
    cache = edge(Behind(lambda request: page())).cache
    kept = page_of(page(), now=0)
    assert kept is not None
    begun = cache.epoch
    cache.clear()

    assert not cache.put(("/", ""), kept, begun)
    assert cache.put(("/", ""), kept, cache.epoch)


def test_browsers_are_not_told_that_a_page_may_be_stale() -> None:
    """Chromium goes by stale-while-revalidate, too, and knows of no purge."""
    door = edge(Behind(lambda request: page("news")), Clock())

    answer = run(ask(door))

    assert answer.header(b"cache-control") == "public, s-maxage=60"
