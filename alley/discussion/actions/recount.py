"""Counting again: proves that the kept counters have not drifted, and mends them if they had."""

from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Count

from alley.discussion.models import Comment, ImportedComment, Thread, Vote

KEPT = ("likes", "idle_likes", "reply_count", "below", "listed")
AT_ONCE = 500


@transaction.atomic
def recount(thread: Thread) -> int:
    """How many counters of the thread were wrong; they are right when this returns."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    comments = list(thread.comments.only("thread", "parent", "root", "status", *KEPT))
    likes, idle = _likes(thread), _idle_likes(thread)
    replies = Counter(each.parent_id for each in comments if each.is_published)
    below = Counter(each.root_id for each in comments if each.is_published)
    wrong: dict[tuple[int, ...], list[int]] = defaultdict(list)  # by what is right
    for comment in comments:
        holds_up = replies[comment.pk] > 0 or below[comment.pk] > 0
        right: tuple[int, ...] = (
            likes[comment.pk],
            idle[comment.pk],
            replies[comment.pk],
            below[comment.pk],
            comment.is_published or holds_up,
        )
        if right != tuple(getattr(comment, name) for name in KEPT):
            wrong[right].append(comment.pk)
    for values, found in wrong.items():
        for start in range(0, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]
            Comment.objects.filter(pk__in=some).update(**dict(zip(KEPT, values, strict=True)))
    return _published(thread, sum(map(len, wrong.values())))


def _published(thread: Thread, wrong: int) -> int:
    published = thread.comments.filter(status=Comment.Status.PUBLISHED).count()
    if wrong or published != thread.comment_count:
        wrong += published != thread.comment_count
        thread.comment_count = published
        thread.version += 1
        thread.save(update_fields=["comment_count", "version"])
    return wrong


def _likes(thread: Thread) -> Counter[int]:
    """Those given here, and those that came with an import."""
    given = Vote.objects.filter(comment__thread=thread).values("comment_id")
    brought = ImportedComment.objects.filter(comment__thread=thread, likes__gt=0)
    counted = Counter(dict(given.annotate(many=Count("id")).values_list("comment_id", "many")))
    return counted + Counter(dict(brought.values_list("comment_id", "likes")))


def _idle_likes(thread: Thread) -> Counter[int]:
    found = Vote.objects.filter(comment__thread=thread).exclude(idle="").values("comment_id")
    return Counter(dict(found.annotate(many=Count("id")).values_list("comment_id", "many")))
