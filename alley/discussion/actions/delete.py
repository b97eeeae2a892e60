"""Taking back one's own comment."""

from django.db import transaction

from alley.accounts.models import Reader
from alley.accounts.permissions import SIGN_IN
from alley.discussion import rules
from alley.discussion.actions.standing import locked, stand
from alley.discussion.models import Comment
from alley.moderation.actions import close_subject
from alley.refusals import Refused


@transaction.atomic
def delete_comment(*, author: Reader, comment: Comment) -> None:
    """The text is gone for readers at once; a tombstone stays only where replies hang on it.

    What was said stays in the history for moderators. Deleting twice changes nothing.
    Raises Refused `not_yours`.
    """
    if not author.is_authenticated:
        raise Refused(SIGN_IN)
    comment = locked(comment.pk)
    if comment.author_id != author.pk:
        raise Refused(rules.NOT_YOURS)
    if comment.status == Comment.Status.DELETED:
        return
    comment.body = comment.sameness = ""
    stand(comment, Comment.Status.DELETED)
    close_subject("comment", str(comment.pk))
