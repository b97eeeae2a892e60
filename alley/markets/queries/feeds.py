"""How the providers do, for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Count

from alley.markets import breaker
from alley.markets.models import Feed, ProviderSymbol, Quarantined
from alley.markets.providers import PROVIDERS, terms_of
from alley.markets.providers.protocol import Terms

State = Literal["off", "new", "works", "stumbles", "rests"]


@dataclass(frozen=True, slots=True)
class FeedView:
    name: str
    terms: Terms
    feed: Feed | None
    state: State
    lag: timedelta | None  # between a price and its coming, when last heard
    codes: int

    @property
    def is_shown(self) -> bool:
        """Whether readers see its prices."""
        return self.terms.public or settings.PERSONAL or bool(self.feed and self.feed.licence)


def feeds(now: datetime) -> list[FeedView]:
    """Every provider that is known, those in use first."""
    used = {feed.provider: feed for feed in Feed.objects.all()}
    followed = ProviderSymbol.objects.values_list("provider").annotate(number=Count("pk"))
    codes = {str(name): int(number) for name, number in followed}
    found = [_view(name, used.get(name), codes.get(name, 0), now) for name in PROVIDERS]
    return sorted(found, key=lambda view: (view.feed is None, view.state == "off", view.name))


def _view(name: str, feed: Feed | None, codes: int, now: datetime) -> FeedView:
    lag = feed.heard - feed.newest if feed and feed.heard and feed.newest else None
    return FeedView(name, terms_of(name), feed, _state(feed, now), lag, codes)


def _state(feed: Feed | None, now: datetime) -> State:
    if feed is None or not feed.on:
        return "off"
    if feed.failures:
        resting = feed.rests_until is not None and feed.rests_until > now
        return "rests" if resting and breaker.is_open(feed.failures) else "stumbles"
    return "works" if feed.heard else "new"


def quarantined(limit: int = 50) -> Sequence[Quarantined]:
    """Prices that wait for somebody to look, newest first."""
    waiting = Quarantined.objects.filter(settled=None).select_related("instrument")
    return list(waiting.order_by("-received")[:limit])


def settled_lately(limit: int = 10) -> Sequence[Quarantined]:
    settled = Quarantined.objects.exclude(settled=None).select_related("instrument")
    return list(settled.order_by("-settled")[:limit])
