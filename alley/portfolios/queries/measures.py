"""One number of a portfolio as its page shows it, for whoever waits for it to reach a level."""

from datetime import timedelta
from decimal import Decimal

from alley.portfolios.entries import ZERO
from alley.portfolios.queries.histories import History
from alley.portfolios.queries.holdings import holdings_of
from alley.portfolios.queries.today import moved


def measure(history: History, what: str, symbol: str = "") -> Decimal | None:
    """`value` in the portfolio's currency; `day_percent` of today, deposits left out; `weight` of a
    holding in percent, nothing where it is not held; `holding_percent`, its day in the portfolio's
    currency. None where it cannot be said."""
    if what == "day_percent":
        day = moved(history)
        known = day is not None and day.is_today and day.percent is not None
        return Decimal(str(day.percent)) if day is not None and known else None
    if what == "holding_percent":
        return _day_of(history, symbol)
    holdings = holdings_of(history)
    if what == "value":
        return holdings.value
    found = next((one for one in holdings.open if one.symbol == symbol), None)
    if found is None:
        return ZERO
    return None if found.weight is None else found.weight * 100


def _day_of(history: History, symbol: str) -> Decimal | None:
    """What a holding gained today, in percent of what was held in the morning and bought since.
    None where it is not held, or has no price of today."""
    held = {one.symbol: one for one in holdings_of(history).open}
    table = history.daily()
    if symbol not in held or held[symbol].priced != history.today or symbol not in table.symbols:
        return None
    day = table.place(history.today.toordinal())
    gain = float(table.gains[day, table.symbols.index(symbol)])
    morning = holdings_of(history, history.today - timedelta(days=1)).open
    before = next((float(one.value) for one in morning if one.symbol == symbol), 0.0)
    capital = max(abs(before), abs(float(held[symbol].value) - gain))
    return Decimal(str(gain / capital * 100)) if capital else None
