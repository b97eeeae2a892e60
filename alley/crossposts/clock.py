"""By the clock: what is due goes out."""

from datetime import timedelta

from django.utils import timezone

from alley.crossposts import pump
from alley.live.clockwork import every


@every(timedelta(seconds=3))
def send_due() -> None:
    pump.send_due(timezone.now())
