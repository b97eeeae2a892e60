"""What ends by the clock: alerts that expire are told about, old rows are forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from alley.accounts.actions import notify
from alley.alerts import order
from alley.alerts.models import Alert, Change, Delivery, Shard
from alley.alerts.wording import rule_words

BATCH = 200
LOG_KEPT = timedelta(days=90)
CHANGES_KEPT = timedelta(days=1)


@transaction.atomic
def expire_due(now: datetime) -> int:
    """End the alerts whose time is over, paused ones too; each owner is told, never silence."""
    due = Alert.objects.select_for_update(of=("self",)).filter(
        state__in=[Alert.State.LIVE, Alert.State.PAUSED], expires__lte=now
    )
    ended = list(due.order_by("pk").select_related("instrument", "owner")[:BATCH])
    for alert in ended:
        alert.state = Alert.State.EXPIRED
        alert.save(update_fields=["state"])
        order.changed(alert)
        notify(
            alert.owner,
            kind="alert",
            title="An alert has expired",
            body=rule_words(alert),
            url=alert.get_absolute_url(),
        )
    return len(ended)


def forget_old(now: datetime) -> None:
    """Changes that every engine has read, and the delivery log's old lines."""
    read = Shard.objects.aggregate(least=Min("changes"))["least"]
    if read is not None:
        Change.objects.filter(id__lte=read, made__lt=now - CHANGES_KEPT).delete()
    over = [Delivery.State.SENT, Delivery.State.DEAD, Delivery.State.DROPPED]
    Delivery.objects.filter(created__lt=now - LOG_KEPT, state__in=over).delete()
