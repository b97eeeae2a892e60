"""A reader's receiver, and what has become of a firing's deliveries."""

import base64
from datetime import timedelta

from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts.models import Delivery, Firing, Webhook


def hook_of(reader: Reader, url: str) -> Webhook:
    secret = "whsec_" + base64.b64encode(b"a secret of ada's").decode()
    return Webhook.objects.create(reader=reader, url=url, secret=secret)


def state(firing: Firing, channel: str) -> tuple[str, int]:
    one = firing.deliveries.get(channel=channel)
    return one.state, one.attempts


def due_now() -> None:
    Delivery.objects.filter(state="queued").update(due=timezone.now() - timedelta(seconds=1))
