"""Liking a comment, and no longer liking it."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.accounts.queries import unmet_by
from alley.discussion import rules
from alley.discussion.actions.standing import locked
from alley.discussion.models import Comment, Vote
from alley.moderation.queries import may_speak
from alley.refusals import Refused


@transaction.atomic
def vote(*, reader: Reader, comment: Comment) -> Comment:
    """One like a reader; liking twice is one like. Raises Refused `own_comment`, `not_found`."""
    comment = _comment_for(reader, comment)
    if comment.author_id == reader.pk:
        raise Refused(rules.OWN)
    _, new = Vote.objects.get_or_create(comment=comment, reader=reader)
    return _counted(comment, int(new))


@transaction.atomic
def unvote(*, reader: Reader, comment: Comment) -> Comment:
    comment = _comment_for(reader, comment)
    gone, _ = Vote.objects.filter(comment=comment, reader=reader).delete()
    return _counted(comment, -gone)


def _comment_for(reader: Reader, comment: Comment) -> Comment:
    check(reader, May.VOTE)
    if refusal := may_speak(reader, timezone.now()):
        raise Refused(refusal)
    comment = locked(comment.pk)
    if not comment.is_published or comment.author_id in unmet_by(reader):
        raise Refused(rules.NOT_FOUND)
    return comment


def _counted(comment: Comment, step: int) -> Comment:
    """The thread's snapshots are made anew; cached pages may show the old number for a minute."""
    if step:
        comment.likes += step
        comment.rank = rules.rank(comment.likes, comment.posted)
        comment.save(update_fields=["likes", "rank"])
        comment.thread.version += 1
        comment.thread.save(update_fields=["version"])
    return comment
