"""From the outbox to real peers on loopback: at least once, knowable, no further than it may."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from http.server import BaseHTTPRequestHandler
from typing import Any

import http_ece
import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.alerts import actions, outbox
from alley.alerts.deliveries import letters, mail, pump, push, webhook
from alley.alerts.deliveries.pump import Pump
from alley.alerts.engine import Engine
from alley.alerts.models import Alert, Delivery, Firing, Preference, PushSubscription, Webhook
from alley.refusals import Refused
from tests.alerts.conftest import prices, wish
from tests.alerts.peers import ANYWHERE, Mailbox, Receiver, mail_server, receiver


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(webhook, "RULE", ANYWHERE)
    monkeypatch.setattr(push, "RULE", ANYWHERE)
    with receiver() as found:
        yield found


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as found:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        yield found


@pytest.fixture
def fire(ada: Reader, engine: Engine) -> Callable[..., Firing]:
    """Something of ada's fires, told on these channels."""
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    minute = iter(range(0, 1000, 2))

    def once(*channels: str, **more: object) -> Firing:
        actions.create_alert(owner=ada, wish=wish("82", channels=list(channels), **more))
        prices(80, 83, start=next(minute))
        engine.turn()
        return Firing.objects.latest("pk")

    return once


def hook_of(reader: Reader, url: str) -> Webhook:
    secret = "whsec_" + base64.b64encode(b"a secret of ada's").decode()
    return Webhook.objects.create(reader=reader, url=url, secret=secret)


def state(firing: Firing, channel: str) -> tuple[str, int]:
    one = firing.deliveries.get(channel=channel)
    return one.state, one.attempts


def due_now() -> None:
    Delivery.objects.filter(state="queued").update(due=timezone.now() - timedelta(seconds=1))


def test_a_webhook_is_signed_over_id_time_and_body(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook = hook_of(ada, hooks.url)
    firing = fire("webhook")
    Pump().drain()

    came = hooks.posted[0]
    signed = f"{firing.key}.{came.headers['webhook-timestamp']}.".encode() + came.body
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert came.headers["webhook-signature"] == f"v1,{expected}"
    assert came.headers["webhook-id"] == firing.key
    told = json.loads(came.body)
    assert told["data"]["proof"]["tick"]["price"] == "83"
    assert state(firing, "webhook") == ("sent", 1)


def test_a_failing_receiver_is_tried_again_then_given_up(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook = hook_of(ada, hooks.url)
    hooks.answer = lambda request: request.send_error(500)
    firing = fire("webhook")
    waits = []
    for _ in range(7):
        Pump().drain()
        one = firing.deliveries.get()
        waits.append(round((one.due - timezone.now()).total_seconds() / 1.1, -1))
        due_now()

    hook.refresh_from_db()
    assert {posted.headers["webhook-id"] for posted in hooks.posted} == {firing.key}
    assert len(hooks.posted) == 7
    assert waits[1] >= 270
    assert waits[5] >= 32_000
    assert state(firing, "webhook") == ("dead", 7)
    assert hook.disabled
    assert Notification.objects.get(title="A webhook was switched off").url == "/alerts/deliveries/"

    hooks.answer = None
    Webhook.objects.update(disabled=None)
    actions.redeliver(firing.deliveries.get())
    Pump().drain()
    assert state(firing, "webhook") == ("sent", 1)


def redirect(request: BaseHTTPRequestHandler) -> None:
    request.send_response(301)
    request.send_header("Location", "http://127.0.0.1/elsewhere")
    request.end_headers()


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(160):
        request.wfile.write(b"x" * 65_536)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (redirect, "queued"),
        (endless, "sent"),  # ten megabytes of thanks are not read
        (lambda request: request.wfile.write(b"garbage"), "queued"),
        (lambda request: request.send_error(410), "dead"),
    ],
)
def test_what_a_receiver_may_answer(
    ada: Reader,
    fire: Callable[..., Firing],
    hooks: Receiver,
    answer: Callable[[BaseHTTPRequestHandler], None],
    expected: str,
) -> None:
    hook_of(ada, hooks.url)
    hooks.answer = answer
    firing = fire("webhook")
    Pump().drain()

    assert state(firing, "webhook")[0] == expected


