"""One number of a portfolio, for whoever waits for it to reach a level (alerts)."""

from alley.portfolios.models import Portfolio
from alley.portfolios.queries.histories import history_of

MEASURES = ("value", "day_percent", "weight")


def measure(portfolio: Portfolio, what: str, symbol: str = "") -> float | None:
    """`value` in the portfolio's currency; `day_percent`, deposits left out; `weight` of a symbol
    in percent. None where there is nothing to say: no transactions, no capital, not held."""
    history = history_of(portfolio)
    if not history.entries or what not in MEASURES:
        return None
    table = history.daily()
    last = len(table.days) - 1
    value = float(table.values[last])
    if what == "value":
        return value
    if what == "day_percent":
        total = table.growth(last, last).total
        return None if total is None else total * 100
    if symbol not in table.symbols or value <= 0:
        return None
    return float(table.worth[last, table.symbols.index(symbol)]) / value * 100
