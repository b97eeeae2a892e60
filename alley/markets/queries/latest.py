"""The newest prices, as readers see them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from alley.markets.models import Quote, shown
from alley.markets.quotes import QuoteView, quote_event, view_of


def shown_quotes() -> QuerySet[Quote]:
    """Quotes that may be shown to everybody, with their instruments."""
    return shown(Quote.objects.select_related("instrument"))


def quotes_for(wanted: Iterable[str]) -> dict[str, QuoteView]:
    """The latest price of each symbol that has one, in the order asked."""
    order = list(dict.fromkeys(wanted))
    now = timezone.now()
    found = {
        quote.instrument.symbol: view_of(quote, quote.instrument, now)
        for quote in shown_quotes().filter(instrument__symbol__in=order)
    }
    return {symbol: found[symbol] for symbol in order if symbol in found}


def quote_events(topics: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What open pages hear on `quotes:<symbol>`."""
    now = timezone.now()
    symbols = [topic.removeprefix("quotes:") for topic in topics]
    return {
        f"quotes:{quote.instrument.symbol}": quote_event(quote, quote.instrument.symbol, now)
        for quote in shown_quotes().filter(instrument__symbol__in=symbols)
    }


def listed_quotes(limit: int = 60) -> list[QuoteView]:
    """The overview of the markets: the best-known instruments that have a price."""
    now = timezone.now()
    newest = shown_quotes().order_by("instrument__rank", "instrument__kind", "instrument__symbol")
    return [view_of(quote, quote.instrument, now) for quote in newest[:limit]]
