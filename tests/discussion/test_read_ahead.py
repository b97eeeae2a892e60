"""A text is read before it has its turn: what is refused takes none, what is posted a short one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alley.accounts.models import Reader
from alley.discussion.actions import post
from alley.discussion.models import Comment
from alley.moderation.context import Context
from alley.moderation.verdicts import Verdict
from tests.discussion.conftest import Say

THREAD = "/api/v1/threads/story/1/comments"
FORM = "/discuss/story/1/"
GOOD = "Brent is above eighty dollars again, and OPEC will not like it."
Ask = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def ask(client: Client, ada: Reader) -> Ask:
    client.force_login(ada)

    def asking(body: str, key: str = "", **more: object) -> tuple[int, dict[str, object]]:
        headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
        answer = client.post(THREAD, {"body": body, **more}, "application/json", **headers)  # type: ignore[arg-type]
        return answer.status_code, answer.json()

    return asking


@pytest.mark.parametrize("key", ["", "k-1"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        ("x" * 1001, "too_long"),
        ("THE WHOLE MARKET IS GOING DOWN TODAY", "mend"),
        (GOOD, "too_soon"),
    ],
)
def test_what_is_refused_takes_no_turn(
    ask: Ask, say: Say, ada: Reader, bo: Reader, key: str, body: str, code: str
) -> None:
    say(bo)
    if code == "too_soon":
        assert ask("Gas rises as well, and nobody knows why.")[0] == 201

    with CaptureQueriesContext(connection) as queries:
        status, told = ask(body, key)

    assert (status, told["code"]) == (429 if code == "too_soon" else 422, code)
    assert not turns_in(queries)


def test_nor_does_the_form(client: Client, ada: Reader, say: Say, bo: Reader) -> None:
    say(bo)
    client.force_login(ada)

    with CaptureQueriesContext(connection) as queries:
        answer = client.post(FORM, {"body": "THE WHOLE MARKET IS GOING DOWN TODAY", "once": "1"})

    assert answer.status_code == 422
    assert not turns_in(queries)
    twice = [client.post(FORM, {"body": GOOD, "once": "2"}) for _ in range(2)]
    assert twice[0].headers["Location"] == twice[1].headers["Location"]
    assert Comment.objects.filter(body=GOOD).count() == 1


def turns_in(queries: CaptureQueriesContext) -> list[str]:
    return [each["sql"] for each in queries if "SAVEPOINT" in each["sql"]]


@pytest.mark.parametrize("key", ["", "k-1"])
def test_a_text_is_screened_once_and_outside_its_turn(
    ask: Ask, say: Say, bo: Reader, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(bo)
    turns: list[int] = []
    screened = post.screened

    def looking(*asked: object) -> Verdict:
        turns.append(len(connection.savepoint_ids))
        return screened(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(post, "screened", looking)

    assert ask(GOOD, key)[0] == 201
    assert turns == [0]


def test_a_text_is_screened_again_where_its_author_has_spoken_since(
    say: Say, mo: Reader, bo: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(bo)
    ahead = post.read_ahead(author=mo, kind="story", key="1", body=GOOD)
    say(mo)
    looked: list[str] = []
    screened = post.screened

    def looking(text: str, context: Context) -> Verdict:
        looked.append(context.recent[0])
        return screened(text, context)

    monkeypatch.setattr(post, "screened", looking)
    post.post_comment(author=mo, kind="story", key="1", body=GOOD, ahead=ahead)

    assert looked == [Comment.objects.filter(author=mo).earliest("pk").body]


def test_a_retry_gets_its_answer_though_the_same_would_be_refused_now(
    ask: Ask, say: Say, bo: Reader
) -> None:
    say(bo)
    first, again = ask(GOOD, "k-1"), ask(GOOD, "k-1")

    assert first == again
    assert ask(GOOD, "k-2")[1]["code"] == "too_soon"
    assert Comment.objects.filter(body=GOOD).count() == 1


def test_the_first_comment_and_what_cannot_be_read_are_answered_as_ever(ask: Ask) -> None:
    assert ask(GOOD, parent="not a number")[1]["code"] == "invalid"
    assert ask("THE WHOLE MARKET IS GOING DOWN TODAY")[1]["code"] == "mend"
    assert ask(GOOD)[0] == 201
