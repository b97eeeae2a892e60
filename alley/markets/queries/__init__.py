"""Reads of instruments and prices."""

from alley.markets.queries.bars import aware, bars_for
from alley.markets.queries.charts import chart_window, has_intraday, newest_moment, usual_chart
from alley.markets.queries.claims import CheckedClaim, checked_claims
from alley.markets.queries.corporate import (
    corporate_actions,
    dividends_in,
    dividends_of,
    splits_in,
    splits_of,
)
from alley.markets.queries.feeds import FeedView, feeds, quarantined, settled_lately
from alley.markets.queries.instruments import (
    aliases_of,
    former_symbols,
    instrument_for,
    instrument_subject,
    other_listings,
    same_issuer,
    search_instruments,
)
from alley.markets.queries.latest import listed_quotes, quote_events, quotes_for, shown_quotes
from alley.markets.queries.page import InstrumentPage, instrument_page
from alley.markets.queries.posted import (
    NO_INSTRUMENT,
    PriceThen,
    kept_window,
    layout_of,
    price_at,
    since_posted,
    snapshot_of,
)
from alley.markets.queries.ranges import ranges_of
from alley.markets.queries.reactions import ReactionRow, reaction_of, rows_behind
from alley.markets.queries.series import Series, series_of, stored_series
from alley.markets.queries.ticks import (
    last_received_before,
    newest_tick,
    packs_after,
    position_of,
    ticks_after,
)

__all__ = [
    "NO_INSTRUMENT",
    "CheckedClaim",
    "FeedView",
    "InstrumentPage",
    "PriceThen",
    "ReactionRow",
    "Series",
    "aliases_of",
    "aware",
    "bars_for",
    "chart_window",
    "checked_claims",
    "corporate_actions",
    "dividends_in",
    "dividends_of",
    "feeds",
    "former_symbols",
    "has_intraday",
    "instrument_for",
    "instrument_page",
    "instrument_subject",
    "kept_window",
    "last_received_before",
    "layout_of",
    "listed_quotes",
    "newest_moment",
    "newest_tick",
    "other_listings",
    "packs_after",
    "position_of",
    "price_at",
    "quarantined",
    "quote_events",
    "quotes_for",
    "ranges_of",
    "reaction_of",
    "rows_behind",
    "same_issuer",
    "search_instruments",
    "series_of",
    "settled_lately",
    "shown_quotes",
    "since_posted",
    "snapshot_of",
    "splits_in",
    "splits_of",
    "stored_series",
    "ticks_after",
    "usual_chart",
]
