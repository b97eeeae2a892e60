"""Webhooks as Standard Webhooks 1.0 has them: signed over id, time and body, one id for ever."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from alley.alerts.deliveries.outcome import SENT, Outcome, failed, retry_after
from alley.alerts.models import Webhook
from alley.egress import Answered, EgressRefused
from alley.egress import post as send_out
from alley.egress.transport import Rule

RULE = Rule()


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def post(hook: Webhook, message_id: str, payload: dict[str, Any]) -> Answered:
    """Raises EgressRefused."""
    body = json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(hook.secret, message_id, timestamp, body),
    }
    return send_out(hook.url, body, headers, rule=RULE)


def attempt(hook: Webhook, message_id: str, payload: dict[str, Any]) -> Outcome:
    try:
        answered = post(hook, message_id, payload)
    except EgressRefused as refused:
        return failed(str(refused))
    status = answered.status
    if 200 <= status < 300:
        return SENT
    if status == 410:
        return failed("the receiver says it is gone (410)", gone=True)
    wait = retry_after(answered.headers.get("retry-after"))
    return failed(f"the receiver answered {status}", wait=wait)
