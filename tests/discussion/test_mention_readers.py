"""@name: whom the list offers, and where the name leads."""

import pytest
from django.test import Client

from alley.accounts.actions import block_reader
from alley.accounts.models import Reader
from tests.discussion.conftest import Say

READERS = "/api/v1/threads/story/1/readers"


def test_those_who_speak_here_are_offered_first(
    ada: Reader, bo: Reader, cy: Reader, client: Client, say: Say
) -> None:
    Reader.objects.create_user("amy")
    say(bo)
    say(cy)
    client.force_login(ada)

    def offered(q: str) -> list[str]:
        return [each["username"] for each in client.get(READERS, {"q": q}).json()["items"]]

    assert offered("") == ["cy", "bo"]
    assert offered("b") == ["bo"]
    assert offered("A") == ["amy"]  # not oneself
    block_reader(blocker=bo, blocked=ada)
    assert offered("b") == []


def test_strangers_learn_no_names(client: Client, db: None) -> None:
    assert client.get(READERS, {"q": "a"}).status_code == 401


def test_offering_costs_the_same_in_a_long_thread(
    ada: Reader, bo: Reader, client: Client, say: Say, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        say(bo)
    client.force_login(ada)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(READERS, {"q": "b"})


@pytest.mark.parametrize("name", ["Ada", "ADA"])
def test_a_name_in_another_case_leads_to_the_reader(ada: Reader, client: Client, name: str) -> None:
    assert client.get(f"/readers/{name}/").status_code == 200
