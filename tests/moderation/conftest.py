from collections.abc import Callable

import pytest

from alley.accounts.models import Reader
from alley.moderation import actions
from alley.moderation.models import Case, Report


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
