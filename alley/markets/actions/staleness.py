"""A price that has grown old is told to open pages, and cached pages that show it are dropped."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from alley.live import bus
from alley.markets.models import Quote, hidden_sources
from alley.markets.quotes import DAILY, FRESH_DAILY, FRESH_LIVE, is_stale

MOST = 2_000  # a turn; the rest in the next


@transaction.atomic
def tell_stale_quotes(now: datetime) -> int:
    """Tell once of each quote that has become stale; how many. A newer price takes it back."""
    old = Q(kind__in=DAILY, time__lt=now - FRESH_DAILY)
    quiet = ~Q(kind__in=DAILY) & Q(received__lt=now - FRESH_LIVE)
    untold = Quote.objects.filter(old | quiet, told_stale=False).select_related("instrument")
    stale = [q for q in untold.order_by("time")[:MOST] if is_stale(q, q.instrument.symbol, now)]
    if not stale:
        return 0
    Quote.objects.filter(pk__in=[quote.pk for quote in stale]).update(told_stale=True)
    hidden = hidden_sources()
    bus.renewed(f"quotes:{q.instrument.symbol}" for q in stale if q.source not in hidden)
    bus.purge("front", "markets", *(f"instrument:{quote.instrument.symbol}" for quote in stale))
    return len(stale)
