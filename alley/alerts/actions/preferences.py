"""Where a reader wants to be told, and when not: channels, quiet hours, browsers, webhooks."""

import base64
import secrets
from datetime import time
from typing import TypedDict
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.turns import take_turn
from alley.alerts.models import Alert, Delivery, Preference, PushSubscription, Webhook
from alley.alerts.models.delivery import Channel
from alley.live import bus
from alley.refusals import Refusal, Refused

MOST_HOOKS, MOST_BROWSERS = 5, 10
BAD_HOOK = Refusal("bad_webhook", "A webhook is an https address.", status=422)
BAD_PUSH = Refusal("bad_push", "This is not what a browser's push service gives.", status=422)
TOO_MANY = Refusal("too_many_webhooks", f"You have {MOST_HOOKS} webhooks already.", status=409)


class Changed(TypedDict, total=False):
    """Of a reader's preferences, what is to be written."""

    channels: dict[str, list[str]]  # by kind of alert
    quiet_from: time | None
    quiet_to: time | None
    email: bool


@transaction.atomic
def save_preferences(reader: Reader, changed: Changed, *, device: str = "") -> Preference:
    """Only what is given is written. The channels of each kind hold for alerts made from now on,
    and for replies at once."""
    channels = changed.get("channels", {})
    kept = {
        kind: [channel for channel in Channel.values if channel in chosen]
        for kind, chosen in channels.items()
        if kind in Alert.Kind.values
    }
    take_turn(reader)
    preference = Preference.objects.filter(reader=reader).first() or Preference(reader=reader)
    preference.channels = {**preference.channels, **kept}
    begin = changed.get("quiet_from", preference.quiet_from)
    end = changed.get("quiet_to", preference.quiet_to)
    whole = begin is not None and end is not None
    preference.quiet_from, preference.quiet_to = (begin, end) if whole else (None, None)
    if "email" in changed:
        preference.no_email = None if changed["email"] else preference.no_email or timezone.now()
    preference.changed_on = device
    preference.save()
    bus.publish(f"me:{reader.pk}", {"type": "preferences.changed", "by": device})
    if Alert.Kind.REPLY in kept:
        mine = Alert.objects.filter(owner=reader, kind=Alert.Kind.REPLY)
        mine.update(channels=kept[Alert.Kind.REPLY])
    return preference


@transaction.atomic
def stop_email(reader: Reader) -> None:
    """One click in a mail: no more mails about alerts, what waits is dropped too."""
    preference, _ = Preference.objects.get_or_create(reader=reader)
    preference.no_email = preference.no_email or timezone.now()
    preference.save(update_fields=["no_email"])
    waiting = Delivery.objects.filter(
        reader=reader, channel=Channel.EMAIL, state=Delivery.State.QUEUED
    )
    waiting.update(state=Delivery.State.DROPPED, last_error="you unsubscribed from mails")


@transaction.atomic
def add_webhook(reader: Reader, url: str) -> Webhook:
    """An address with a new secret; one that is there already gets a new one, too.

    Raises Refused `bad_webhook`, `too_many_webhooks`.
    """
    parts = urlsplit(url.strip())
    if parts.scheme != "https" or not parts.hostname or len(url) > 700:
        raise Refused(BAD_HOOK)
    Reader.objects.select_for_update().get(pk=reader.pk)
    mine = Webhook.objects.filter(reader=reader)
    if kept := mine.filter(url=url.strip()).first():
        kept.secret, kept.disabled, kept.disabled_reason = _secret(), None, ""
        kept.save(update_fields=["secret", "disabled", "disabled_reason"])
        return kept
    if mine.count() >= MOST_HOOKS:
        raise Refused(TOO_MANY)
    return Webhook.objects.create(reader=reader, url=url.strip(), secret=_secret())


def switch_on_webhook(reader: Reader, pk: int) -> None:
    """Again after it was switched off; what was given up meanwhile is sent again by hand."""
    mine = Webhook.objects.filter(reader=reader, pk=pk)
    mine.update(disabled=None, disabled_reason="")


@transaction.atomic
def remove_webhook(reader: Reader, pk: int) -> None:
    """What waits for it is not sent any more."""
    if Webhook.objects.filter(reader=reader, pk=pk).delete()[0]:
        waiting = Delivery.objects.filter(
            reader=reader, channel=Channel.WEBHOOK, target=pk, state=Delivery.State.QUEUED
        )
        waiting.update(state=Delivery.State.DROPPED, last_error="the webhook was removed")


@transaction.atomic
def subscribe_push(
    reader: Reader, *, endpoint: str, p256dh: str, auth: str, browser: str = "", device: str = ""
) -> PushSubscription:
    """A browser that wants to be told; whoever was signed in there before no longer is.

    Raises Refused `bad_push`.
    """
    if urlsplit(endpoint).scheme != "https" or len(endpoint) > 700:
        raise Refused(BAD_PUSH)
    if len(_bytes(p256dh)) != 65 or len(_bytes(auth)) != 16:
        raise Refused(BAD_PUSH)
    subscription, _ = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "reader": reader,
            "p256dh": p256dh,
            "auth": auth,
            "browser": browser[:80],
            "device": device,
        },
    )
    old = PushSubscription.objects.filter(reader=reader).order_by("-pk")[MOST_BROWSERS:]
    PushSubscription.objects.filter(pk__in=[one.pk for one in old]).delete()
    return subscription


def unsubscribe_push(reader: Reader, endpoint: str) -> None:
    PushSubscription.objects.filter(reader=reader, endpoint=endpoint).delete()


def forget_device(reader_id: int, device: str) -> None:
    """Whoever signs out on a device is told nothing there any more."""
    PushSubscription.objects.filter(reader=reader_id, device=device).delete()


def forget_other_devices(reader_id: int, device: str) -> None:
    theirs = PushSubscription.objects.filter(reader=reader_id)
    (theirs.exclude(device=device) if device else theirs).delete()


def _secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
