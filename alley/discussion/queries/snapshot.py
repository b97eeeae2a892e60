"""A page of a thread as everybody sees it, kept per (thread, version, order, page)."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache

from alley.discussion.models import Comment, CommentQuerySet, Thread
from alley.discussion.queries.view import CommentView, public, view_of
from alley.keyset import page_of

ROOTS = 20  # conversations a page
REPLIES = 5  # of each conversation; the rest is one click away
CONVERSATION = 50  # replies a page where one conversation is read alone
KEPT = 300  # seconds: a changed name or a role shows after that at the latest
ORDERS: dict[str, tuple[str, str]] = {
    "newest": ("-posted", "-id"),
    "oldest": ("posted", "id"),
    "top": ("-rank", "-id"),
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    comments: tuple[CommentView, ...]
    next: str | None


def published_page(thread: Thread, order: str, cursor: str | None, limit: int) -> Snapshot:
    key = f"thread:{thread.pk}:{thread.version}:{order}:{limit}:{cursor or ''}"
    return _kept(key, lambda: _roots(thread, order, cursor, limit, everything=False))


def published_conversation(thread: Thread, root: int, after: int) -> Snapshot:
    key = f"conversation:{thread.pk}:{thread.version}:{root}:{after}"
    return _kept(key, lambda: _conversation(thread, root, after, everything=False))


def whole_page(thread: Thread, order: str, cursor: str | None, limit: int) -> Snapshot:
    """For moderators: every state, never cached."""
    return _roots(thread, order, cursor, limit, everything=True)


def whole_conversation(thread: Thread, root: int, after: int) -> Snapshot:
    return _conversation(thread, root, after, everything=True)


def with_people(comments: CommentQuerySet) -> CommentQuerySet:
    return comments.select_related("author", "thread", "parent__author")


def _kept(key: str, make: Any) -> Snapshot:
    if len(key) > 240:  # a cursor of ours is short; page_of refuses any other
        return make()  # type: ignore[no-any-return]
    found: Snapshot | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT)
    return found


def _roots(
    thread: Thread, order: str, cursor: str | None, limit: int, *, everything: bool
) -> Snapshot:
    roots = Comment.objects.filter(thread=thread).roots()
    found = page_of(
        with_people(roots if everything else roots.listed()), ORDERS[order], cursor, limit
    )
    below = Comment.objects.filter(root_id__in=[root.pk for root in found.items])
    shown = with_people(below if everything else below.listed())
    replies = _views(shown.filter(place__lte=REPLIES).order_by("root_id", "place"), everything)
    return Snapshot(_together(_views(found.items, everything), replies), found.next)


def _conversation(thread: Thread, root: int, after: int, *, everything: bool) -> Snapshot:
    comments = with_people(Comment.objects.filter(thread=thread))
    shown = comments if everything else comments.listed()
    top = _views(shown.filter(pk=root, root=None), everything)
    rest = shown.filter(root_id=root, place__gt=after).order_by("place")
    replies = _views(rest[: CONVERSATION + 1], everything)
    more = str(replies[CONVERSATION - 1].place) if len(replies) > CONVERSATION else None
    return Snapshot(_together(top, replies[:CONVERSATION]), more)


def _views(comments: Any, everything: bool) -> list[CommentView]:
    views = [view_of(comment) for comment in comments]
    return views if everything else [public(view) for view in views]


def _together(roots: list[CommentView], replies: list[CommentView]) -> tuple[CommentView, ...]:
    under: dict[int | None, list[CommentView]] = {}
    for reply in replies:
        under.setdefault(reply.root, []).append(reply)
    return tuple(replace(root, replies=tuple(under.get(root.id, ()))) for root in roots)
