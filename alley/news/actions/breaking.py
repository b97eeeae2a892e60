"""One line over every open page."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.live import bus
from alley.news import rules
from alley.news.models import Article, BreakingAlert, BreakingClosed
from alley.refusals import Refusal, Refused

TOPIC = "breaking"
TOO_LONG = Refusal("too_long", "Breaking news ends within 12 hours.", status=422)
EMPTY = Refusal("empty", "Breaking news needs a line of text.", status=422)


@transaction.atomic
def break_news(
    *,
    text: str = "",
    article: Article | None = None,
    level: str = BreakingAlert.Level.BREAKING,
    lasts: timedelta = timedelta(hours=2),
    by: Reader | None = None,
) -> BreakingAlert:
    """Show the line on every open page until it ends. An article lends its headline.

    Raises Refused `empty`, `too_long`.
    """
    now = timezone.now()
    line = text.strip() or (article.shown_headline if article else "")
    if not line:
        raise Refused(EMPTY)
    if not timedelta() < lasts <= rules.LONGEST_BREAKING:
        raise Refused(TOO_LONG)
    alert = BreakingAlert.objects.create(
        text=line[:200], article=article, level=level, starts=now, ends=now + lasts, by=by
    )
    tell(alert)
    return alert


def tell(alert: BreakingAlert) -> None:
    event = {
        "type": "breaking",
        "id": alert.pk,
        "text": alert.text,
        "url": alert.article.url if alert.article else "",
        "level": alert.get_level_display(),
        "expires": alert.ends.isoformat(),
    }
    bus.publish(TOPIC, event)
    bus.purge("front", "breaking")


@transaction.atomic
def close_breaking(alert: BreakingAlert, *, reader: Reader) -> None:
    """This reader has read it: their other open pages drop it too, and it does not come back."""
    _, new = BreakingClosed.objects.get_or_create(alert=alert, reader=reader)
    if new:
        bus.publish(f"me:{reader.pk}", {"type": "breaking.closed", "id": alert.pk})


@transaction.atomic
def end_breaking(alert: BreakingAlert, *, by: Reader | None = None) -> None:
    """Take the line off every open page."""
    now = timezone.now()
    if not BreakingAlert.objects.filter(pk=alert.pk, ended=None).update(ended=now):
        return
    alert.ended = now
    bus.publish(TOPIC, {"type": "breaking.ended", "id": alert.pk})
    bus.purge("front", "breaking")
