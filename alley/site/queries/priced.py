"""Every instrument that has a price."""

from django.utils import timezone

from alley.markets.models import Instrument
from alley.markets.queries import shown_quotes
from alley.markets.quotes import QuoteView, view_of

MOST = 300  # rows a page of prices shows; the rest is found by searching


def priced_instruments() -> list[tuple[Instrument, QuoteView]]:
    """In the order of kinds, ranks and names. One query."""
    now = timezone.now()
    quotes = shown_quotes().order_by("instrument__kind", "instrument__rank", "instrument__name")
    return [(quote.instrument, view_of(quote, quote.instrument, now)) for quote in quotes[:MOST]]
