"""Changing where a comment stands, with every counter that depends on it, under one lock.

All writers take their locks in one order: reader, thread, comments. The thread's lock makes the
counters of its comments safe.
"""

from alley import subjects
from alley.accounts.actions import context_changed
from alley.announce import announce
from alley.discussion.events import CommentChanged, CommentPublished, CommentRemoved
from alley.discussion.models import Comment, Thread
from alley.live import bus


def locked(comment_id: int) -> Comment:
    """The comment as it is now, with its thread locked until the transaction ends."""
    thread_id = Comment.objects.values_list("thread_id", flat=True).get(pk=comment_id)
    Thread.objects.select_for_update().get(pk=thread_id)
    found: Comment = Comment.objects.select_related("thread", "author", "parent", "root").get(
        pk=comment_id
    )
    return found


def stand(comment: Comment, status: str) -> None:
    """Give the comment its status, settle the counters, tell open pages and other rooms."""
    was = comment.is_published
    comment.status = status
    comment.version += 1
    settle(comment, int(comment.is_published) - int(was))
    comment.save()
    tell(comment, was=was)


def settle(comment: Comment, step: int) -> None:
    """Counters after the comment has come (1), gone (-1) or changed (0). Saves all but itself."""
    comment.listed = comment.is_published or _holds_up(comment)
    thread = comment.thread
    thread.version += 1
    thread.comment_count += step
    thread.save(update_fields=["version", "comment_count"])
    if step and comment.parent is not None and comment.root is not None:
        _count_reply(comment.parent, comment.root, step)


def tell(comment: Comment, *, was: bool) -> None:
    thread, now = comment.thread, comment.is_published
    event = {"id": comment.pk, "author": comment.author_id, "version": thread.version}
    if now and not was:
        bus.publish(
            thread.topic, {"type": "comment.published", **event, "parent": comment.parent_id}
        )
        parent_author = comment.parent.author_id if comment.parent else None
        announce(
            CommentPublished(comment.pk, comment.author_id, thread.kind, thread.key, parent_author)
        )
    elif was and not now:
        bus.publish(thread.topic, {"type": "comment.removed", **event})
        announce(CommentRemoved(comment.pk, comment.author_id, thread.kind, thread.key))
    elif now:
        bus.publish(thread.topic, {"type": "comment.changed", **event})
        announce(CommentChanged(comment.pk))
    else:  # only its author sees it: their own stream, nobody else's
        context_changed(comment.author)
    if was or now:
        purge(comment)


def purge(comment: Comment) -> None:
    """Cached pages that show the comment, or a count with it."""
    thread = comment.thread
    subject = subjects.find(thread.kind, thread.key)
    elsewhere = subject.purges if subject else ()
    bus.purge(thread.topic, f"reader:{comment.author.username}", *elsewhere)


def _count_reply(parent: Comment, root: Comment, step: int) -> None:
    if parent.pk == root.pk:
        root = parent
    parent.reply_count += step
    root.below += step
    for above in {parent.pk: parent, root.pk: root}.values():
        above.listed = above.is_published or _holds_up(above)
        above.save(update_fields=["reply_count", "below", "listed"])


def _holds_up(comment: Comment) -> bool:
    """A comment that is gone leaves a tombstone where published replies hang on it."""
    return comment.below > 0 or comment.reply_count > 0
