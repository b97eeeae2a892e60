"""The nudge before posting: marked words, what could stand there, and nothing kept."""

import logging

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.discussion.models import Draft
from alley.moderation import policy
from alley.moderation.context import Context
from alley.moderation.folding import fold
from alley.moderation.learning.model import prepare
from alley.moderation.models import Case
from alley.moderation.screening import screen
from alley.moderation.wording import Place, advice

POLICY = policy.shipped()


def advised(text: str) -> dict[str, tuple[Place, ...]]:
    verdict = screen(text, Context(), POLICY)
    return {each.signal: each.places for each in advice(text, verdict)}


def test_marked_words_are_shown_as_they_were_written() -> None:
    assert advised("Well 🙂 this sh1t fund")["disguised_word"] == (Place("sh1t", ""),)


def test_what_can_be_said_better_is_said_better() -> None:
    assert advised("OIL WILL CRASH TOMORROW AND YOU KNOW IT") == {
        "capitals": (
            Place(
                "OIL WILL CRASH TOMORROW AND YOU KNOW IT",
                "Oil will crash tomorrow and you know it",
            ),
        )
    }
    assert advised("Oil is going up!!!!!!!!!!!!")["floods"] == (Place("!!!!!!!!!!!!", "!"),)


def test_what_would_be_refused_stands_before_what_would_wait() -> None:
    text = "Look at www.example.com, this fund is shit"

    assert list(advised(text)) == ["profanity", "link"]


def test_a_text_that_would_appear_needs_no_advice() -> None:
    assert advised("Brent closed at 82.50, a little over last week.") == {}


@pytest.fixture
def page(client: Client, ada: Reader) -> Client:
    client.force_login(ada)
    return client


def test_the_form_is_told_while_one_writes(page: Client) -> None:
    answer = page.post("/wording/", {"body": "You are a complete <b>moron</b>, sell it."})

    assert answer.status_code == 200
    assert "<mark>moron</mark>" in answer.content.decode()
    assert "&lt;b&gt;" not in answer.content.decode()  # only the marked word comes back
    assert page.post("/wording/", {"body": "Oil is up a bit today."}).content.strip() == b""


def test_a_draft_is_kept_nowhere(page: Client, caplog: pytest.LogCaptureFixture) -> None:
    secret = "You moron, zanzibarquux is my secret."

    with caplog.at_level(logging.DEBUG):
        page.post("/wording/", {"body": secret})

    assert "zanzibarquux" not in caplog.text
    assert not Draft.objects.exists()
    assert not Case.objects.exists()
    assert fold.cache_info().currsize == 0
    assert prepare.cache_info().currsize == 0


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.post("/wording/", {"body": "You moron"}).status_code == 302
