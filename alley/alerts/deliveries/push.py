"""Web push (RFC 8030): encrypted for one browser (RFC 8291), signed as this site (RFC 8292)."""

import base64
import contextlib
import json
import os
import time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.mail.message import sanitize_address
from py_vapid import Vapid02

from alley.alerts.deliveries.outcome import SENT, Outcome, failed, retry_after
from alley.alerts.models import PushSubscription
from alley.egress import EgressRefused
from alley.egress import post as send_out
from alley.egress.transport import Rule

RULE = Rule()
TIME_TO_LIVE = 3600  # seconds: an alert that comes later than that is of no use
LARGEST = 3000  # bytes; push services promise 4,096 after encryption
GONE = {404, 410}


def attempt(subscription: PushSubscription, topic: str, payload: dict[str, Any]) -> Outcome:
    """`topic`: a newer message of the same alert takes the place of one not yet delivered."""
    body = encrypted(subscription, payload)
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TIME_TO_LIVE),
        "Topic": topic,
        "Urgency": "high",
        **signature(subscription.endpoint),
    }
    try:
        answered = send_out(subscription.endpoint, body, headers, rule=RULE)
    except EgressRefused as refused:
        return failed(str(refused))
    if 200 <= answered.status < 300:
        return SENT
    if answered.status in GONE:
        return failed("the browser no longer listens", gone=True)
    wait = retry_after(answered.headers.get("retry-after"))
    return failed(f"the push service answered {answered.status}", wait=wait)


def encrypted(subscription: PushSubscription, payload: dict[str, Any]) -> bytes:
    content = json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()
    if len(content) > LARGEST:
        short = {**payload, "body": ""}
        content = json.dumps(short, separators=(",", ":")).encode()[:LARGEST]
    found: bytes = http_ece.encrypt(
        content,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(subscription.p256dh),
        auth_secret=_bytes(subscription.auth),
        version="aes128gcm",
    )
    return found


def signature(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    address = sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8").rpartition("<")[2].rstrip(">")
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": f"mailto:{address}",
        "exp": int(time.time()) + 12 * 3600,
    }
    headers: dict[str, str] = key().sign(claims)
    return headers


@cache
def key() -> Any:
    """The site's key: from a file, made at the first need and kept beside the database."""
    path = Path(settings.VAPID_KEY or settings.DATA_DIR / "vapid.pem")
    if not path.exists():
        made = Vapid02()
        made.generate_keys()
        written = path.with_suffix(f".{os.getpid()}")
        written.touch(mode=0o600)
        made.save_key(str(written))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(written)  # of two processes that start at once one wins
        written.unlink()
    return Vapid02.from_file(str(path))


def public_key() -> str:
    """What a browser subscribes with."""
    raw = key().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
