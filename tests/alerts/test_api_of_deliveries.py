"""What the pages about deliveries and preferences do, programs can do too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.alerts.deliveries.pump import Pump
from alley.alerts.models import Firing, Preference
from tests.alerts.delivered import hook_of
from tests.alerts.peers import Receiver

LOG, PREFERENCES = "/api/v1/alerts/deliveries", "/api/v1/alerts/preferences"


def patch(client: Client, **given: object) -> Any:
    return client.patch(PREFERENCES, given, content_type="application/json")


def test_the_log_is_read_and_a_message_sent_again(
    ada: Reader, bo: Reader, client: Client, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook_of(ada, hooks.url)
    firing = fire("in_app", "webhook")
    Pump().drain()
    client.force_login(ada)
    items = client.get(LOG).json()["items"]
    assert [(one["channel"], one["state"]) for one in items] == [
        ("webhook", "sent"),
        ("in_app", "sent"),
    ]
    assert items[0]["firing"] == firing.pk

    again = f"{LOG}/{items[0]['id']}/again"
    assert client.post(again).json()["state"] == "queued"
    assert client.post(again).json()["code"] == "under_way"
    Pump().drain()
    assert {posted.headers["webhook-id"] for posted in hooks.posted} == {firing.key}
    assert len(hooks.posted) == 2
    client.force_login(bo)
    assert client.post(again).status_code == 404
    assert client.get(LOG).json()["items"] == []


def test_a_webhook_is_tested(ada: Reader, client: Client, hooks: Receiver) -> None:
    hook = hook_of(ada, hooks.url)
    client.force_login(ada)
    told = client.post(f"/api/v1/alerts/webhooks/{hook.pk}/test").json()

    assert told == {"outcome": "the receiver answered 204"}
    assert hooks.posted[0].headers["webhook-signature"].startswith("v1,")


def test_preferences_are_changed_in_part(ada: Reader, client: Client) -> None:
    client.force_login(ada)
    patch(client, quiet_from="22:00", quiet_to="07:00")
    told = patch(client, channels={"story": ["in_app", "push"]}, email=False).json()

    assert (told["quiet_from"], told["quiet_to"]) == ("22:00:00", "07:00:00")
    assert told["channels"]["story"] == ["in_app", "push"]
    assert told["channels"]["volume"] == ["in_app"]
    assert told["email"] is False
    assert Preference.objects.get(reader=ada).no_email
    assert client.get(PREFERENCES).json() == told


@pytest.mark.parametrize(
    "given",
    [
        {"quiet_from": "22:00"},
        {"quiet_from": "07:00", "quiet_to": "07:00"},
        {"quiet_from": "25:00", "quiet_to": "07:00"},
        {"quiet_from": "22:00Z", "quiet_to": "07:00"},
        {"quiet_from": "22:00", "quiet_to": "07:00+02:00"},
        {"channels": {"story": ["pigeon"]}},
        {"channels": {"weather": ["push"]}},
    ],
)
def test_what_makes_no_sense_is_refused(ada: Reader, client: Client, given: dict) -> None:
    client.force_login(ada)

    assert patch(client, **given).status_code == 422
    assert not Preference.objects.exists()
