"""A push is read by the browser alone, and a subscription that ended is forgotten."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import http_ece
import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts.deliveries.pump import Pump
from alley.alerts.models import Firing, PushSubscription
from tests.alerts.peers import Receiver


def signed_in(name: str) -> Client:
    client = Client()
    form = {"login": f"{name}@example.org", "password": "alley-demo"}
    assert client.post("/accounts/login/", form).status_code == 302
    return client


def wants_pushes(client: Client, endpoint: str) -> None:
    public = base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode()
    keys = {"p256dh": public, "auth": base64.urlsafe_b64encode(bytes(16)).decode()}
    given = {"endpoint": endpoint, "browser": "Firefox", **keys}
    assert client.post("/api/v1/alerts/push", given, "application/json").status_code == 201


@pytest.mark.parametrize("door", ["/accounts/logout/", "/desk/logout/"])
def test_signing_out_ends_the_pushes_of_that_device(ada: Reader, door: str) -> None:
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True, primary=True)
    phone, desk = signed_in("ada"), signed_in("ada")
    wants_pushes(phone, "https://push.example/phone")
    wants_pushes(desk, "https://push.example/desk")

    desk.post(door)

    assert PushSubscription.objects.get().endpoint == "https://push.example/phone"


def test_a_new_password_ends_the_pushes_of_all_others(ada: Reader) -> None:
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True, primary=True)
    phone, desk = signed_in("ada"), signed_in("ada")
    wants_pushes(phone, "https://push.example/phone")
    wants_pushes(desk, "https://push.example/desk")

    new = {"password1": "another-word-of-mine", "password2": "another-word-of-mine"}
    desk.post("/accounts/password/change/", {"oldpassword": "alley-demo", **new})

    assert PushSubscription.objects.get().endpoint == "https://push.example/desk"


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
