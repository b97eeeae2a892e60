from collections.abc import Iterator

import pytest
from django.test import Client

from alley import subjects
from alley.accounts.models import Reader
from alley.live.models import Event
from alley.refusals import Refused
from alley.saved import actions, queries
from alley.subjects import Subject


@pytest.fixture(autouse=True)
def stories() -> Iterator[None]:
    """Two stories that can be saved, and one that has gone."""
    shelf = {
        "1": Subject("story", "1", "Oil climbs as unrest spreads", "/news/1"),
        "2": Subject("story", "2", "Gold's summer", "/news/2"),
    }
    subjects.register("story", shelf.get)
    yield
    subjects.register("story", lambda key: None)


def test_saving_twice_keeps_one_and_says_it_was_there(ada: Reader) -> None:
    _, first = actions.save(reader=ada, kind="story", key="1")
    _, again = actions.save(reader=ada, kind="story", key="1")

    assert (first, again) == (True, False)
    assert queries.saved_items(ada).count() == 1


def test_what_is_not_there_cannot_be_saved(ada: Reader) -> None:
    with pytest.raises(Refused) as refused:
        actions.save(reader=ada, kind="story", key="404")

    assert refused.value.refusal.code == "not_found"


def test_saved_items_are_found_by_words_and_by_folder(ada: Reader) -> None:
    actions.save(reader=ada, kind="story", key="1", folder="  Oil   reading ")
    actions.save(reader=ada, kind="story", key="2")

    assert [item.key for item in queries.saved_items(ada, q="unrest oil")] == ["1"]
    assert [item.key for item in queries.saved_items(ada, folder="Oil reading")] == ["1"]
    assert queries.folders(ada) == ["Oil reading"]


def test_nobody_sees_what_others_saved(ada: Reader, bo: Reader) -> None:
    actions.save(reader=ada, kind="story", key="1")

    assert not queries.saved_items(bo).exists()
    assert queries.saved_among(bo, [("story", "1")]) == set()


def test_open_pages_hear_of_it_once_with_the_device_that_did_it(
    ada: Reader, client: Client
) -> None:
    client.force_login(ada)
    phone = {"User-Agent": "Mozilla/5.0 (Android 14) Firefox/130.0"}
    for _ in range(2):
        client.put("/api/v1/saved/story/1", headers=phone)

    told = Event.objects.get(topic=f"me:{ada.pk}").payload
    about = {"kind": "story", "key": "1", "saved": True}
    assert told == {"type": "saved.changed", **about, "by": "Firefox on Android"}
    listed = client.get("/api/v1/saved").json()["items"]
    assert [one["changed_on"] for one in listed] == ["Firefox on Android"]


def test_over_the_api_201_then_200_then_gone(ada: Reader, client: Client) -> None:
    client.force_login(ada)

    first, again = client.put("/api/v1/saved/story/1"), client.put("/api/v1/saved/story/1")
    listed = client.get("/api/v1/saved").json()
    gone = client.delete("/api/v1/saved/story/1")

    assert (first.status_code, first.json()["code"]) == (201, None)
    assert (again.status_code, again.json()["code"]) == (200, "already_saved")
    assert [item["url"] for item in listed["items"]] == ["/news/1"]
    assert gone.status_code == 204
    assert client.delete("/api/v1/saved/story/1").json()["code"] == "not_saved"


def test_without_javascript_the_page_says_what_happened(ada: Reader, client: Client) -> None:
    client.force_login(ada)

    told = [
        client.post("/saved/story/1/", {"next": "/saved/"}, follow=True).content.decode()
        for _ in range(2)
    ]

    assert "Saved. See" in told[0]
    assert "already saved" in told[1]


def test_the_form_leads_nowhere_else(ada: Reader, client: Client) -> None:
    client.force_login(ada)

    assert client.post("/saved/story/1/", {"next": "//evil.example/"})["Location"] == "/saved/"


def test_a_saved_story_that_is_gone_is_still_listed(ada: Reader, client: Client) -> None:
    actions.save(reader=ada, kind="story", key="2")
    subjects.register("story", lambda key: None)
    client.force_login(ada)

    assert "no longer there" in client.get("/saved/").content.decode()
