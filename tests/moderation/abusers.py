"""Those who abuse the site: fresh accounts, and somebody who was banned."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import actions
from alley.moderation.actions.returning import Seen
from alley.moderation.models import Report

Reporting = Callable[..., Report]


COMMENTS = "/api/v1/threads/story/1/comments"


WORDS = {"body": "And WTI is at 79.47 dollars."}


HOME = Seen("a-device-of-somebody-banned", "203.0.113.7")


def made(name: str, email: str = "", days: float = 0) -> Reader:
    reader = Reader.objects.create_user(name, email or f"{name}@example.org", "x")
    reader.date_joined = timezone.now() - timedelta(days=days)
    reader.save()
    return reader


@pytest.fixture
def banned(mo: Reader) -> Reader:
    reader = made("bad.guy", "Bad.Guy@gmail.com", 400)
    SocialAccount.objects.create(user=reader, provider="google", uid="10987")
    actions.leave_trace(reader=reader, seen=HOME)
    actions.ban(reader=reader, moderator=mo, guideline="no_abuse")
    return reader
