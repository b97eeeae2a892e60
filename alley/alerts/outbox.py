"""The outbox: which deliveries a firing has, and when they are due."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from alley.accounts.models import Reader
from alley.alerts.models import Delivery, Firing, Preference, PushSubscription, Webhook
from alley.alerts.models.delivery import Channel

DISTURBING = {Channel.EMAIL, Channel.PUSH}
CATCHING_UP = timedelta(minutes=2)  # what fired while the site was away is told together


def deliveries_for(firings: Sequence[Firing], now: datetime) -> list[Delivery]:
    """A row for every address of every channel; four queries whatever their number."""
    owners = {firing.alert.owner_id for firing in firings}
    preferences = Preference.objects.in_bulk(owners)
    mailable = verified(owners)
    pushes = _targets(PushSubscription.objects.filter(reader__in=owners))
    hooks = _targets(Webhook.objects.filter(reader__in=owners, disabled=None))
    rows = []
    for firing in firings:
        owner = firing.alert.owner
        preference = preferences.get(owner.pk)
        quiet = quiet_until(preference, owner.time_zone, now)
        targets = {
            Channel.IN_APP: [0],
            Channel.EMAIL: [0]
            if owner.pk in mailable and not (preference and preference.no_email)
            else [],
            Channel.PUSH: pushes.get(owner.pk, []),
            Channel.WEBHOOK: hooks.get(owner.pk, []),
        }
        for channel in Channel:
            if channel not in firing.alert.channels:
                continue
            rows += [
                _row(firing, owner, channel, target, now, quiet) for target in targets[channel]
            ]
    return rows


def _row(
    firing: Firing, owner: Reader, channel: Channel, target: int, now: datetime, quiet: datetime
) -> Delivery:
    told = channel == Channel.IN_APP  # the notification stands in the same transaction
    return Delivery(
        firing=firing,
        reader=owner,
        channel=channel,
        target=target,
        state=Delivery.State.SENT if told else Delivery.State.QUEUED,
        attempts=int(told),
        sent=now if told else None,
        due=_due(firing, now, quiet) if channel in DISTURBING else now,
    )


def _due(firing: Firing, now: datetime, quiet: datetime) -> datetime:
    return max(quiet, now + CATCHING_UP) if firing.late else quiet


def verified(readers: Iterable[int]) -> dict[int, str]:
    """Reader -> the address they have confirmed."""
    known = EmailAddress.objects.filter(user__in=list(readers), verified=True, primary=True)
    return dict(known.values_list("user_id", "email"))


def quiet_until(preference: Preference | None, zone: str, now: datetime) -> datetime:
    """Now, or the end of the quiet hours that now lies in, as clocks go where the reader lives."""
    if preference is None or preference.quiet_from is None or preference.quiet_to is None:
        return now
    there = now.astimezone(ZoneInfo(zone or "UTC"))
    if not is_quiet(there.time(), preference.quiet_from, preference.quiet_to):
        return now
    end = there.replace(
        hour=preference.quiet_to.hour, minute=preference.quiet_to.minute, second=0, microsecond=0
    )
    return (end if end > there else end + timedelta(days=1)).astimezone(now.tzinfo)


def is_quiet(moment: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end  # over midnight


def _targets(rows: "Iterable[PushSubscription | Webhook]") -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.reader_id, []).append(row.pk)
    return found
