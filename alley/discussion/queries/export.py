"""Every comment that can be read, and every tombstone, as values to be written down: a row at a
time, in the order in which they were posted."""

from collections.abc import Iterator

from django.conf import settings

from alley import subjects
from alley.discussion.imports import Exported
from alley.discussion.models import Comment, ImportedAuthor, ImportedComment, OutsidePage, Thread
from alley.markets.charts.carried import carried

Key = tuple[str, str]


def exported_comments(*, everything: bool = False) -> Iterator[Exported]:
    """`everything` adds what was held back or removed, for moving house; never addresses."""
    names = dict(ImportedAuthor.objects.filter(source="alley").values_list("reader", "username"))
    numbers = dict(
        ImportedComment.objects.filter(source="alley").values_list("comment", "external")
    )
    for thread in Thread.objects.order_by("kind", "key").iterator():
        address, title = _address(thread)
        rows = Comment.objects.filter(thread=thread).select_related("author", "chart__instrument")
        shown = rows if everything else rows.listed()
        for comment in shown.order_by("posted", "depth", "place", "id").iterator():
            gone = comment.status == Comment.Status.DELETED or not (
                comment.is_published or everything
            )
            username = names.get(comment.author_id) or comment.author.username
            yield Exported(
                id=_number(comment.pk, numbers),
                url=address,
                title=title,
                parent=_number(comment.parent_id, numbers) if comment.parent_id else "",
                author="" if gone else comment.author.name,
                author_key="" if gone else username,
                username="" if gone else username,
                posted=comment.posted,
                edited=None if gone else comment.edited,
                text="" if gone else comment.body,
                state="deleted" if gone else ("published" if comment.is_published else "withheld"),
                likes=0 if gone else comment.likes,
                chart=carried(comment.chart) if comment.chart and not gone else None,
            )


def _number(pk: int, numbers: dict[int, str]) -> str:
    """The same wherever it is taken: that of the site where it was first written."""
    return numbers.get(pk) or f"{settings.SITE_URL}/comments/{pk}/"


def _address(thread: Thread) -> Key:
    if thread.kind == "page":
        page = OutsidePage.objects.filter(key=thread.key).first()
        return (page.url, "") if page else ("", "")
    subject = subjects.find(thread.kind, thread.key)
    if subject is None:
        return f"{settings.SITE_URL}/discuss/{thread.kind}/{thread.key}/", ""
    return f"{settings.SITE_URL}{subject.url}", subject.title
