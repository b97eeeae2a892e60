"""What is sent for a leased delivery, looked at once more: does the reader still want it, may they
still have it, is the address still theirs?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.queries import unmet_by
from alley.alerts.deliveries import mail, push, webhook
from alley.alerts.deliveries.outcome import Outcome
from alley.alerts.kinds.base import stamp
from alley.alerts.models import Delivery, Firing, Preference, PushSubscription, Webhook
from alley.alerts.models.delivery import Channel
from alley.alerts.outbox import verified
from alley.discussion.models import Comment

MAILS_AN_HOUR = 12
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Work:
    """One message. `send` needs no database."""

    channel: str
    target: tuple[str, int]
    deliveries: list[Delivery]
    send: Callable[[], Outcome]


def sort_out(taken: list[Delivery]) -> list[Work]:
    """Messages for these deliveries; what must not go is dropped, with the reason."""
    firings = Firing.objects.select_related("alert__instrument", "alert__owner").in_bulk(
        [delivery.firing_id for delivery in taken]
    )
    work: list[Work] = []
    mails: dict[int, list[Delivery]] = {}
    for delivery in taken:
        delivery.firing = firings[delivery.firing_id]
        if reason := why_not(delivery.firing):
            _drop(delivery, reason)
        elif delivery.channel == Channel.EMAIL:
            mails.setdefault(delivery.reader_id, []).append(delivery)
        elif (made := _single(delivery)) is not None:
            work.append(made)
    return work + [made for theirs in mails.values() if (made := _letter(theirs)) is not None]


def why_not(firing: Firing) -> str:
    """Why a firing must no longer be told, or nothing."""
    owner = firing.alert.owner
    if not owner.is_active:
        return "the account is closed"
    if pk := firing.proof.get("comment"):
        comment = Comment.objects.filter(pk=pk).first()
        # One reason for both: nobody learns from it that somebody has blocked them
        if comment is None or not comment.is_published or comment.author_id in unmet_by(owner):
            return "the comment is gone"
    return ""


def _single(delivery: Delivery) -> Work | None:
    target = (str(delivery.channel), delivery.target)
    if delivery.channel == Channel.WEBHOOK:
        hook = Webhook.objects.filter(pk=delivery.target, reader=delivery.reader_id).first()
        if hook is None or hook.disabled:
            _drop(delivery, "the webhook was removed or switched off")
            return None
        send = partial(webhook.attempt, hook, delivery.firing.key, payload(delivery.firing))
        return Work(str(delivery.channel), target, [delivery], send)
    browser = PushSubscription.objects.filter(pk=delivery.target, reader=delivery.reader_id).first()
    if browser is None:
        _drop(delivery, "the browser no longer listens")
        return None
    topic = f"alert-{delivery.firing.alert_id}"
    send = partial(push.attempt, browser, topic, notice(delivery.firing))
    return Work(str(delivery.channel), target, [delivery], send)


def _letter(deliveries: list[Delivery]) -> Work | None:
    """One mail for all that waits; after a dozen an hour the rest waits and comes as one."""
    reader = deliveries[0].firing.alert.owner
    address = verified([reader.pk]).get(reader.pk)
    preference = Preference.objects.filter(reader=reader).first()
    if address is None or (preference is not None and preference.no_email):
        for delivery in deliveries:
            _drop(delivery, "no confirmed address, or you unsubscribed")
        return None
    if sent_lately(reader) >= MAILS_AN_HOUR:
        for delivery in deliveries:
            _postpone(delivery)
        return None
    lines = tuple(line(delivery.firing) for delivery in deliveries)
    letter = mail.Letter(reader.pk, reader.shown_name, address, deliveries[0].firing.key, lines)
    target = (str(Channel.EMAIL), reader.pk)
    return Work(str(Channel.EMAIL), target, deliveries, partial(mail.attempt, letter))


def sent_lately(reader: Reader) -> int:
    """Mails, not firings: what went out together has one moment."""
    sent = Delivery.objects.filter(
        reader=reader,
        channel=Channel.EMAIL,
        state=Delivery.State.SENT,
        sent__gt=timezone.now() - HOUR,
    )
    return sent.values("sent").distinct().count()


def payload(firing: Firing) -> dict[str, Any]:
    """What a webhook is told: the contract's Firing, with the words."""
    alert = firing.alert
    return {
        "type": "alert.fired",
        "timestamp": stamp(firing.at),
        "data": {
            "id": firing.pk,
            "alert": firing.alert_id,
            "kind": alert.kind,
            "symbol": alert.instrument.symbol if alert.instrument else None,
            "title": firing.title,
            "label": firing.label,
            "rule": firing.rule,
            "note": alert.note,
            "at": stamp(firing.at),
            "proof": firing.proof,
            "url": f"{settings.SITE_URL}{firing.get_absolute_url()}",
        },
    }


def notice(firing: Firing) -> dict[str, Any]:
    return {
        "title": firing.title,
        "body": "\n".join(
            part for part in (firing.label, firing.alert.note or firing.rule) if part
        ),
        "url": firing.get_absolute_url(),
        "tag": f"alert-{firing.alert_id}",
    }


def line(firing: Firing) -> mail.Line:
    return mail.Line(
        title=firing.title,
        rule=firing.rule,
        note=firing.alert.note,
        at=f"{firing.at:%d %b %Y, %H:%M:%S} UTC",
        label=firing.label,
        url=f"{settings.SITE_URL}{firing.get_absolute_url()}",
        about_url=f"{settings.SITE_URL}{firing.url}" if firing.url else "",
    )


def _drop(delivery: Delivery, reason: str) -> None:
    _mine(delivery).update(state=Delivery.State.DROPPED, last_error=reason)


def _postpone(delivery: Delivery) -> None:
    _mine(delivery).update(
        state=Delivery.State.QUEUED,
        attempts=delivery.attempts - 1,
        due=timezone.now() + HOUR / 4,
        last_error="many mails this hour: the next one tells of all",
    )


def _mine(delivery: Delivery) -> Any:
    return Delivery.objects.filter(pk=delivery.pk, fence=delivery.fence)
