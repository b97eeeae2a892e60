"""A story that is talked about, and what has become of a comment and of whoever it concerns."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.moderation.models import Case, Statement

Say = Callable[..., Comment]


@pytest.fixture
def say(db: None) -> Say:
    numbers = iter(range(60, 10_000))

    def speak(author: Reader, body: str = "") -> Comment:
        words = body or f"Brent stands at {next(numbers)} dollars this morning."
        return talk.post_comment(author=author, kind="story", key="1", body=words)

    return speak


def case_of(comment: Comment) -> Case:
    return Case.objects.filter(subject_key=str(comment.pk), subject_kind="comment").latest("pk")


def told(reader: Reader, kind: str) -> int:
    return Notification.objects.filter(reader=reader, kind=kind).count()


def in_force(reader: Reader) -> list[str]:
    standing = Statement.objects.filter(reader=reader, withdrawn=None)
    return list(standing.values_list("restriction", flat=True))


def hidden_by_reports(comment: Comment, readers: list[Reader]) -> Case:
    for days, reader in enumerate(readers):
        Reader.objects.filter(pk=reader.pk).update(
            date_joined=timezone.now() - timedelta(days=100 + 50 * days)
        )
        talk.report_comment(reporter=reader, comment=comment, reason="spam")
    return case_of(comment)


HELD = "Ask me about the market on https://example.com/letter today."
