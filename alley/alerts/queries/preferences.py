"""Where a reader wants to be told."""

from typing import Any

from django.db.models import QuerySet

from alley.accounts.models import Reader
from alley.alerts.models import Preference, PushSubscription, Webhook
from alley.alerts.models.delivery import Channel


def preferences_of(reader: Reader) -> Preference:
    """As saved, or as it is for everybody who has saved nothing."""
    return Preference.objects.filter(reader=reader).first() or Preference(reader=reader)


def channels_for(reader: Reader, kind: str) -> list[str]:
    """The channels of a new alert of this kind."""
    chosen = preferences_of(reader).channels.get(kind)
    return [str(Channel.IN_APP)] if chosen is None else list(chosen)


def addresses_of(reader: Reader) -> list[tuple[str, str]]:
    """The channels by name, each with what it still lacks to reach anybody."""
    lacks = {
        Channel.EMAIL: "" if reader.email else "no address yet",
        Channel.PUSH: _none_of(PushSubscription.objects.filter(reader=reader), "no browser yet"),
        Channel.WEBHOOK: _none_of(Webhook.objects.filter(reader=reader, disabled=None), "none yet"),
    }
    if preferences_of(reader).no_email:
        lacks[Channel.EMAIL] = "switched off"
    return [
        (
            str(channel),
            f"{channel.label} ({lack})" if (lack := lacks.get(channel)) else channel.label,
        )
        for channel in Channel
    ]


def _none_of(rows: QuerySet[Any], words: str) -> str:
    return "" if rows.exists() else words
