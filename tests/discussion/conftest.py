"""The oil thread, and a policy under which nobody waits for a moderator."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Comment
from alley.moderation import policy as policies
from alley.subjects import Subject

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Say = Callable[..., Comment]


@pytest.fixture(autouse=True)
def oil(monkeypatch: pytest.MonkeyPatch) -> Subject:
    oil = Subject(
        "story", "1", "Oil rises", "/stories/1/", text="Brent crude oil", purges=("front",)
    )
    found = {"1": oil, "2": replace(oil, key="2", discussion="closed")}
    found["3"] = replace(oil, key="3", discussion="pre_moderated")
    monkeypatch.setitem(subjects._finders, "story", found.get)
    cache.clear()
    return oil


@pytest.fixture(autouse=True)
def nobody_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = policies.shipped()
    exact = tuple(each for each in shipped.guidelines if each.id == "standard_writing")
    relaxed = replace(shipped, pre_moderation="off", guidelines=exact)
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: relaxed)


@pytest.fixture
def say(db: None) -> Say:
    """Somebody says something, a minute and more after whatever was said before."""
    minutes = iter(range(1, 100_000))

    def speak(author: Reader, body: str = "", parent: Comment | None = None) -> Comment:
        minute = next(minutes)
        return actions.post_comment(
            author=author,
            kind="story",
            key="1",
            body=body or f"Brent stands at {minute} dollars this morning.",
            parent=parent.pk if parent else None,
            now=START + timedelta(minutes=2 * minute),
        )

    return speak
