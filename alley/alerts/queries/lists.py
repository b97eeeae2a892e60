"""One reader's alerts, firings and deliveries; nobody else's are found."""

import time

from django.db.models import Q, QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.queries import unmet_by
from alley.alerts.models import Alert, Change, Delivery, Firing, Shard
from alley.refusals import Refusal, Refused

PATIENCE = 1.5  # seconds an answer waits for the engine
NO_ALERT = Refusal("not_found", "You have no such alert.", status=404)
NO_FIRING = Refusal("not_found", "None of your alerts fired under this number.", status=404)


def alerts_of(reader: Reader) -> QuerySet[Alert]:
    return Alert.objects.filter(owner=reader).select_related("instrument", "owner")


def alert_for(reader: Reader, pk: int) -> Alert:
    """Raises Refused `not_found`."""
    found = alerts_of(reader).filter(pk=pk).first()
    if found is None:
        raise Refused(NO_ALERT)
    return found


def firings_of(reader: Reader, alert: int | None = None) -> QuerySet[Firing]:
    """Not those about the words of somebody the reader does not meet."""
    mine = Firing.objects.filter(alert__owner=reader)
    if unmet := unmet_by(reader):
        mine = mine.filter(
            Q(proof__author_id__isnull=True) | ~Q(proof__author_id__in=sorted(unmet))
        )
    if alert is not None:
        mine = mine.filter(alert=alert)
    return mine.select_related("alert__instrument", "alert__owner").prefetch_related("deliveries")


def firing_for(reader: Reader, pk: int) -> Firing:
    """Raises Refused `not_found`."""
    found = firings_of(reader).filter(pk=pk).first()
    if found is None:
        raise Refused(NO_FIRING)
    return found


def deliveries_of(reader: Reader) -> QuerySet[Delivery]:
    mine = Delivery.objects.filter(reader=reader, firing__in=firings_of(reader).order_by())
    return mine.select_related("firing")


def in_force(alert: Alert) -> bool | None:
    """Whether the engine has taken up the newest change of this alert; None where no engine is at
    work that could."""
    newest = Change.objects.filter(alert=alert.pk).order_by("-id").values_list("id", flat=True)
    change = newest.first()
    if change is None:
        return True
    shards = Shard.objects.all()
    if alert.instrument_id is not None:
        shards = shards.filter(number=alert.instrument_id % max(Shard.objects.count(), 1))
    working = shards.filter(until__gt=timezone.now())
    if not working.exists():
        return None
    return not working.filter(changes__lt=change).exists()


def taken_up(alert: Alert) -> bool:
    """Wait a moment until the engine has the change in force; False where it is not at work."""
    ends = time.monotonic() + PATIENCE
    while (state := in_force(alert)) is False and time.monotonic() < ends:
        time.sleep(0.02)
    return bool(state)
