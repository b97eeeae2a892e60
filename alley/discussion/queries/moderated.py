"""A comment in its place, as moderators see it: blocks do not matter, withheld text is shown."""

from django.db.models import Count

from alley import subjects
from alley.discussion.models import Comment
from alley.moderation.brigades import Idle
from alley.moderation.places import Place, Said

AROUND = 3  # siblings shown before and after
LATELY = 6


def in_place(key: str) -> Place | None:
    if not key.isdecimal() or len(key) > 18:
        return None
    found = Comment.objects.select_related("thread", "parent__author", "author", "root")
    comment: Comment | None = found.filter(pk=int(key)).first()
    if comment is None:
        return None
    subject = subjects.find(comment.thread.kind, comment.thread.key)
    past = comment.revisions.exclude(number=comment.revision).order_by("-number")[:5]
    return Place(
        revision=comment.revision,
        gone=comment.status == Comment.Status.DELETED,
        about=subject.title if subject else "",
        about_url=subject.url if subject else "",
        about_text=subject.text[:600] if subject else "",
        status=comment.status,
        likes=comment.likes,
        idle_likes=_idle_likes(comment) if comment.idle_likes else (),
        parent=_said(comment.parent) if comment.parent else None,
        around=_around(comment),
        earlier=tuple(
            Said(comment.author.shown_name, each.body, each.created, f"revision {each.number}")
            for each in past
        ),
    )


def _idle_likes(comment: Comment) -> tuple[tuple[str, int], ...]:
    found = comment.votes.exclude(idle="").values_list("idle").annotate(n=Count("pk"))
    return tuple((Idle(why).words, many) for why, many in found.order_by("-n"))


def lately_said(reader_id: int) -> list[Said]:
    theirs = Comment.objects.filter(author_id=reader_id).select_related("author")
    return [_said(each) for each in theirs.order_by("-posted", "-id")[:LATELY]]


def _around(comment: Comment) -> tuple[Said, ...]:
    beside = Comment.objects.filter(thread=comment.thread, parent=comment.parent_id)
    beside = beside.exclude(pk=comment.pk).select_related("author")
    before = beside.filter(posted__lte=comment.posted).order_by("-posted", "-id")[:AROUND]
    after = beside.filter(posted__gt=comment.posted).order_by("posted", "id")[:AROUND]
    return tuple(_said(each) for each in [*reversed(before), *after])


def _said(comment: Comment) -> Said:
    return Said(
        comment.author.shown_name,
        comment.body,
        comment.posted,
        comment.status,
        f"/comments/{comment.pk}/",
    )
