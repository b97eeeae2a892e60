"""All portfolios of a reader as one, in one currency; what moved between them is no payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alley.accounts.models import Reader
from alley.markets.quotes import day_of
from alley.portfolios.credits import Credit
from alley.portfolios.daily import Daily
from alley.portfolios.entries import Entry, Type
from alley.portfolios.inside import Move, moves
from alley.portfolios.queries.histories import History, history_of
from alley.portfolios.queries.market import surroundings
from alley.portfolios.queries.mine import portfolios_of
from alley.portfolios.queries.performance import (
    About,
    Performance,
    benchmark_of,
    performed,
)
from alley.portfolios.rates import RateTable
from alley.portfolios.sheet import Ground


@dataclass(frozen=True, slots=True)
class Together:
    """`moves` stay inside; a portfolio in a currency without a rate (`without_rate`) counts as
    nothing."""

    currency: str
    histories: list[History]
    moves: list[Move]
    rates: RateTable
    table: Daily

    @property
    def credits(self) -> list[Credit]:
        return list(dict.fromkeys(one for each in self.histories for one in each.credits))

    @property
    def label(self) -> str:
        newest = f"newest of {day_of(self.priced)}"
        return "; ".join([*(one.words for one in self.credits), newest]) if self.credits else ""

    @property
    def priced(self) -> date:
        return max(history.priced for history in self.histories)

    @property
    def without_rate(self) -> list[str]:
        bases = {history.portfolio.currency for history in self.histories}
        return sorted(one for one in bases if not self.rates.knows(one))

    @property
    def masked(self) -> bool:
        """Whoever hides one portfolio's amounts does not want its sum shown either."""
        return any(history.portfolio.masked for history in self.histories)

    def name_of(self, symbol: str) -> str:
        names = (h.name_of(symbol) for h in self.histories if symbol in h.symbols)
        return next(names, symbol)

    def value_of(self, history: History, day: date) -> float:
        """What one of them is worth that evening, in the common currency."""
        place = day.toordinal() - history.start.toordinal()
        own = history.daily().values
        value = float(own[min(place, len(own) - 1)]) if place >= 0 else 0.0
        return value * float(self.rates.rate(history.portfolio.currency, day))


def together_of(reader: Reader, currency: str = "", today: date | None = None) -> Together | None:
    """None where fewer than two have anything in them. Without `currency`, the first one's."""
    histories = [history_of(one, today) for one in portfolios_of(reader)]
    histories = [history for history in histories if history.groups]
    if len(histories) < 2:
        return None
    currency = currency or histories[0].portfolio.currency
    bases = {history.portfolio.currency for history in histories}
    around = surroundings(set(), bases, currency, [])
    inner = moves([_counted(history) for history in histories])
    start = min(history.start for history in histories).toordinal()
    days = np.arange(start, histories[0].today.toordinal() + 1)
    ground = Ground(days, around.market, currency, outside=False)
    return Together(currency, histories, inner, around.rates, _table(histories, inner, ground))


def _counted(history: History) -> list[Entry]:
    """Where cash is kept elsewhere, deposits and withdrawals count for nothing."""
    money = {Type.DEPOSIT, Type.WITHDRAWAL} if history.outside else set()
    return [entry for entry in history.entries if entry.type not in money]


def _table(histories: Sequence[History], inner: Sequence[Move], ground: Ground) -> Daily:
    days, sums = ground.days, np.zeros((5, len(ground.days)))
    symbols = sorted({symbol for history in histories for symbol in history.daily().symbols})
    gains = np.zeros((len(days), len(symbols)), order="F")
    for history in histories:
        own = history.daily()
        first = int(own.days[0] - days[0])
        rate = ground.rate(history.portfolio.currency)[first:]
        parts = (own.values, own.into, own.out, own.income, own.interest)
        for row, part in enumerate(parts):
            sums[row, first:] += part * rate
        for column, symbol in enumerate(own.symbols):
            gains[first:, symbols.index(symbol)] += own.gains[:, column] * rate
    values, into, out, income, interest = sums
    for move in inner:
        day = move.into.date.toordinal() - int(days[0])
        into[day] -= _worth(histories[move.came], move.into, ground, day)
        out[day] -= _worth(histories[move.left], move.out, ground, day)
    total = np.diff(values, prepend=0.0) - into + out
    rest = total - gains.sum(axis=1)
    return Daily(days, symbols, values, into, out, gains, rest, income, interest)


def _worth(history: History, entry: Entry, ground: Ground, day: int) -> float:
    base = history.portfolio.currency
    rate = entry.fx_rate or history.around.rates.rate(entry.currency or base, entry.date)
    return float(history.with_price(entry).gross * rate) * float(ground.rate(base)[day])


def performance_together(
    together: Together, start: date | None = None, end: date | None = None
) -> Performance:
    own = (h for h in together.histories if h.portfolio.currency == together.currency)
    compared = next((h for h in own if h.portfolio.benchmark), None)
    return performed(
        together.table,
        start,
        end or together.priced,
        About(
            currency=together.currency,
            name_of=together.name_of,
            benchmark=lambda days: benchmark_of(compared, days) if compared else None,
            without_price=sorted({n for h in together.histories for n in h.without_price}),
            credits=together.credits,
            label=together.label,
        ),
    )