def test_a_slow_receiver_holds_up_nobody_else(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook_of(ada, f"{hooks.url}/slow")
    hook_of(ada, f"{hooks.url}/quick")
    free = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        if "slow" in request.path:
            free.wait(5)
        request.send_response(204)
        request.end_headers()

    hooks.answer = answer
    firing = fire("webhook")
    sender, began = Pump(), time.monotonic()
    while not firing.deliveries.filter(state="sent").exists():
        sender.turn(patience=0.5)
    took = time.monotonic() - began
    free.set()
    sender.drain()

    assert took < 1
    assert firing.deliveries.filter(state="sent").count() == 2


def test_a_private_address_is_not_posted_to(ada: Reader, fire: Callable[..., Firing]) -> None:
    hook_of(ada, "https://127.0.0.1/hook")
    firing = fire("webhook")
    Pump().drain()

    assert state(firing, "webhook") == ("queued", 1)
    assert "public internet" in firing.deliveries.get().last_error
    with pytest.raises(Refused):
        actions.add_webhook(ada, "http://example.org/hook")


def test_a_mail_can_be_known_and_ended_with_one_click(
    ada: Reader, fire: Callable[..., Firing], box: Mailbox, client: Client
) -> None:
    firing = fire("email", note="Sell half")
    Pump().drain()

    sent = box.mails[0]
    assert sent["Subject"] == "Brent crude oil up to 83 USD/bbl, through 82"
    assert sent["Message-ID"] == f"<{firing.key}@example.org>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Sell half" in text
    assert "desk" in text
    assert state(firing, "email") == ("sent", 1)

    path = "/" + sent["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert Preference.objects.filter(no_email__isnull=False).count() == 0  # a look is no click
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Preference.objects.get(reader=ada).no_email is not None
    fire("email")
    assert Pump().drain() == 0


def test_a_server_that_hangs_up_gets_the_same_mail_again(
    fire: Callable[..., Firing], box: Mailbox
) -> None:
    box.hang_up = 1
    firing = fire("email")
    Pump().drain()
    assert "may arrive twice" in firing.deliveries.get().last_error
    due_now()
    Pump().drain()

    assert [sent["Message-ID"] for sent in box.mails] == [f"<{firing.key}@example.org>"] * 2
    assert state(firing, "email") == ("sent", 2)


def test_an_address_that_is_refused_for_good_is_said(
    fire: Callable[..., Firing], box: Mailbox
) -> None:
    box.refuse = True
    firing = fire("email")
    Pump().drain()

    assert state(firing, "email") == ("dead", 1)
    assert Notification.objects.filter(title__startswith="A mail about an alert").exists()


def test_many_firings_are_one_mail_and_a_flood_waits(
    fire: Callable[..., Firing], box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        fire("email")
    Pump().drain()
    assert [sent["Subject"] for sent in box.mails] == ["4 of your alerts fired"]

    monkeypatch.setattr(letters, "MAILS_AN_HOUR", 1)
    firing = fire("email")
    Pump().drain()
    assert len(box.mails) == 1
    assert state(firing, "email") == ("queued", 0)


def browser(reader: Reader, endpoint: str) -> tuple[PushSubscription, ec.EllipticCurvePrivateKey]:
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    text = base64.urlsafe_b64encode(public).decode().rstrip("=")
    auth = base64.urlsafe_b64encode(b"sixteen bytes ok").decode().rstrip("=")
    kept = PushSubscription.objects.create(
        reader=reader, endpoint=endpoint, p256dh=text, auth=auth, browser="Firefox"
    )
    return kept, private


def test_a_push_is_read_by_the_browser_alone(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    kept, private = browser(ada, hooks.url)
    firing = fire("push")
    Pump().drain()

    came = hooks.posted[0]
    plain = http_ece.decrypt(
        came.body, private_key=private, auth_secret=b"sixteen bytes ok", version="aes128gcm"
    )
    assert json.loads(plain)["title"] == firing.title
    assert came.headers["authorization"].startswith("vapid t=")
    assert (came.headers["ttl"], came.headers["topic"]) == ("3600", f"alert-{firing.alert_id}")
    assert len(came.body) < 4096
    assert kept.pk


@pytest.mark.parametrize(("status", "kept"), [(404, 0), (410, 0), (429, 1), (500, 1)])
def test_a_subscription_that_ended_is_forgotten(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver, status: int, kept: int
) -> None:
    browser(ada, hooks.url)

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Retry-After", "600")
        request.end_headers()

    hooks.answer = answer
    firing = fire("push")
    Pump().drain()

    assert PushSubscription.objects.count() == kept
    one = firing.deliveries.get()
    assert one.state == ("queued" if kept else "dead")
    if kept:
        assert one.due > timezone.now() + timedelta(minutes=9)  # Retry-After is obeyed


def test_who_must_no_longer_be_told_is_not(
    ada: Reader, fire: Callable[..., Firing], box: Mailbox, hooks: Receiver
) -> None:
    hook_of(ada, hooks.url)
    firing = fire("email", "webhook")
    ada.is_active = False
    ada.save()
    Pump().drain()

    assert set(firing.deliveries.values_list("state", flat=True)) == {"dropped"}
    assert not box.mails
    assert not hooks.posted


def test_a_mail_goes_to_the_address_that_is_confirmed_when_it_is_sent(
    ada: Reader, fire: Callable[..., Firing], box: Mailbox
) -> None:
    fire("email")
    EmailAddress.objects.update(verified=False)
    Pump().drain()

    assert not box.mails
    assert Delivery.objects.get(channel="email").state == "dropped"


def test_quiet_hours_hold_back_what_disturbs(
    ada: Reader, engine: Engine, fire: Callable[..., Firing]
) -> None:
    Preference.objects.create(reader=ada, quiet_from=clock(0, 0), quiet_to=clock(23, 59))
    firing = fire("in_app", "email")

    assert Pump().drain() == 0
    assert state(firing, "in_app") == ("sent", 1)
    assert state(firing, "email") == ("queued", 0)


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        ("Europe/Berlin", "2026-01-10T21:30", "2026-01-11T06:00"),  # 22:30 there
        ("Europe/Berlin", "2026-01-11T03:00", "2026-01-11T06:00"),
        ("Europe/Berlin", "2026-01-11T12:00", "2026-01-11T12:00"),
        ("Europe/Berlin", "2026-03-28T22:00", "2026-03-29T05:00"),  # the clocks go forward
        ("America/New_York", "2026-01-11T03:00", "2026-01-11T12:00"),
    ],
)
def test_quiet_hours_are_the_readers_own(zone: str, now: str, until: str) -> None:
    preference = Preference(quiet_from=clock(22, 0), quiet_to=clock(7, 0))
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    found = outbox.quiet_until(preference, zone, moment)
    assert found == datetime.fromisoformat(until).replace(tzinfo=UTC)


def test_a_delivery_somebody_else_took_over_is_not_written_to(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook_of(ada, hooks.url)
    firing = fire("webhook")
    [mine] = pump.claim(5)
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert pump.claim(5)[0].fence == mine.fence + 1
    pump.settle([mine], webhook.failed("late"))

    assert firing.deliveries.get().state == "leased"
    assert firing.deliveries.get().last_error == "interrupted; it may arrive twice"


def test_each_of_many_deliveries_is_claimed_by_one(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    for number in range(12):
        hook_of(ada, f"{hooks.url}/{number}")
    fire("webhook")
    first, second = pump.claim(5), pump.claim(50)

    assert len(first) + len(second) == 12
    assert not {one.pk for one in first} & {one.pk for one in second}


def test_deleting_an_alert_ends_what_waits(ada: Reader, fire: Callable[..., Firing]) -> None:
    fire("email")
    actions.delete_alert(Alert.objects.get())

    assert not Delivery.objects.exists()
    assert Pump().drain() == 0


def test_the_link_of_a_mail_says_whose_it_is(ada: Reader) -> None:
    assert mail.reader_of(mail.token(ada.pk)) == ada.pk
    assert mail.reader_of("nonsense") is None
