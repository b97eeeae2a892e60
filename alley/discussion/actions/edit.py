"""Editing one's own comment."""

from datetime import datetime
from enum import Enum

from django.db import transaction

from alley.accounts.models import Reader
from alley.discussion import rules
from alley.discussion.actions import speaking
from alley.discussion.actions.screened import hold, said, screened, status_after
from alley.discussion.actions.standing import locked, stand
from alley.discussion.models import Comment, CommentRevision
from alley.markets.actions import keep_chart
from alley.markets.models import ChartSnapshot
from alley.markets.queries import snapshot_of
from alley.moderation import policy as policies
from alley.moderation.actions import close_subject, revise_case
from alley.refusals import Refused


class Kept(Enum):
    """The chart stays as it is."""

    KEPT = "kept"


KEPT = Kept.KEPT
GONE = {Comment.Status.DELETED, Comment.Status.REJECTED}


@transaction.atomic
def edit_comment(
    *,
    author: Reader,
    comment: Comment,
    body: str,
    version: int | None = None,
    chart: int | Kept | None = KEPT,
    now: datetime | None = None,
) -> Comment:
    """A new revision, screened like a new comment; the old one is kept for moderators.

    Within the policy's window and until the first reply. `version` is the one the author saw.
    `chart`: another frozen one of theirs, or None to take it off.
    Raises Refused as post_comment does, and `not_yours`, `too_late`, `answered`, `stale`.
    """
    now = speaking.enter(author, now)
    comment = locked(comment.pk)
    limits = policies.current().limits
    if comment.author_id != author.pk or comment.status in GONE:
        raise Refused(rules.NOT_YOURS if comment.status not in GONE else rules.NOT_FOUND)
    if version is not None and version != comment.version:
        raise Refused(rules.STALE)
    answered = comment.reply_count > 0
    if refusal := rules.too_late_to_edit(comment.posted, now, limits.edit_window, answered):
        raise Refused(refusal)
    subject = speaking.subject_about(comment.thread.kind, comment.thread.key)
    text = speaking.text_of(body, limits)
    shown = _chart(author, comment, chart)
    if text == comment.body and shown == comment.chart:
        return comment
    digest = speaking.not_repeated(author, comment.thread, text, now, limits, but=comment.pk)
    seen = said(text, shown)
    verdict = screened(seen, speaking.context_of(author, comment.thread, subject, limits, seen))

    hidden = comment.status == Comment.Status.HIDDEN  # by reports: an edit does not lift that
    comment.body, comment.sameness, comment.edited = text, digest, now
    comment.chart = shown
    comment.revision += 1
    CommentRevision.objects.create(
        comment=comment,
        number=comment.revision,
        body=text,
        chart=shown,
        verdict=verdict.as_dict(),
        created=now,
    )
    status = Comment.Status.PENDING if hidden else status_after(verdict)
    if status == Comment.Status.PENDING:
        hold(comment, subject, verdict)
    elif comment.status == Comment.Status.PENDING:
        close_subject("comment", str(comment.pk))
    else:
        revise_case(
            subject_kind="comment",
            subject_key=str(comment.pk),
            revision=comment.revision,
            text=text,
            verdict=verdict,
        )
    stand(comment, status)
    return comment


def _chart(author: Reader, comment: Comment, chart: int | Kept | None) -> ChartSnapshot | None:
    if isinstance(chart, Kept):
        return comment.chart
    if chart is None or (comment.chart is not None and chart == comment.chart.pk):
        return comment.chart if chart is not None else None
    made = snapshot_of(author, chart)
    keep_chart(made)
    return made
