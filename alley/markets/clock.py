"""By the clock: minute bars from ticks, corporate actions on their day; ticks that everybody has
read, and charts that nobody posted, are forgotten."""

from datetime import timedelta

from django.utils import timezone

from alley.live.clockwork import every
from alley.markets.actions import (
    carry_out_due,
    forget_charts,
    roll_up_ticks,
    tell_stale_quotes,
    ticks,
)

TURNS = 20  # of 20,000 ticks


@every(timedelta(minutes=5))
def forget_old_ticks() -> None:
    ticks.prune(timezone.now())


@every(timedelta(minutes=10))
def carry_out_corporate_actions() -> None:
    carry_out_due(timezone.now().date())


@every(timedelta(hours=6))
def forget_charts_nobody_posted() -> None:
    forget_charts(timezone.now())


@every(timedelta(seconds=5))
def make_minute_bars() -> None:
    """Until there is nothing new, or others should have their turn."""
    for _ in range(TURNS):
        if not roll_up_ticks():
            break


@every(timedelta(seconds=15))
def tell_of_stale_quotes() -> None:
    tell_stale_quotes(timezone.now())
