"""The pages of alerts, with plain forms and for their owner alone."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions, queries
from alley.alerts.actions import Wish
from alley.alerts.engine import Engine
from alley.alerts.models import Alert, Firing, Webhook
from alley.markets import quotes
from alley.markets.actions import Tick, record_quotes
from alley.markets.models import Bar, Instrument
from tests.alerts.conftest import BRENT, MORNING, prices, wish

FORM = {
    "kind": "price_cross",
    "symbol": "BRENT",
    "direction": "above",
    "level": "82",
    "mode": "every",
    "active_hours": "always",
    "channels": ["in_app", "email"],
    "note": "Sell half",
}


@pytest.fixture
def mine(client: Client, ada: Reader) -> Client:
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    return client


def test_an_alert_is_made_from_an_instrument(
    mine: Client, brent: Instrument, engine: Engine
) -> None:
    prices(80.5)
    page = mine.get(f"/alerts/new/?symbol={BRENT}").content.decode()
    assert 'value="80.5"' in page

    answer = mine.post("/alerts/new/", {**FORM, "save": "1"}, follow=True)
    assert "Tell me when Brent crude oil rises to 82 USD/bbl, every time" in answer.content.decode()
    assert Alert.objects.get().channels == ["in_app", "email"]


def test_all_that_is_wrong_is_said_at_its_field(mine: Client, brent: Instrument) -> None:
    form = {**FORM, "symbol": "Brent crude", "level": "high", "save": "1"}
    wrong = mine.post("/alerts/new/", form).content.decode()

    assert "Level must be a number." in wrong
    assert "Did you mean COMDTY:BRENT (Brent crude oil)?" in wrong
    for kept in ("Brent crude", "high", "Sell half"):
        assert f'value="{kept}"' in wrong
    assert not Alert.objects.exists()


def test_an_end_is_given_and_shown_in_the_readers_own_zone(
    mine: Client, ada: Reader, brent: Instrument
) -> None:
    Reader.objects.filter(pk=ada.pk).update(time_zone="Europe/Berlin")
    mine.post("/alerts/new/", {**FORM, "expires": "2099-07-01T12:00", "save": "1"})
    made = Alert.objects.get()

    assert made.expires == datetime(2099, 7, 1, 10, tzinfo=UTC)
    page = mine.get(made.get_absolute_url()).content.decode()
    assert "Until (Europe/Berlin)" in page
    assert 'value="2099-07-01T12:00"' in page


def test_who_keeps_no_portfolio_is_led_to_one(mine: Client) -> None:
    page = mine.get("/alerts/new/?kind=portfolio").content.decode()

    assert "You keep no portfolio yet." in page
    assert '<form class="form alert-form"' not in page


def test_channels_say_what_they_lack(mine: Client, ada: Reader) -> None:
    assert "Webhook (none yet)" in mine.get("/alerts/new/").content.decode()
    actions.add_webhook(ada, "https://hooks.example/a")
    assert "Webhook (none yet)" not in mine.get("/alerts/new/").content.decode()


def test_it_is_tried_on_the_past_before_it_is_saved(mine: Client, brent: Instrument) -> None:
    Bar.objects.bulk_create(
        Bar(instrument=brent, interval="1d", time=MORNING.replace(day=day), close=close, source="x")
        for day, close in ((3, 80), (4, 83), (5, 81), (6, 82))
    )
    page = mine.post("/alerts/new/", {**FORM, "try": "1"}).content.decode()

    assert "It would have fired <strong>2 times</strong>" in page
    assert "We hold these prices for 4 days only, not for a year." in page
    assert page.count("<circle") == 2
    assert page.count("plot-level") == 1
    assert not Alert.objects.exists()


@pytest.mark.parametrize("kind", ["percent_move", "new_extreme", "volume", "indicator", "story"])
def test_every_kind_has_its_form(mine: Client, brent: Instrument, kind: str) -> None:
    page = mine.get(f"/alerts/new/?kind={kind}&symbol={BRENT}")

    assert page.status_code == 200
    assert b"Tell me" in page.content


def test_pause_go_on_and_delete(mine: Client, ada: Reader, engine: Engine) -> None:
    alert = actions.create_alert(owner=ada, wish=wish("82"))
    mine.post(alert.get_absolute_url(), {"pause": "1"})
    assert b"Paused" in mine.get("/alerts/").content
    mine.post(alert.get_absolute_url(), {"resume": "1"})
    alert.refresh_from_db()
    assert alert.state == "live"
    mine.post(alert.get_absolute_url(), {"delete": "1"})
    assert not Alert.objects.exists()


def test_the_proof_is_shown(mine: Client, ada: Reader, engine: Engine) -> None:
    actions.create_alert(owner=ada, wish=wish("82", channels=["in_app"]))
    prices(80, 83)
    engine.turn()
    page = mine.get(Firing.objects.get().get_absolute_url()).content.decode()

    for said in ("Before", "80", "Fired it", "83", "2022-01-06 15:01:00 UTC", "desk", "Sent"):
        assert said in page


def test_nobody_sees_what_another_waits_for(
    mine: Client, ada: Reader, bo: Reader, engine: Engine
) -> None:
    theirs = actions.create_alert(owner=bo, wish=wish("82"))
    prices(80, 83)
    engine.turn()

    for address in (theirs.get_absolute_url(), Firing.objects.get().get_absolute_url()):
        assert mine.get(address).status_code == 404
    for method in (mine.get, mine.patch, mine.delete):
        answer = method(f"/api/v1/alerts/{theirs.pk}", content_type="application/json")
        assert answer.status_code in {404, 422, 403}
    assert Alert.objects.filter(pk=theirs.pk).exists()


def test_a_webhooks_secret_is_shown_once(mine: Client) -> None:
    page = mine.post("/alerts/webhooks/", {"url": "https://hooks.example/a"}).content.decode()
    secret = Webhook.objects.get().secret

    assert secret in page
    assert secret not in mine.get("/alerts/settings/").content.decode()


def test_preferences_are_kept(mine: Client, ada: Reader) -> None:
    given = {"for_story": ["in_app", "push"], "quiet_from": "22:00", "quiet_to": "07:00"}
    mine.post("/alerts/settings/", given)
    made = actions.create_alert(owner=ada, wish=Wish("story", {"keyword": "uranium"}))

    assert made.channels == ["in_app", "push"]
    assert b'value="22:00"' in mine.get("/alerts/settings/").content


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [("22:00", "", "a beginning and an end"), ("", "07:00", "a beginning and an end"),
     ("07:00", "07:00", "as they begin"), ("25:00", "07:00", "valid time")],
)  # fmt: skip
def test_half_of_quiet_hours_is_none(mine: Client, begin: str, end: str, said: str) -> None:
    answer = mine.post("/alerts/settings/", {"quiet_from": begin, "quiet_to": end})

    assert said in answer.content.decode()


def test_a_webhook_is_switched_on_again(mine: Client, ada: Reader) -> None:
    hook = actions.add_webhook(ada, "https://hooks.example/a")
    Webhook.objects.update(disabled=timezone.now(), disabled_reason="the receiver answered 500")
    assert "Switch on" in mine.get("/alerts/settings/").content.decode()
    mine.post("/alerts/webhooks/", {"on": hook.pk})

    assert Webhook.objects.get().disabled is None


def test_the_api_in_the_contracts_shapes(mine: Client, brent: Instrument, engine: Engine) -> None:
    body = {
        "kind": "price_cross",
        "symbol": "COMDTY:BRENT",
        "params": {"direction": "above", "level": "82"},
        "mode": "once",
    }
    headers = {"X-CSRFToken": "x"}
    made = mine.post("/api/v1/alerts", body, content_type="application/json", headers=headers)
    assert made.status_code == 201, made.content
    told = made.json()
    fields = ("kind", "symbol", "mode", "channels", "active_hours", "status")
    assert [told[name] for name in fields] == [
        "price_cross", "COMDTY:BRENT", "once", ["in_app"], "always", "waiting",
    ]  # fmt: skip
    assert told["pending"] is True  # this test's engine takes no turn by itself

    prices(80, 83)
    engine.turn()
    [fired] = mine.get("/api/v1/alerts/firings").json()["items"]
    assert (fired["alert"], fired["proof"]["tick"]["price"]) == (told["id"], "83")
    assert fired["deliveries"][0]["state"] == "sent"
    changed = mine.patch(
        f"/api/v1/alerts/{told['id']}",
        {"params": {"direction": "below", "level": "79"}},
        content_type="application/json",
    ).json()
    assert (changed["params"]["level"], changed["status"]) == (
        "79",
        "paused",
    )  # the prices are of 2022
    trial = mine.post("/api/v1/alerts/backtest", body, content_type="application/json").json()
    assert (trial["count"], trial["note"]) == (0, "We hold no price history of this instrument.")


def test_an_alert_for_open_hours_says_that_it_is_closed(
    mine: Client, ada: Reader, chevron: Instrument, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = {"direction": "above", "level": "82"}
    asked = Wish("price_cross", rule, chevron.symbol, active_hours="session")
    made = actions.create_alert(owner=ada, wish=asked)
    record_quotes([Tick(chevron.symbol, Decimal(80), timezone.now(), "desk")])
    engine.turn()
    for is_open, status in ((True, "armed"), (False, "waiting")):
        monkeypatch.setattr(quotes, "is_open", lambda symbol, moment, is_open=is_open: is_open)
        assert queries.view_of(made).status == status

    assert "Its market is closed" in mine.get("/alerts/").content.decode()
