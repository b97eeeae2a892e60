"""The reader's bell: what fired, one line each or one for many, and that an alert was paused."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from alley.accounts.actions import notify_many
from alley.accounts.models import Notification, Reader
from alley.alerts.models import Alert, Firing
from alley.alerts.wording import AWAY, counted

SHOWN_SINGLY = 5  # of one reader at one moment; more become one notification
LIST = "/alerts/firings/"
HOUR = timedelta(hours=1)


def tell(firings: Sequence[Firing], now: datetime) -> None:
    by_reader: dict[Reader, list[Firing]] = defaultdict(list)
    for firing in firings:
        if "in_app" in firing.alert.channels:
            by_reader[firing.alert.owner].append(firing)
    notes = [note for reader, theirs in by_reader.items() for note in _notes(reader, theirs, now)]
    paused = {one.alert for one in firings if one.alert.state == Alert.State.PAUSED}
    notify_many([*notes, *map(_pause, sorted(paused, key=lambda alert: alert.pk))])


def _notes(reader: Reader, firings: list[Firing], now: datetime) -> Iterable[Notification]:
    late = [firing for firing in firings if firing.late]
    if late:
        yield _away(reader, now)
    timely = [firing for firing in firings if not firing.late]
    if len(timely) > SHOWN_SINGLY:
        title = counted([firing.alert_id for firing in timely])
        yield Notification(reader=reader, kind="alert", title=title, url=LIST)
        return
    yield from map(_single, timely)


def _single(firing: Firing) -> Notification:
    return Notification(
        reader=firing.alert.owner,
        kind="alert",
        title=firing.title,
        body="\n".join(part for part in (firing.label, firing.alert.note) if part),
        url=firing.get_absolute_url(),
        by_id=firing.proof.get("author_id"),
    )


def _away(reader: Reader, now: datetime) -> Notification:
    """One line however many turns it takes to catch up: it takes the place of the one before."""
    Notification.objects.filter(
        reader=reader, kind="alert", title__endswith=AWAY, read=None, created__gt=now - HOUR
    ).delete()
    late = Firing.objects.filter(alert__owner=reader, late=True, noticed__gt=now - HOUR)
    title = counted(list(late.values_list("alert", flat=True)), missed=True)
    return Notification(reader=reader, kind="alert", title=title, url=LIST)


def _pause(alert: Alert) -> Notification:
    return Notification(
        reader=alert.owner,
        kind="alert",
        title="An alert was paused: it fired too often",
        body=alert.paused_reason,
        url=alert.get_absolute_url(),
    )
