"""Liking a comment, and no longer liking it."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.accounts.queries import unmet_by
from alley.discussion import rules
from alley.discussion.actions.idle_likes import why_idle
from alley.discussion.actions.standing import locked
from alley.discussion.models import Comment, Vote
from alley.moderation.actions import note_brigade
from alley.moderation.queries import may_speak
from alley.refusals import Refused

LOOKED_AT = 20  # likes that do not move a comment, when one that did is taken back
TOLD = {10, 100, 1_000, 10_000}  # idle likes of a comment that the moderation log speaks of


@transaction.atomic
def vote(*, reader: Reader, comment: Comment) -> Comment:
    """One like a reader; liking twice is one like. Of a rush, or of one place, the first few move
    the comment (moderation.brigades). Raises Refused `own_comment`, `not_found`."""
    comment = _comment_for(reader, comment)
    if comment.author_id == reader.pk:
        raise Refused(rules.OWN)
    if Vote.objects.filter(comment=comment, reader=reader).exists():
        return comment
    idle = why_idle(reader, comment, timezone.now())
    Vote.objects.create(comment=comment, reader=reader, idle=idle)
    return _counted(comment, 1, int(bool(idle)))


@transaction.atomic
def unvote(*, reader: Reader, comment: Comment) -> Comment:
    """Where a like that moved the comment goes, the next of its kind may move it instead."""
    comment = _comment_for(reader, comment)
    mine = Vote.objects.filter(comment=comment, reader=reader).first()
    if mine is None:
        return comment
    mine.delete()
    if mine.idle:
        return _counted(comment, -1, -1)
    return _counted(comment, -1, -int(_next_moves(comment)))


def _next_moves(comment: Comment) -> bool:
    waiting = Vote.objects.filter(comment=comment).exclude(idle="").select_related("reader")
    for each in waiting.order_by("created", "id")[:LOOKED_AT]:
        if not why_idle(each.reader, comment, each.created):
            Vote.objects.filter(pk=each.pk).update(idle="")
            return True
    return False


def _comment_for(reader: Reader, comment: Comment) -> Comment:
    check(reader, May.VOTE)
    if refusal := may_speak(reader, timezone.now()):
        raise Refused(refusal)
    comment = locked(comment.pk)
    if not comment.is_published or comment.author_id in unmet_by(reader):
        raise Refused(rules.NOT_FOUND)
    return comment


def _counted(comment: Comment, step: int, idle: int) -> Comment:
    """The thread's snapshots are made anew; cached pages may show the old number for a minute."""
    comment.likes += step
    comment.idle_likes += idle
    comment.rank = rules.rank(comment.likes - comment.idle_likes, comment.posted)
    comment.save(update_fields=["likes", "idle_likes", "rank"])
    comment.thread.version += 1
    comment.thread.save(update_fields=["version"])
    if idle > 0 and comment.idle_likes in TOLD:
        note_brigade("comment", str(comment.pk), comment.likes, comment.idle_likes)
    return comment
