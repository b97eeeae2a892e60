"""The desk publishes and unpublishes through Wagtail: the same follows as after our own verbs.
Prices come or change: what was measured with them is due again."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from alley.announce import hears
from alley.markets.events import BarsChanged, SharesSplit
from alley.news import actions
from alley.news.actions import react
from alley.news.models import Article


@receiver(published, sender=Article)
def after_publish(instance: Article, revision: Revision, **kwargs: Any) -> None:
    now = timezone.now()
    if not instance.live:
        return  # scheduled: the clock publishes it
    actions.note_edit(instance, revision, now)
    if instance.embargo and instance.embargo > now:
        actions.hold_until_embargo(instance, revision)
    else:
        actions.after_publish(instance, now=now)


@receiver(unpublished, sender=Article)
def after_unpublish(instance: Article, **kwargs: Any) -> None:
    actions.take_down(instance)


@hears(BarsChanged)
def measure_again(event: BarsChanged) -> None:
    react.prices_came(event.instrument_id, event.symbol, event.first, event.last)


@hears(SharesSplit)
def measure_all_again(event: SharesSplit) -> None:
    react.history_changed(event.instrument_id)
