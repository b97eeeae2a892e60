"""Every instrument that has a price, by kind."""

from django.utils import timezone

from alley.markets.models import Kind
from alley.markets.queries import shown_quotes
from alley.markets.quotes import QuoteView, view_of

MOST = 300  # rows a page of prices shows; the rest is found by searching


def priced_instruments() -> list[tuple[str, QuoteView]]:
    """(kind in words, price), in the order of kinds and names. One query."""
    now = timezone.now()
    quotes = shown_quotes().order_by("instrument__kind", "instrument__rank", "instrument__name")
    return [
        (Kind(quote.instrument.kind).many, view_of(quote, quote.instrument, now))
        for quote in quotes[:MOST]
    ]
