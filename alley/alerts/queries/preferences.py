"""Where a reader wants to be told."""

from alley.accounts.models import Reader
from alley.alerts.models import Preference
from alley.alerts.models.delivery import Channel


def preferences_of(reader: Reader) -> Preference:
    """As saved, or as it is for everybody who has saved nothing."""
    return Preference.objects.filter(reader=reader).first() or Preference(reader=reader)


def channels_for(reader: Reader, kind: str) -> list[str]:
    """The channels of a new alert of this kind."""
    chosen = preferences_of(reader).channels.get(kind)
    return [str(Channel.IN_APP)] if chosen is None else list(chosen)
