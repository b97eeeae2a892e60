"""Telling the moderators about a comment."""

from django.db import transaction

from alley import subjects
from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.discussion import rules
from alley.discussion.models import Comment
from alley.moderation import actions as moderation
from alley.refusals import Refused


@transaction.atomic
def report_comment(*, reporter: Reader, comment: Comment, reason: str, note: str = "") -> None:
    """A report of the revision that is shown. A block between the two does not hinder it.

    Raises Refused `own_comment`, `not_found`, and what moderation refuses (`already_reported`).
    """
    check(reporter, May.REPORT)
    if comment.author_id == reporter.pk:
        raise Refused(rules.OWN_REPORT)
    if comment.status not in {Comment.Status.PUBLISHED, Comment.Status.HIDDEN}:
        raise Refused(rules.NOT_FOUND)
    subject = subjects.find(comment.thread.kind, comment.thread.key)
    moderation.report(
        reporter=reporter,
        subject_kind="comment",
        subject_key=str(comment.pk),
        revision=comment.revision,
        author=comment.author,
        text=comment.body,
        title=subject.title if subject else "",
        url=f"/comments/{comment.pk}/",
        reason=reason,
        note=note,
    )
