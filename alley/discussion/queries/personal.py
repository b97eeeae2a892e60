"""A snapshot made personal: without those one does not meet, with one's own likes and marks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from alley.accounts.models import Reader
from alley.discussion import marks
from alley.discussion.models import Comment, Thread, Vote
from alley.discussion.queries.snapshot import with_people
from alley.discussion.queries.view import CommentView, tombstone, view_of

Views = tuple[CommentView, ...]
SHOWN_UNSEEN = 10  # of one's own comments that nobody else sees
UNSEEN = (Comment.Status.PENDING, Comment.Status.HIDDEN, Comment.Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many published comments by people one does not meet stand under each comment."""

    replies: Counter[int]
    below: Counter[int]


def without(unmet: frozenset[int], views: Views) -> Views:
    """No comment, name or count of somebody one does not meet."""
    if not unmet:
        return views
    hidden = _hidden(unmet, views)
    kept = (_filtered(view, unmet, hidden) for view in views)
    return tuple(view for view in kept if view is not None)


def count_for(thread: Thread, unmet: frozenset[int]) -> int:
    if not unmet:
        return thread.comment_count
    theirs = Comment.objects.published().filter(thread=thread, author_id__in=unmet).count()
    return thread.comment_count - theirs


def own_unseen(thread: Thread, reader: Reader) -> Views:
    """What the reader has said here and nobody else sees (yet): always told, never pretended."""
    numbers = sorted(unseen_numbers(thread, reader).values_list("pk", flat=True))[-SHOWN_UNSEEN:]
    if not numbers:
        return ()
    newest = with_people(Comment.objects.filter(pk__in=numbers)).order_by("-posted", "-id")
    return tuple(view_of(comment) for comment in newest)


def unseen_numbers(thread: Thread, reader: Reader) -> "QuerySet[Comment]":
    """Without an order: the index of what is unseen answers, however much the reader has said."""
    unseen = Comment.objects.filter(thread=thread, author=reader, status__in=UNSEEN)
    return unseen.order_by().only("pk")


def marked(views: Views, reader: Reader, now: datetime, window: timedelta) -> Views:
    """With the reader's own likes, saves, and what they may do with each comment."""
    ids = [view.id for view in _all(views)]
    liked = frozenset(
        Vote.objects.filter(reader=reader, comment_id__in=ids).values_list("comment_id", flat=True)
    )
    saved = marks.saved_among(reader, ids)

    def mark(view: CommentView) -> CommentView:
        own = view.author_id == reader.pk
        alive = view.status not in {Comment.Status.DELETED, Comment.Status.REJECTED}
        return replace(
            view,
            liked=view.id in liked,
            saved=view.id in saved,
            own=own,
            editable=own and alive and view.reply_count == 0 and now - view.posted <= window,
            signed_in=True,
            replies=tuple(mark(reply) for reply in view.replies),
        )

    return tuple(mark(view) for view in views)


def _all(views: Views) -> Iterable[CommentView]:
    for view in views:
        yield view
        yield from view.replies


def _hidden(unmet: frozenset[int], views: Views) -> Hidden:
    roots = {view.root or view.id for view in views}
    theirs = Comment.objects.published().filter(root_id__in=roots, author_id__in=unmet)
    replies: Counter[int] = Counter()
    below: Counter[int] = Counter()
    for parent, root in theirs.values_list("parent_id", "root_id"):
        replies[parent] += 1
        below[root] += 1
    return Hidden(replies, below)


def _filtered(view: CommentView, unmet: frozenset[int], hidden: Hidden) -> CommentView | None:
    replies = tuple(
        kept for reply in view.replies if (kept := _filtered(reply, unmet, hidden)) is not None
    )
    view = replace(
        view,
        replies=replies,
        reply_count=view.reply_count - hidden.replies[view.id],
        below=view.below - hidden.below[view.id],
    )
    if view.parent_author_id in unmet:
        view = replace(view, parent_author_id=None, parent_name="")
    if view.author_id in unmet or view.is_tombstone:
        return tombstone(view) if view.below > 0 or view.reply_count > 0 else None
    return view
