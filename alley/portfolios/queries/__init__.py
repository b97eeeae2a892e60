"""The reads of watchlists and portfolios."""

from alley.portfolios.queries.histories import History, history_of
from alley.portfolios.queries.holdings import Holdings, HoldingView, allocation, holdings_of
from alley.portfolios.queries.lots import HoldingStory, holding_of, open_lots
from alley.portfolios.queries.measures import measure
from alley.portfolios.queries.mine import (
    WatchedView,
    lists_with,
    portfolio_for,
    portfolio_shared,
    portfolios_of,
    rows_of,
    transactions_of,
    watchlist_for,
    watchlist_shared,
    watchlists_of,
)
from alley.portfolios.queries.performance import (
    Performance,
    identity_of,
    income_by_month,
    performance_of,
)
from alley.portfolios.queries.today import Moved, moved
from alley.portfolios.queries.together import Together, performance_together, together_of

__all__ = [
    "History",
    "HoldingStory",
    "HoldingView",
    "Holdings",
    "Moved",
    "Performance",
    "Together",
    "WatchedView",
    "allocation",
    "history_of",
    "holding_of",
    "holdings_of",
    "identity_of",
    "income_by_month",
    "lists_with",
    "measure",
    "moved",
    "open_lots",
    "performance_of",
    "performance_together",
    "portfolio_for",
    "portfolio_shared",
    "portfolios_of",
    "rows_of",
    "together_of",
    "transactions_of",
    "watchlist_for",
    "watchlist_shared",
    "watchlists_of",
]
