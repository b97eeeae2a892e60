"""Those who abuse the site: fresh accounts, and somebody who was banned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from alley import subjects
from alley.accounts.models import Reader
from alley.moderation import actions
from alley.moderation import policy as policies
from alley.moderation.actions.returning import Seen
from alley.moderation.models import Report
from alley.subjects import Subject

Reporting = Callable[..., Report]


COMMENTS = "/api/v1/threads/story/1/comments"


WORDS = {"body": "And WTI is at 79.47 dollars."}


HOME = Seen("a-device-of-somebody-banned", "203.0.113.7")


@pytest.fixture(autouse=True)
def oil(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Subject("story", "1", "Oil rises", "/stories/1/", text="Brent crude oil")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    shipped = policies.shipped()
    quick = replace(shipped.limits, comment_wait=timedelta(0))
    now = replace(shipped, limits=quick, pre_moderation="off")
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: now)


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
