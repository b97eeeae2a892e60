"""By the clock: corporate actions on their day; ticks that everybody has read are forgotten."""

from datetime import timedelta

from django.utils import timezone

from alley.live.clockwork import every
from alley.markets.actions import carry_out_due, ticks


@every(timedelta(minutes=5))
def forget_old_ticks() -> None:
    ticks.prune(timezone.now())


@every(timedelta(minutes=10))
def carry_out_corporate_actions() -> None:
    carry_out_due(timezone.now().date())
