"""How many are reading; and hearing of news where no stream comes through."""

from django.test import Client

from alley.accounts import tokens
from alley.accounts.actions import block_reader
from alley.accounts.models import Reader, Scope
from alley.edge.hub import Client as Page
from alley.edge.hub import Event, Grant, Hub
from alley.edge.presence import Presence
from alley.live import bus, tail
from alley.live.models import Event as Logged
from alley.news.actions import break_news, close_breaking
from alley.news.queries import breaking_now
from tests.edge.asking import run

THREAD = "thread:article:1"


def page(hub: Hub, reader: int | None = None) -> Page:
    made = Page(Grant({THREAD: THREAD, "breaking": "breaking"}, reader))
    hub.join(made)
    return made


def test_people_are_counted_not_tabs_and_told_when_it_changes() -> None:
    async def same(here: dict[str, int]) -> dict[str, int]:
        return here

    async def story() -> None:
        hub = Hub(10)
        presence = Presence(hub, same)
        ada, ada_too, guest = page(hub, 1), page(hub, 1), page(hub)
        await presence.sweep()
        assert [event.payload["readers"] for event in ada.take()] == [2]
        assert len(ada_too.take()) == 1
        await presence.sweep()
        assert not ada_too.waits  # nothing has changed
        hub.leave(guest)
        await presence.sweep()
        assert [event.payload for event in ada.take()] == [{"type": "presence", "readers": 1}]

    run(story())


def test_what_stands_in_no_log_has_no_place_to_resume_from() -> None:
    assert b"id:" not in Event(0, THREAD, {"type": "presence", "readers": 2}).frame(THREAD)
    assert Event(7, THREAD, {"type": "x"}).frame(THREAD).startswith(b"id: 7\n")


def test_a_page_without_a_stream_looks_what_has_happened(
    client: Client, ada: Reader, bo: Reader
) -> None:
    block_reader(blocker=ada, blocked=bo)
    start = tail.newest_id()
    bus.publish("breaking", {"type": "breaking", "id": 1})
    bus.publish(THREAD, {"type": "comment.published", "id": 5, "author": bo.pk})
    address = f"/api/v1/stream/events?topics=breaking,{THREAD}&last_event_id={start}"

    told = client.get(address).json()
    assert [event["topic"] for event in told["events"]] == ["breaking", THREAD]
    assert (told["last"], told["reset"]) == (tail.newest_id(), False)

    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    assert [event["topic"] for event in client.get(address).json()["events"]] == ["breaking"]
    assert client.get("/api/v1/stream/events?topics=desk").status_code == 403


def test_closed_breaking_news_stays_closed_on_every_device(
    client: Client, ada: Reader, bo: Reader
) -> None:
    alert = break_news(text="Oil climbs as output at Tengiz is reduced")
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    assert alert.text in client.get("/").content.decode()

    answer = client.put(f"/api/v1/breaking/{alert.pk}/closed", content_type="application/json")
    assert answer.status_code == 204
    close_breaking(alert, reader=ada)  # twice is once

    assert alert.text not in client.get("/").content.decode()
    told = list(Logged.objects.filter(topic=f"me:{ada.pk}").values_list("payload", flat=True))
    assert told == [{"type": "breaking.closed", "id": alert.pk}]
    assert breaking_now(reader=bo) == breaking_now() == [alert]


def test_a_token_hears_what_is_its_owners_and_only_while_it_is_good(
    client: Client, ada: Reader, mo: Reader
) -> None:
    bus.publish("breaking", {"type": "breaking"})  # an empty log has no place to go on from
    start = tail.newest_id()
    bus.publish(f"me:{ada.pk}", {"type": "notification", "id": 1})
    bus.publish(f"me:{mo.pk}", {"type": "notification", "id": 2})
    token = tokens.create(ada, [Scope.READ])
    address = f"/api/v1/stream/events?topics=me&last_event_id={start}"

    told = client.get(address, headers={"Authorization": f"Bearer {token}"}).json()
    assert [(one["topic"], one["event"]["id"]) for one in told["events"]] == [("me", 1)]

    ada.set_password("another")
    ada.save()
    answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


def test_a_moderators_token_hears_the_desk_only_where_it_was_made_for_that(
    client: Client, mo: Reader
) -> None:
    for scopes, status in (([Scope.READ], 403), ([Scope.READ, Scope.MODERATE], 200)):
        token = tokens.create(mo, scopes)
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/v1/stream/events?topics=desk", headers=bearer).status_code == status
