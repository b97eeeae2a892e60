"""What was said before, by an author and by others: asked each time somebody speaks."""

from datetime import datetime
from functools import lru_cache

from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet

from alley.discussion.models import Comment, Thread
from alley.prepared import Blank, Prepared, prepared

RECENT = 20  # of the author's texts in the thread are shown to screening
OTHERS = 100  # of the newest comments by others, anywhere, are shown to screening
SHARE_OF = 40  # the last comments of a thread, of which one reader should not write too many

Named = tuple[int, str, str]  # an author's id, name and username


@prepared(kind=CharField(), key=CharField())
def thread_about(kind: Blank, key: Blank) -> QuerySet[Thread]:
    """The thread, locked until the transaction ends."""
    return Thread.objects.select_for_update().filter(kind=kind, key=key)


@prepared(kind=CharField(), key=CharField())
def thread_now(kind: Blank, key: Blank) -> QuerySet[Thread]:
    return Thread.objects.filter(kind=kind, key=key)


@prepared(author=BigIntegerField())
def last_spoke(author: Blank) -> QuerySet[Comment, datetime]:
    theirs = Comment.objects.filter(author=author).order_by("-posted", "-id")
    return theirs.values_list("posted", flat=True)[:1]


@prepared(
    thread=BigIntegerField(),
    author=BigIntegerField(),
    since=DateTimeField(),
    sameness=CharField(),
    but=BigIntegerField(),
)
def same_words(
    thread: Blank, author: Blank, since: Blank, sameness: Blank, but: Blank
) -> QuerySet[Comment, int]:
    same = Comment.objects.filter(thread=thread, author=author, posted__gt=since, sameness=sameness)
    standing = same.exclude(status=Comment.Status.DELETED).exclude(pk=but)
    return standing.values_list("pk", flat=True)[:1]


@prepared(thread=BigIntegerField())
def last_speakers(thread: Blank) -> QuerySet[Comment, Named]:
    """The authors of the thread's last comments, newest first."""
    last = Comment.objects.filter(thread=thread).order_by("-id")
    return last.values_list("author_id", "author__name", "author__username")[:SHARE_OF]


@prepared(author=BigIntegerField())
def newest_of_others(author: Blank) -> QuerySet[Comment, tuple[int, str]]:
    others = Comment.objects.published().exclude(author=author).order_by("-id")
    return others.values_list("author_id", "body")[:OTHERS]


@prepared(thread=BigIntegerField(), author=BigIntegerField())
def last_words(thread: Blank, author: Blank) -> QuerySet[Comment, str]:
    """The author's last texts in the thread, newest first."""
    theirs = Comment.objects.filter(thread=thread, author=author)
    standing = theirs.exclude(status=Comment.Status.DELETED).order_by("-posted", "-id")
    return standing.values_list("body", flat=True)[:RECENT]


@prepared(author=BigIntegerField(), since=DateTimeField())
def turned_away(author: Blank, since: Blank) -> QuerySet[Comment, int]:
    """The author's comments that were rejected since then."""
    rejected = Comment.objects.filter(author=author, status=Comment.Status.REJECTED)
    return rejected.filter(posted__gt=since).values_list("pk", flat=True)


def published_by(author_id: int, at_most: int) -> int:
    """How many comments of the author are published, counted up to `at_most`."""
    return len(_published(at_most).all(author=author_id))


@lru_cache(maxsize=4)
def _published(at_most: int) -> Prepared[int]:
    @prepared(author=BigIntegerField())
    def theirs(author: Blank) -> QuerySet[Comment, int]:
        published = Comment.objects.published().filter(author=author)
        return published.values_list("pk", flat=True)[:at_most]

    return theirs
