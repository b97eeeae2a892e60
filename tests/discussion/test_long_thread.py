"""A long thread is read, spoken in and moderated with the queries of a short one, rows and all."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alley.accounts.actions import block_reader
from alley.accounts.models import Reader
from alley.discussion import actions, queries, rules
from alley.discussion.models import Comment, Thread
from alley.discussion.queries.personal import unseen_numbers
from alley.discussion.queries.snapshot import ORDERS
from tests.discussion.conftest import START

SHORT, LONG = 60, 3_000
MOST = 16  # queries of any page of comments


@pytest.fixture(autouse=True)
def oil(monkeypatch: pytest.MonkeyPatch) -> None:
    from alley import subjects
    from alley.subjects import Subject

    found = {key: Subject("story", key, "Oil", f"/stories/{key}/") for key in ("short", "long")}
    monkeypatch.setitem(subjects._finders, "story", found.get)
    cache.clear()


@pytest.fixture
def threads(ada: Reader, bo: Reader, cy: Reader) -> dict[str, Thread]:
    return {
        name: filled(Thread.objects.create(kind="story", key=name), many, [ada, bo, cy])
        for name, many in (("short", SHORT), ("long", LONG))
    }


def filled(thread: Thread, many: int, people: list[Reader]) -> Thread:
    """One comment a minute; every third one a reply to the one before it."""
    rows: list[Comment] = []
    for n in range(many):
        posted = START + timedelta(minutes=n)
        rows.append(
            Comment(
                thread=thread,
                author=people[n % 3],
                body=f"Brent stands at {n} dollars.",
                sameness=str(n),
                status=Comment.Status.PUBLISHED,
                listed=True,
                posted=posted,
                rank=rules.rank(0, posted),
            )
        )
    Comment.objects.bulk_create(rows)
    replies = rows[2::3]
    for reply, root in zip(replies, rows[1::3], strict=False):
        reply.parent = reply.root = root
        reply.depth = reply.place = root.places = 1
    Comment.objects.bulk_update(rows, ["parent", "root", "depth", "place", "places"], 300)
    actions.recount(thread)
    thread.refresh_from_db()
    return thread


def cost(step: Callable[[], Any]) -> int:
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        step()
    return len(asked)


def reads(thread: Thread, reader: Reader | None) -> Iterator[tuple[str, Callable[[], Any]]]:
    middle = Comment.objects.filter(thread=thread, root=None).order_by("posted")[10]
    for order in ("newest", "oldest", "top"):

        def page(cursor: str | None = None, order: str = order) -> Any:
            return queries.discussion_page(
                "story", thread.key, reader=reader, order=order, cursor=cursor
            )

        yield f"{order}, first page", page
        following = page().next
        yield f"{order}, next page", lambda page=page, following=following: page(following)
    yield (
        "a conversation",
        lambda: queries.discussion_page("story", thread.key, reader=reader, conversation=middle.pk),
    )
    yield "where a comment is", lambda: queries.place_of(middle)
    yield "one comment", lambda: queries.view_for(reader, middle.pk)


@pytest.mark.parametrize("who", ["nobody", "ada", "ada with a block", "mo"])
def test_it_reads_like_a_short_one(
    threads: dict[str, Thread], ada: Reader, bo: Reader, mo: Reader, who: str
) -> None:
    if who == "ada with a block":
        block_reader(blocker=ada, blocked=bo)
    reader = {"nobody": None, "mo": mo}.get(who, ada)
    for (name, short), (_, long) in zip(
        reads(threads["short"], reader), reads(threads["long"], reader), strict=True
    ):
        assert cost(short) == cost(long) <= MOST, name


def test_it_is_spoken_in_and_moderated_like_a_short_one(
    threads: dict[str, Thread], cy: Reader, mo: Reader
) -> None:
    costs: dict[str, dict[str, int]] = {}
    bo = Reader.objects.get(username="bo")
    for minutes, author in enumerate((cy, bo)):  # what everybody needs once is made
        actions.post_comment(
            author=author,
            kind="story",
            key="short",
            body=f"Good morning from {author.username}, what is new?",
            parent=Comment.objects.filter(author=bo, root=None).values_list("pk", flat=True)[0],
            now=START + timedelta(days=20, minutes=minutes),
        )
    for number, (name, thread) in enumerate(threads.items()):
        now = START + timedelta(days=30 + number)
        parent = Comment.objects.filter(thread=thread, root=None, author__username="bo").first()
        assert parent is not None
        told = {"author": cy, "kind": "story", "key": name, "now": now}
        made: list[Comment] = []

        def post(told: Any = told, parent: Any = parent, made: Any = made) -> None:
            body = f"The {told['key']} thread has something new about freight rates."
            made.append(actions.post_comment(**told, body=body, parent=parent.pk))

        costs[name] = {"post": cost(post)}
        comment = made[0]
        costs[name]["like"] = cost(lambda c=comment: actions.vote(reader=mo, comment=c))
        costs[name]["report"] = cost(
            lambda c=comment: actions.report_comment(reporter=mo, comment=c, reason="spam")
        )
        for outcome in ("hide", "approve"):
            costs[name][outcome] = cost(
                lambda c=comment, o=outcome: actions.settle_decision(
                    comment_id=c.pk, revision=1, outcome=o
                )
            )
        costs[name]["delete"] = cost(lambda c=comment: actions.delete_comment(author=cy, comment=c))
    assert costs["short"] == costs["long"]


def test_every_comment_is_on_exactly_one_page_while_new_ones_come(
    threads: dict[str, Thread], client: Client, cy: Reader
) -> None:
    seen: list[int] = []
    cursor = ""
    for number in range(100):
        page = client.get(
            f"/api/v1/threads/story/short/comments?sort=newest&limit=7&cursor={cursor}"
        )
        facts = page.json()
        seen += [item["id"] for item in facts["items"]]
        if number < 5:
            now = START + timedelta(days=40, minutes=2 * number)
            body = f"While somebody reads, number {number} arrives."
            actions.post_comment(author=cy, kind="story", key="short", body=body, now=now)
        if not (cursor := facts["next"] or ""):
            break
    early = Comment.objects.filter(thread=threads["short"], posted__lt=START + timedelta(days=9))
    there = set(early.values_list("id", flat=True))
    assert len(seen) == len(set(seen))
    assert set(seen) == there


@pytest.mark.sqlite
@pytest.mark.parametrize("order", ["newest", "oldest", "top"])
def test_a_page_walks_an_index(threads: dict[str, Thread], order: str) -> None:
    columns = ORDERS[order]
    rows = Comment.objects.filter(thread=threads["long"]).roots().listed().order_by(*columns)[:21]
    plan = rows.explain()
    assert "roots_by_" in plan, plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.sqlite
def test_moderators_walk_an_index_too(threads: dict[str, Thread]) -> None:
    for order in ORDERS.values():
        rows = Comment.objects.filter(thread=threads["long"]).roots().order_by(*order)[:21]
        plan = rows.explain()
        assert "all_roots_by_" in plan, plan
        assert "TEMP B-TREE" not in plan, plan


@pytest.mark.sqlite
def test_what_somebody_unmet_has_said_is_counted_from_an_index_alone(
    threads: dict[str, Thread], ada: Reader, bo: Reader
) -> None:
    theirs = Comment.objects.published().filter(author_id__in=[ada.pk, bo.pk])
    in_thread = theirs.filter(thread=threads["long"]).values_list("author_id").explain()
    roots = list(Comment.objects.roots().values_list("pk", flat=True)[:20])
    below = theirs.filter(root_id__in=roots).values_list("parent_id", "root_id").explain()
    assert "COVERING INDEX author_in_thread_by_status" in in_thread, in_thread
    assert "COVERING INDEX author_in_conversation" in below, below


@pytest.mark.sqlite
def test_what_waits_of_ones_own_is_found_without_reading_the_rest(
    threads: dict[str, Thread], ada: Reader
) -> None:
    plan = unseen_numbers(threads["long"], ada).values_list("pk").explain()
    assert "COVERING INDEX author_in_thread_by_status" in plan, plan


@pytest.mark.sqlite
def test_a_conversation_is_read_in_its_order(threads: dict[str, Thread]) -> None:
    root = Comment.objects.roots().filter(places=1)[0]
    alone = Comment.objects.filter(thread=threads["long"]).listed()
    plan = alone.filter(root_id=root.pk, place__gt=0).order_by("place")[:51].explain()
    assert "conversation_in_order" in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    few = Comment.objects.filter(root_id__in=[root.pk]).listed().filter(place__lte=5)
    plan = few.order_by("root_id", "place").explain()
    assert "conversation_in_order" in plan, plan


def test_a_thread_is_counted_again_with_as_many_queries_however_long(
    threads: dict[str, Thread],
) -> None:
    costs = {
        name: cost(lambda thread=thread: actions.recount(thread))
        for name, thread in threads.items()
    }
    assert costs["long"] == costs["short"]
