"""Two devices of one reader change alerts and where they are told: no write is lost unseen."""

import re
from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.alerts import actions
from alley.alerts.models import Alert, Preference
from alley.live.models import Event
from tests.alerts.conftest import later

PHONE = {"User-Agent": "Mozilla/5.0 (Android 14) Firefox/130.0"}
SETTINGS = "/alerts/settings/"
TYPED = {
    "version": "1",
    "kind": "price_cross",
    "symbol": "COMDTY:BRENT",
    "direction": "above",
    "level": "99",
    "mode": "once",
    "active_hours": "always",
    "channels": "in_app",
}


@pytest.fixture
def adas(ada: Reader, client: Client) -> Client:
    client.force_login(ada)
    return client


def patch(client: Client, alert: Alert, version: int, **changed: object) -> tuple[int, dict]:  # type: ignore[type-arg]
    answer = client.patch(
        f"/api/v1/alerts/{alert.pk}",
        changed,
        content_type="application/json",
        headers={**PHONE, "If-Match": f'"{version}"'},
    )
    return answer.status_code, answer.json()


def test_an_old_rule_does_not_write_over_a_newer_one(
    adas: Client, alert: Callable[..., Alert]
) -> None:
    mine = alert("82")
    status, told = patch(adas, mine, 1, note="from the phone")
    assert (status, told["version"], told["changed_on"]) == (200, 2, "Firefox on Android")

    status, told = patch(adas, mine, 1, note="from the desk")
    assert (status, told["code"], told["version"]) == (409, "changed_elsewhere", 2)
    mine.refresh_from_db()
    assert mine.note == "from the phone"


def test_the_form_says_who_changed_it_and_keeps_what_was_typed(
    adas: Client, alert: Callable[..., Alert]
) -> None:
    mine = alert("82")
    patch(adas, mine, 1, note="from the phone")

    page = adas.post(mine.get_absolute_url(), {**TYPED, "save": "1"}).content.decode()

    assert "This was changed on Firefox on Android meanwhile" in page
    assert 'value="99"' in page
    mine.refresh_from_db()
    assert mine.params["level"] == "82"


def test_pausing_is_told_with_the_device(
    adas: Client, ada: Reader, alert: Callable[..., Alert]
) -> None:
    mine = alert("82")
    adas.post(mine.get_absolute_url(), {"pause": "1"}, headers=PHONE)

    told = Event.objects.filter(topic=f"me:{ada.pk}").latest("pk").payload
    assert told == {"type": "alerts.changed", "id": mine.pk, "by": "Firefox on Android"}
    page = adas.get(mine.get_absolute_url()).content.decode()
    assert "Last changed on Firefox on Android." in page


def shown(client: Client) -> dict[str, list[str]]:
    """What the page of preferences sends when nothing on it is touched."""
    page = client.get(SETTINGS).content.decode().partition('id="push"')[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]+>", page):
        about = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if about["type"] != "checkbox" or " checked" in tag:
            usual = "on" if about["type"] == "checkbox" else ""
            sent.setdefault(about["name"], []).append(about.get("value", usual))
    return sent


def test_an_old_page_of_preferences_changes_only_what_was_changed_on_it(
    adas: Client, ada: Reader
) -> None:
    desk, phone = shown(adas), shown(adas)

    adas.post(SETTINGS, {**phone, "quiet_from": "22:00", "quiet_to": "07:00"}, headers=PHONE)
    adas.post(SETTINGS, {**desk, "for_story": ["in_app", "email"]})

    kept = Preference.objects.get(reader=ada)
    assert (kept.quiet_from, kept.quiet_to) == (time(22), time(7))
    assert kept.channels["story"] == ["in_app", "email"]
    assert kept.no_email is None


def test_open_pages_hear_of_new_preferences(adas: Client, ada: Reader) -> None:
    adas.post(SETTINGS, {**shown(adas), "for_story": ["in_app", "email"]}, headers=PHONE)

    told = Event.objects.get(topic=f"me:{ada.pk}").payload
    assert told == {"type": "preferences.changed", "by": "Firefox on Android"}
    assert "Last changed on Firefox on Android." in adas.get(SETTINGS).content.decode()


def test_an_old_page_does_not_pause_or_resume_a_newer_rule(
    adas: Client, alert: Callable[..., Alert]
) -> None:
    mine = alert("82")
    patch(adas, mine, 1, note="from the phone")
    assert patch(adas, mine, 1, paused=True)[0] == 409
    mine.refresh_from_db()
    assert mine.state == "live"

    assert patch(adas, mine, 2, paused=True)[0] == 200
    assert patch(adas, mine, 1, paused=False)[0] == 409
    assert patch(adas, mine, 2, note="and again", paused=False)[0] == 200


def test_deleting_is_told_with_the_device_and_an_end_by_the_clock_with_none(
    adas: Client, ada: Reader, alert: Callable[..., Alert]
) -> None:
    def by() -> str:
        told = Event.objects.filter(payload__type="alerts.changed").latest("pk").payload
        return str(told["by"])

    over = alert("82", expires=later(hours=1))
    patch(adas, over, 1, note="from the phone")
    actions.expire_due(later(hours=2))
    assert by() == ""

    adas.post(over.get_absolute_url(), {"delete": "1"}, headers={"User-Agent": "curl/8"})
    assert by() == "curl"
    adas.delete(f"/api/v1/alerts/{alert('82').pk}", headers=PHONE)
    assert by() == "Firefox on Android"


def test_trying_an_old_form_does_not_make_it_a_new_one(
    adas: Client, alert: Callable[..., Alert]
) -> None:
    mine = alert("82")
    patch(adas, mine, 1, note="from the phone")

    def version(**more: str) -> str:
        page = adas.post(mine.get_absolute_url(), {**TYPED, **more}).content.decode()
        return re.findall(r'name="version" value="(\d+)"', page)[0]

    assert version(**{"try": "1"}) == "1"
    assert version(save="1", level="much") == "1"
    assert version(save="1") == "2"  # now that it was said
