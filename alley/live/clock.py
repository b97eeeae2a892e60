"""By the clock: the event log forgets what no page can ask for any more."""

from datetime import timedelta

from alley.live import tail
from alley.live.clockwork import every

every(timedelta(minutes=1))(tail.prune)
