"""The portfolio of every day at once: day x instrument matrices (float64, for ratios and plots).

Quantities are counted in shares of the last day (splits worked in), prices likewise, so that one
product is the value of a holding on every day. Each group of entries has a table of its own
(groups.py), carried out by sheet.py; the portfolio is their sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alley.portfolios import returns
from alley.portfolios.prices import Ints
from alley.portfolios.returns import Floats, Growth


@dataclass(frozen=True, slots=True)
class Table:
    """Each day of one group. Rows are days; the columns of `gains` are `symbols`."""

    symbols: list[str]
    gains: Floats  # of each holding, after its costs
    worth: Floats  # of them together
    cash: Floats
    into: Floats
    out: Floats
    income: Floats  # dividends, before tax
    interest: Floats


@dataclass(slots=True)
class Daily:
    """Each day of a portfolio. Rows are days; the columns of `gains` are `symbols`."""

    days: Ints
    symbols: list[str]
    values: Floats
    into: Floats
    out: Floats
    gains: Floats
    rest: Floats  # of cash: interest, fees, exchange
    income: Floats
    interest: Floats

    def place(self, ordinal: int) -> int:
        return int(np.clip(ordinal - self.days[0], 0, len(self.days) - 1))

    def growth(self, start: int, end: int) -> Growth:
        """Of the days from place `start` to place `end`, both counted."""
        before = self.values[start - 1] if start else 0.0
        span = slice(start, end + 1)
        return returns.growth(self.values[span], self.into[span], self.out[span], before)

    def contributions(self, start: int, end: int) -> Floats:
        """Points of the return of each symbol and, last, of the rest; they add up to it."""
        span = slice(start, end + 1)
        grown = self.growth(start, end)
        first = self.values[start - 1] if start else 0.0
        before = np.concatenate(([first], self.values[start:end]))
        index = np.concatenate(([1.0], grown.index[:-1]))
        parts = np.column_stack((self.gains[span], self.rest[span]))
        return returns.contributions(parts, before + self.into[span], index)


def together(days: Ints, tables: Sequence[Table]) -> Daily:
    names = ("worth", "cash", "into", "out", "income", "interest")
    sums = np.zeros((len(names), len(days)))
    for table in tables:
        for row, name in enumerate(names):
            sums[row] += getattr(table, name)
    worth, cash, into, out, income, interest = sums
    columns = sorted(
        (symbol, order, place)
        for order, table in enumerate(tables)
        for place, symbol in enumerate(table.symbols)
    )
    gains = np.empty((len(days), len(columns)), order="F")  # filled column by column
    for column, (_, order, place) in enumerate(columns):
        gains[:, column] = tables[order].gains[:, place]
    values = worth + cash
    total = np.diff(values, prepend=0.0) - into + out
    return Daily(
        days=days,
        symbols=[symbol for symbol, _, _ in columns],
        values=values,
        into=into,
        out=out,
        gains=gains,
        rest=total - gains.sum(axis=1),
        income=income,
        interest=interest,
    )
