"""A push that arrives shows what fired, and leads to its proof."""

import json
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tests.e2e.conftest import People
from tests.served import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

NOTICE = """
import json
from alley.alerts.deliveries.letters import notice
from alley.alerts.models import Firing
print(json.dumps(notice(Firing.objects.filter(alert__owner__username="ada").latest("pk"))))
"""
SHOWN = """navigator.serviceWorker.getRegistration("/alerts/")
  .then((worker) => worker.getNotifications())
  .then((all) => all.map(({ title, body, data, tag }) => ({ title, body, url: data.url, tag })))"""


def registration(page: Page, devtools: CDPSession) -> str:
    """The number under which the browser keeps the worker for pushes."""
    found: dict[str, str] = {}

    def note(told: dict[str, Any]) -> None:
        found.update({one["scopeURL"]: one["registrationId"] for one in told["registrations"]})

    devtools.on("ServiceWorker.workerRegistrationUpdated", note)
    devtools.send("ServiceWorker.enable")
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration('/alerts/').then((r) => r?.active)"
    )
    devtools.send("ServiceWorker.disable")
    devtools.send("ServiceWorker.enable")
    return next(number for scope, number in found.items() if scope.endswith("/alerts/"))


def test_a_push_shows_what_fired_and_where_its_proof_is(somebody: People, demo_site: Site) -> None:
    page = somebody.signs_in("ada")
    page.context.grant_permissions(["notifications"])
    page.goto("/alerts/settings/")
    page.get_by_role("button", name="Send pushes to this browser").wait_for()
    devtools = page.context.new_cdp_session(page)
    told = json.loads(demo_site.python(NOTICE))

    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": demo_site.url,
            "registrationId": registration(page, devtools),
            "data": json.dumps(told),
        },
    )

    page.wait_for_function(f"{SHOWN}.then((shown) => shown.length)")
    (shown,) = page.evaluate(SHOWN)
    assert shown == {name: told[name] for name in ("title", "body", "url", "tag")}
    assert page.goto(shown["url"]).status == 200
    assert told["title"] in page.locator("main").inner_text()
