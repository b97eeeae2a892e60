"""One number of a portfolio as its page shows it, for whoever waits for it to reach a level."""

from decimal import Decimal

from alley.portfolios.entries import ZERO
from alley.portfolios.queries.histories import History
from alley.portfolios.queries.holdings import holdings_of
from alley.portfolios.queries.today import moved


def measure(history: History, what: str, symbol: str = "") -> Decimal | None:
    """`value` in the portfolio's currency; `day_percent` of today, deposits left out; `weight` of a
    holding in percent, nothing where it is not held. None where it cannot be said."""
    if what == "day_percent":
        day = moved(history)
        known = day is not None and day.is_today and day.percent is not None
        return Decimal(str(day.percent)) if day is not None and known else None
    holdings = holdings_of(history)
    if what == "value":
        return holdings.value
    found = next((one for one in holdings.open if one.symbol == symbol), None)
    if found is None:
        return ZERO
    return None if found.weight is None else found.weight * 100
