"""A draft is kept on the account, found on another device, and gone when it is posted."""

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.discussion import actions, queries
from alley.discussion.actions.draft import MOST_DRAFTS
from alley.discussion.models import Draft
from alley.live.models import Event
from alley.refusals import Refused
from tests.discussion.conftest import Say

PLACE = {"kind": "story", "key": "1"}
DRAFT = "/api/v1/threads/story/1/draft"


def heard(reader: Reader) -> list[dict[str, object]]:
    events = Event.objects.filter(topic=f"me:{reader.pk}").order_by("id")
    return [event.payload for event in events]


def test_another_device_finds_it_in_the_form(ada: Reader, client: Client) -> None:
    actions.keep_draft(reader=ada, **PLACE, body="Brent is")
    client.force_login(ada)

    page = client.get("/discuss/story/1/").content.decode()

    assert ">Brent is</textarea>" in page
    assert 'updated="' in page


def test_a_reply_has_a_draft_of_its_own(ada: Reader, bo: Reader, client: Client, say: Say) -> None:
    comment = say(bo)
    actions.keep_draft(reader=ada, **PLACE, body="To all of you")
    actions.keep_draft(reader=ada, **PLACE, body="To you alone", parent=comment.pk)
    client.force_login(ada)

    page = client.get(f"/comments/{comment.pk}/reply/").content.decode()

    assert ">To you alone</textarea>" in page
    assert "To all of you" not in page


def test_over_the_api_it_is_kept_read_and_dropped(ada: Reader, client: Client) -> None:
    client.force_login(ada)
    kept = client.put(DRAFT, {"body": "Brent is"}, content_type="application/json")
    assert kept.json()["body"] == client.get(DRAFT).json()["body"] == "Brent is"

    client.put(DRAFT, {"body": " "}, content_type="application/json")

    assert client.get(DRAFT).json() == {"body": "", "parent": None, "updated": None}
    assert not Draft.objects.exists()


def test_other_open_pages_hear_of_it_and_know_who_sent_it(ada: Reader) -> None:
    actions.keep_draft(reader=ada, **PLACE, body="Brent is", form="this-page")
    actions.post_comment(author=ada, **PLACE, body="Brent is above eighty dollars again.")

    assert heard(ada) == [
        {"type": "draft.changed", "thread": "thread:story:1", "parent": 0, "form": form}
        for form in ("this-page", "")
    ]


def test_only_my_drafts_are_mine(ada: Reader, bo: Reader, client: Client) -> None:
    actions.keep_draft(reader=bo, **PLACE, body="Nobody should see this")
    client.force_login(ada)

    assert client.get(DRAFT).json()["body"] == ""
    assert queries.draft_of(ada, "story", "1") is None


@pytest.mark.parametrize(("kind", "key"), [("story", "404"), ("nothing", "1"), ("comment", "1")])
def test_where_nothing_is_discussed_nothing_is_kept(ada: Reader, kind: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.keep_draft(reader=ada, kind=kind, key=key, body="Brent is")

    assert refused.value.refusal.code == "not_found"


def test_the_oldest_go_when_there_are_too_many(ada: Reader) -> None:
    for parent in range(MOST_DRAFTS + 3):
        actions.keep_draft(reader=ada, **PLACE, body=f"Draft {parent}", parent=parent)

    kept = Draft.objects.order_by("parent").values_list("parent", flat=True)
    assert list(kept) == list(range(3, MOST_DRAFTS + 3))
