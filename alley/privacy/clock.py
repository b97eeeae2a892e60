"""By the clock: archives that were not fetched within a week are forgotten."""

from datetime import timedelta

from django.utils import timezone

from alley.live.clockwork import every
from alley.privacy import actions


@every(timedelta(hours=1))
def forget_archives() -> None:
    actions.forget_archives(timezone.now())
