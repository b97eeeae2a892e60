"""What is sent for a leased delivery, looked at once more: does the reader still want it, may they
still have it, is the address still theirs?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from alley.alerts.outbox import DISTURBING, quiet_until, verified
from alley.alerts.wording import counted, lead_words, moment_words
from alley.discussion.models import Comment

MAILS_AN_HOUR = 12
MANY_MAILS = "many mails this hour: the next one tells of all"
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
    preferences = Preference.objects.in_bulk({delivery.reader_id for delivery in taken})
    now = timezone.now()
    made: list[Work | None] = []
    mails: dict[int, list[Delivery]] = {}
    missed: dict[int, list[Delivery]] = {}  # pushes of what fired while the site was away
    for delivery in taken:
        firing = delivery.firing = firings[delivery.firing_id]
        zone = firing.alert.owner.time_zone
        quiet = quiet_until(preferences.get(delivery.reader_id), zone, now)
        if reason := why_not(delivery):
            _drop(delivery, reason)
        elif delivery.channel in DISTURBING and quiet > now:  # also what is tried again
            _postpone(delivery, quiet, "it waits for the end of your quiet hours")
        elif delivery.channel == Channel.EMAIL:
            mails.setdefault(delivery.reader_id, []).append(delivery)
        elif delivery.channel == Channel.PUSH and firing.late:
            missed.setdefault(delivery.target, []).append(delivery)
        elif delivery.channel == Channel.PUSH:
            made.append(_push([delivery]))
        else:
            made.append(_post(delivery))
    made += [*map(_push, missed.values()), *map(_letter, mails.values())]
    return [work for work in made if work is not None]


def why_not(delivery: Delivery) -> str:
    """Why a firing must no longer be told, or nothing."""
    firing = delivery.firing
    owner = firing.alert.owner
    if not owner.is_active:
        return "the account is closed"
    if firing.correction and not _repeats_for_a_program(delivery):
        return "the price was taken back"
    if pk := firing.proof.get("comment"):
        comment = Comment.objects.filter(pk=pk).first()
        # One reason for both: nobody learns from it that somebody has blocked them
        if comment is None or not comment.is_published or comment.author_id in unmet_by(owner):
            return "the comment is gone"
    return ""


def _repeats_for_a_program(delivery: Delivery) -> bool:
    """Posted before and asked for again: the correction is told with it."""
    return delivery.channel == Channel.WEBHOOK and delivery.sent is not None


def _post(delivery: Delivery) -> Work | None:
    hook = Webhook.objects.filter(pk=delivery.target, reader=delivery.reader_id).first()
    if hook is None or hook.disabled:
        _drop(delivery, "the webhook was removed or switched off")
        return None
    send = partial(webhook.attempt, hook, delivery.firing.key, payload(delivery.firing))
    return Work(str(Channel.WEBHOOK), (str(Channel.WEBHOOK), hook.pk), [delivery], send)


def _push(deliveries: list[Delivery]) -> Work | None:
    """One message for one browser: of a firing, or of all that were missed."""
    first = deliveries[0]
    browser = PushSubscription.objects.filter(pk=first.target, reader=first.reader_id).first()
    if browser is None:
        for delivery in deliveries:
            _drop(delivery, "the browser no longer listens")
        return None
    told = (
        notice(first.firing)
        if len(deliveries) == 1
        else notice_of_many([one.firing for one in deliveries])
    )
    send = partial(push.attempt, browser, told["tag"], told)
    return Work(str(Channel.PUSH), (str(Channel.PUSH), browser.pk), deliveries, send)


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
            _postpone(delivery, timezone.now() + HOUR / 4, MANY_MAILS)
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
            "late": firing.late,
            "correction": firing.correction,
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


def notice_of_many(firings: list[Firing]) -> dict[str, Any]:
    """`tag` is the topic at the push service, too: a newer one takes an older one's place."""
    return {
        "title": counted([firing.alert_id for firing in firings], missed=True),
        "body": "Each has its own time and proof.",
        "url": "/alerts/firings/",
        "tag": "alerts-missed",
    }


def line(firing: Firing) -> mail.Line:
    return mail.Line(
        alert=firing.alert_id,
        title=firing.title,
        rule=firing.rule,
        note=firing.alert.note,
        at=moment_words(firing.at, firing.alert.owner.time_zone),
        label=firing.label,
        url=f"{settings.SITE_URL}{firing.get_absolute_url()}",
        late=firing.late,
        lead=lead_words(firing.alert),
        about_url=f"{settings.SITE_URL}{firing.url}" if firing.url else "",
    )


def _drop(delivery: Delivery, reason: str) -> None:
    _mine(delivery).update(state=Delivery.State.DROPPED, last_error=reason)


def _postpone(delivery: Delivery, due: datetime, words: str) -> None:
    """This was no attempt."""
    attempts = delivery.attempts - 1
    queued = Delivery.State.QUEUED
    _mine(delivery).update(state=queued, attempts=attempts, due=due, last_error=words)


def _mine(delivery: Delivery) -> Any:
    return Delivery.objects.filter(pk=delivery.pk, fence=delivery.fence)
