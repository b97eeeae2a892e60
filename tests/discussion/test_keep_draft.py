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


def draft_version(reader: Reader) -> int:
    draft = queries.draft_of(reader, "story", "1")
    return draft.version if draft else 0


def test_another_device_finds_it_in_the_form(ada: Reader, client: Client) -> None:
    actions.keep_draft(reader=ada, **PLACE, body="Brent is")
    client.force_login(ada)

    page = client.get("/discuss/story/1/").content.decode()

    assert ">Brent is</textarea>" in page
    assert f'version="{draft_version(ada)}"' in page


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

    told = client.get(DRAFT).json()
    assert (told["body"], told["version"], told["updated"]) == ("", 0, None)
    assert not Draft.objects.exists()


def test_other_open_pages_hear_of_it_and_know_who_sent_it(ada: Reader) -> None:
    writing = actions.Writing("this-page", "Firefox on Android")
    actions.keep_draft(reader=ada, **PLACE, body="Brent is", writing=writing)
    version = draft_version(ada)
    actions.post_comment(author=ada, **PLACE, body="Brent is above eighty dollars again.")

    place = {"type": "draft.changed", "thread": "thread:story:1", "parent": 0}
    assert heard(ada) == [
        {**place, "form": "this-page", "version": version, "by": "Firefox on Android"},
        {**place, "form": "", "version": 0, "by": ""},
    ]


def put(client: Client, body: str, version: int, form: str) -> tuple[int, dict[str, object]]:
    sent = {"body": body, "version": version, "form": form}
    answer = client.put(DRAFT, sent, content_type="application/json")
    return answer.status_code, answer.json()


def test_what_another_device_wrote_meanwhile_is_not_written_over(
    ada: Reader, client: Client
) -> None:
    client.force_login(ada)
    phone = client.put(
        DRAFT,
        {"body": "From the train", "form": "phone"},
        content_type="application/json",
        headers={"User-Agent": "Mozilla/5.0 (Android 14) Firefox/130.0"},
    ).json()

    status, told = put(client, "From the desk", 0, "desk")
    assert (status, told["code"]) == (409, "changed_elsewhere")
    assert (told["body"], told["version"]) == ("From the train", phone["version"])
    assert told["changed_on"] == "Firefox on Android"
    assert client.get(DRAFT).json()["body"] == "From the train"

    assert put(client, "", 0, "desk")[0] == 409  # nor is it dropped
    assert put(client, "From both", phone["version"], "desk")[0] == 200


def test_a_form_goes_on_from_what_it_sent_itself_even_if_the_answer_got_lost(
    ada: Reader, client: Client
) -> None:
    client.force_login(ada)
    put(client, "Brent", 0, "desk")

    assert client.get(DRAFT).json()["writer"] == "desk"
    assert put(client, "Brent is", 0, "desk")[0] == 200


def test_a_version_never_comes_twice(ada: Reader) -> None:
    actions.keep_draft(reader=ada, **PLACE, body="Brent is")
    before = draft_version(ada)
    actions.keep_draft(reader=ada, **PLACE, body="")
    actions.keep_draft(reader=ada, **PLACE, body="Brent was")

    assert draft_version(ada) > before  # else an old page would take this for what it knows


@pytest.mark.parametrize(
    ("draft", "stays"), [("Brent is above eighty", False), ("Something else altogether", True)]
)
def test_posting_leaves_what_another_device_wrote_and_was_not_posted(
    ada: Reader, draft: str, stays: bool
) -> None:
    actions.keep_draft(reader=ada, **PLACE, body=draft)
    body = "Brent is above eighty dollars again."

    actions.post_comment(
        author=ada, **PLACE, body=body, draft=actions.Writing(base=1)
    )  # of an older draft

    assert Draft.objects.exists() is stays


def test_what_the_posting_form_itself_kept_a_moment_ago_goes(ada: Reader) -> None:
    """Its last save was still under way when it was posted, with fewer words."""
    actions.keep_draft(
        reader=ada, **PLACE, body="Brent is up a lot", writing=actions.Writing("this-page")
    )

    posting = actions.Writing("this-page", base=1)
    actions.post_comment(author=ada, **PLACE, body="Brent is up", draft=posting)

    assert not Draft.objects.exists()


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
