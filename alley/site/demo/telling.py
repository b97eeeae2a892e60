"""Telling the demo's thread: each comment in its turn, through the rooms' own actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Comment
from alley.moderation import actions as moderation
from alley.moderation.models import Case
from alley.news.models import Article


@dataclass(slots=True)
class Talk:
    """The thread as it is told: each comment a quarter of an hour after the one before."""

    article: Article
    moderator: Reader
    now: datetime = field(default_factory=lambda: timezone.now() - timedelta(hours=10))

    def says(self, author: Reader, body: str, parent: Comment | None = None) -> Comment:
        """Post, and let the moderator approve what waits for one."""
        comment = self.waits(author, body, parent)
        if comment.status == Comment.Status.PENDING:
            self.decides(comment, "approve")
            comment.refresh_from_db()
        return comment

    def waits(self, author: Reader, body: str, parent: Comment | None = None) -> Comment:
        self.now += timedelta(minutes=15)
        return actions.post_comment(
            author=author,
            kind="article",
            key=str(self.article.pk),
            body=body,
            parent=parent.pk if parent else None,
            now=self.now,
        )

    def decides(self, comment: Comment, action: str, guideline: str = "", note: str = "") -> None:
        case = Case.objects.get(
            subject_kind="comment", subject_key=str(comment.pk), state=Case.State.OPEN
        )
        moderation.decide(
            case=case,
            moderator=self.moderator,
            action=action,
            version=case.version,
            guideline=guideline,
            note=note,
        )
