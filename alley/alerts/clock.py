"""By the clock: alerts that end, and what need not be kept."""

from datetime import timedelta

from django.utils import timezone

from alley.alerts import actions
from alley.live.clockwork import every


@every(timedelta(seconds=5))
def expire() -> None:
    actions.expire_due(timezone.now())


@every(timedelta(minutes=1))
def look_at_portfolios() -> None:
    actions.look_at_portfolios(timezone.now())


@every(timedelta(hours=1))
def forget() -> None:
    actions.forget_old(timezone.now())
