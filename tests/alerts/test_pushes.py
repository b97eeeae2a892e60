"""A push is read by the browser alone, and a subscription that ended is forgotten."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts.deliveries.pump import Pump
from alley.alerts.models import Firing, PushSubscription
from tests.alerts.peers import Receiver


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
