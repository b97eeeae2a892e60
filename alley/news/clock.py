"""By the clock: scheduled stories, the end of breaking news, sources that are due."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from alley.live.clockwork import every
from alley.news.actions import fetch, pictures, react, schedule
from alley.news.models import Source
from alley.news.wire.reader import Reader

_reader = Reader()


@every(timedelta(seconds=2))
def publish_and_end() -> None:
    now = timezone.now()
    schedule.publish_due(now)
    schedule.end_due(now)


@every(timedelta(seconds=3))
def measure_and_check() -> None:
    now = timezone.now()
    react.measure_due(now)
    react.check_due(now)


@every(timedelta(seconds=20))
def fetch_one() -> None:
    """The source that has waited longest; the next one in 20 seconds."""
    now = timezone.now()
    due = Source.objects.filter(Q(due__lte=now) | Q(due=None), active=True).exclude(url="")
    if source := due.order_by("due").first():
        fetch.fetch_source(source, reader=_reader)


@every(timedelta(seconds=5))
def fetch_pictures() -> None:
    pictures.fetch_due(timezone.now())


@every(timedelta(hours=1))
def forget_old_deliveries() -> None:
    schedule.forget_old(timezone.now())
