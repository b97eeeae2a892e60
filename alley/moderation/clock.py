"""By the clock: what nobody has decided in time lapses, what need not be known is forgotten."""

from datetime import timedelta

from django.utils import timezone

from alley.live.clockwork import every
from alley.moderation import actions


@every(timedelta(minutes=1))
def lapse() -> None:
    actions.lapse(timezone.now())


@every(timedelta(hours=6))
def forget() -> None:
    actions.forget(timezone.now())
