from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alley import subjects
from alley.accounts.models import Reader
from alley.moderation import actions
from alley.moderation import policy as policies
from alley.moderation.models import Case, Report
from alley.subjects import Subject


@pytest.fixture
def oil(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story to talk about, and readers that may talk as soon as the clock allows."""
    story = Subject("story", "1", "Oil rises", "/stories/1/", text="Brent crude oil")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    shipped = policies.shipped()
    quick = replace(shipped.limits, comment_wait=timedelta(0))
    now = replace(shipped, limits=quick, pre_moderation="off")
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: now)


@pytest.fixture
def held() -> Callable[..., Case]:
    """A comment that waits for a moderator."""

    def open_held(author: Reader, key: str = "1", text: str = "Buy now, thank me later.") -> Case:
        return actions.open_case(
            kind="held",
            subject_kind="comment",
            subject_key=key,
            revision=1,
            author=author,
            text=text,
            title="Oil rises",
            url=f"/comments/{key}/",
        )

    return open_held


@pytest.fixture
def reported() -> Callable[..., Report]:
    def make(reporter: Reader, author: Reader, key: str = "1", reason: str = "spam") -> Report:
        return actions.report(
            reporter=reporter,
            subject_kind="comment",
            subject_key=key,
            revision=1,
            author=author,
            text="Buy now, thank me later.",
            title="Oil rises",
            url=f"/comments/{key}/",
            reason=reason,
            note="",
        )

    return make
