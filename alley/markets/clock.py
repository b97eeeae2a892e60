"""By the clock: the log of ticks forgets what everybody has read."""

from datetime import timedelta

from django.utils import timezone

from alley.live.clockwork import every
from alley.markets.actions import ticks


@every(timedelta(minutes=5))
def forget_old_ticks() -> None:
    ticks.prune(timezone.now())
