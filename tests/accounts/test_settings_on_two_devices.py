"""Two devices change a reader's settings: each writes what was changed on it, and is named."""

import re

from django.test import Client

from alley.accounts.models import Reader
from alley.live.models import Event

ADDRESS = "/accounts/settings/"
PHONE = {"User-Agent": "Mozilla/5.0 (Android 14) Firefox/130.0"}


def shown(client: Client) -> dict[str, str]:
    """What the page holds, hidden or not; an unticked box sends nothing."""
    page = client.get(ADDRESS).content.decode()
    fields = re.findall(r'<input type="(?:text|hidden)" name="([\w-]+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def test_an_old_page_changes_only_what_was_changed_on_it(ada: Reader, client: Client) -> None:
    client.force_login(ada)
    desk = shown(client)
    phone = shown(client)

    client.post(ADDRESS, {**phone, "name": "Ada L.", "time_zone": ""}, headers=PHONE)
    client.post(ADDRESS, {**desk, "time_zone": "Europe/London", "show_calls": "on"})

    ada.refresh_from_db()
    assert (ada.name, ada.time_zone, ada.show_calls) == ("Ada L.", "Europe/London", True)


def test_other_open_pages_hear_of_it_and_the_device_is_named(ada: Reader, client: Client) -> None:
    client.force_login(ada)
    client.post(ADDRESS, {**shown(client), "name": "Ada L.", "time_zone": ""}, headers=PHONE)

    told = Event.objects.get(topic=f"me:{ada.pk}").payload
    assert told == {"type": "settings.changed", "by": "Firefox on Android"}
    assert "Last changed on Firefox on Android." in client.get(ADDRESS).content.decode()
