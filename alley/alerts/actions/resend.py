"""Once more: a delivery that was given up, and a message that only proves a webhook works."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts.deliveries import webhook
from alley.alerts.models import Delivery, Webhook
from alley.egress import EgressRefused
from alley.refusals import Refusal, Refused

UNDER_WAY = Refusal("under_way", "This delivery is under way.", status=409)
NOT_DELIVERED = "it could not be delivered"


@transaction.atomic
def redeliver(delivery: Delivery) -> Delivery:
    """Send it again with the same identifier, so that a receiver can tell.

    Raises Refused `under_way`.
    """
    over = [Delivery.State.SENT, Delivery.State.DEAD, Delivery.State.DROPPED]
    mine = Delivery.objects.filter(pk=delivery.pk, state__in=over).exclude(channel="in_app")
    if not mine.update(state=Delivery.State.QUEUED, attempts=0, due=timezone.now(), last_error=""):
        raise Refused(UNDER_WAY)
    delivery.refresh_from_db()
    return delivery


def try_webhook(reader: Reader, pk: int) -> str:
    """Post a test message now. Returns what came of it, in words."""
    hook = Webhook.objects.get(reader=reader, pk=pk)
    payload = {"type": "alert.test", "text": "A test message from Exchange Alley."}
    try:
        answered = webhook.post(hook, f"test-{hook.pk}-{int(timezone.now().timestamp())}", payload)
    except EgressRefused as refused:
        return f"{NOT_DELIVERED}: {refused}"
    return f"the receiver answered {answered.status}"
