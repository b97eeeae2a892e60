"""One comment, and the comments of one reader, as somebody may see them."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alley import subjects
from alley.accounts.models import Reader
from alley.accounts.queries import unmet_by
from alley.discussion import rules
from alley.discussion.models import Comment
from alley.discussion.queries import personal
from alley.discussion.queries.charts import with_charts
from alley.discussion.queries.snapshot import REPLIES, ROOTS, with_people
from alley.discussion.queries.view import CommentView, tombstone, view_of
from alley.keyset import page_of
from alley.moderation import policy as policies
from alley.refusals import Refused
from alley.subjects import Subject

Asker = Reader | AnonymousUser | None


def comment_for(reader: Asker, pk: int) -> Comment:
    """The comment, if this reader may see it. Raises Refused `not_found`."""
    comment: Comment | None = with_people(Comment.objects.filter(pk=pk)).first()
    if comment is None or not _sees(reader, comment):
        raise Refused(rules.NOT_FOUND)
    return comment


def comment_to_report(reader: Asker, pk: int) -> tuple[Comment, CommentView | None]:
    """A published comment can be reported by all, even by somebody who does not meet its author:
    the view is None where they are not shown it. Raises Refused `not_found`."""
    comment: Comment | None = with_people(Comment.objects.filter(pk=pk)).first()
    if comment is None or not (comment.is_published or _sees(reader, comment)):
        raise Refused(rules.NOT_FOUND)
    return comment, view_for(reader, pk) if _sees(reader, comment) else None


def view_for(reader: Asker, pk: int) -> CommentView:
    """The same as a page shows it; a tombstone where replies hang on what is gone."""
    comment: Comment | None = with_people(Comment.objects.filter(pk=pk)).first()
    if comment is None or not (comment.listed or _sees(reader, comment)):
        raise Refused(rules.NOT_FOUND)
    view = view_of(comment)
    unmet = unmet_by(reader if isinstance(reader, Reader) else None)
    view = view if _sees(reader, comment, unmet) else tombstone(view)
    kept = with_charts(personal.without(unmet, (view,)))
    if not kept or not isinstance(reader, Reader):
        return _first(kept)
    window = policies.current().limits.edit_window
    return personal.marked(kept, reader, timezone.now(), window)[0]


def view_of_new(comment: Comment) -> CommentView:
    """What its author sees of a comment just posted: nobody can have liked or saved it yet."""
    (view,) = with_charts((view_of(comment),))
    return replace(view, own=True, editable=True, signed_in=True)


def comments_by(
    shown: Reader, viewer: Asker, cursor: str | None = None, limit: int = 20
) -> tuple[list[CommentView], str | None]:
    """What somebody has published, newest first; nothing between readers who do not meet."""
    known = viewer if isinstance(viewer, Reader) else None
    unmet = unmet_by(known)
    if shown.pk in unmet:
        return [], None
    found = with_people(Comment.objects.published().filter(author=shown))
    page = page_of(found, ("-posted", "-id"), cursor, limit)
    views = personal.without(unmet, tuple(view_of(comment) for comment in page.items))
    views = with_charts(views)
    if known is not None:
        window = policies.current().limits.edit_window
        views = personal.marked(views, known, timezone.now(), window)
    return list(views), page.next


def place_of(comment: Comment) -> str:
    """The address at which the comment is on the page: that of its subject while it is among the
    newest, else its own conversation."""
    subject = subjects.find(comment.thread.kind, comment.thread.key)
    if subject is None:
        raise Refused(rules.NOT_FOUND)
    root = comment.root or comment
    newer = Comment.objects.filter(thread=comment.thread, posted__gt=root.posted).roots().listed()
    early = comment.place <= REPLIES
    unlisted_root = not comment.listed and comment.root_id is None
    if unlisted_root or (early and len(newer.values_list("pk")[:ROOTS]) < ROOTS and root.listed):
        return f"{subject.url}#c{comment.pk}"
    query = {"conversation": root.pk, "after": max(0, comment.place - 1 - REPLIES)}
    return f"/discuss/{comment.thread.kind}/{comment.thread.key}/?{urlencode(query)}#c{comment.pk}"


def comment_subject(key: str) -> Subject | None:
    """A published comment as something that can be saved and reported."""
    if not key.isdecimal() or len(key) > 18:
        return None
    comment = Comment.objects.published().select_related("author").filter(pk=int(key)).first()
    if comment is None:
        return None
    words = " ".join(comment.body.split())
    title = f"{comment.author.shown_name}: {words}"
    short = title if len(title) <= 140 else title[:139] + "…"
    return Subject("comment", str(comment.pk), short, f"/comments/{comment.pk}/", "closed")


def _sees(reader: Asker, comment: Comment, unmet: frozenset[int] | None = None) -> bool:
    known = reader if isinstance(reader, Reader) else None
    if known is not None and known.is_moderator:
        return True
    if comment.is_published:
        unmet = unmet_by(known) if unmet is None else unmet
        return comment.author_id not in unmet
    own = known is not None and comment.author_id == known.pk
    return own and comment.status != Comment.Status.DELETED


def _first(views: tuple[CommentView, ...]) -> CommentView:
    if not views:
        raise Refused(rules.NOT_FOUND)
    return replace(views[0])
