"""Entries carried out into a table of days: what was held, paid, paid in and taken out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from alley.portfolios.daily import Table
from alley.portfolios.entries import CLOSING, MOVING, OPENING, TRADES, Entry, Type
from alley.portfolios.prices import NO_SERIES, Ints, Market, filled
from alley.portfolios.returns import Floats


@dataclass(slots=True)
class Ground:
    """What all groups stand on; `outside`: trades are paid from elsewhere."""

    days: Ints
    market: Market
    base: str
    outside: bool
    _rates: dict[str, Floats] = field(default_factory=dict)

    def table(self, entries: Sequence[Entry]) -> Table:
        """Carry out the entries of one group, those of after the last day left out."""
        held = [entry for entry in entries if entry.date.toordinal() <= self.days[-1]]
        symbols = sorted({entry.symbol for entry in held if entry.symbol} | _children(held))
        sheet = _Sheet(self, symbols)
        for entry in held:
            sheet.post(entry)
        return sheet.closed(held, symbols)

    def rate(self, currency: str) -> Floats:
        if currency not in self._rates:
            known = self.market.rates.get(currency, NO_SERIES).on(self.days)
            first = known[~np.isnan(known)][:1]
            known = np.where(np.isnan(known), first if len(first) else 0.0, known)
            self._rates[currency] = np.ones(len(self.days)) if currency == self.base else known
        return self._rates[currency]

    def factor(self, symbol: str) -> Floats:
        """How many shares of the last day one share of each day became."""
        factor = np.ones(len(self.days))
        for ordinal, ratio in self.market.splits.get(symbol, ()):
            factor[self.days < ordinal] *= ratio
        return factor


def _children(entries: Sequence[Entry]) -> set[str]:
    return {entry.other for entry in entries if entry.type is Type.SPIN_OFF}


class _Sheet:
    def __init__(self, ground: Ground, symbols: Sequence[str]) -> None:
        self.ground, self.days, self.rate = ground, ground.days, ground.rate
        self.base, self.outside = ground.base, ground.outside
        self.column = {symbol: place for place, symbol in enumerate(symbols)}
        self.factors = {symbol: ground.factor(symbol) for symbol in symbols}
        shape = (len(self.days), len(symbols))
        self.moved, self.bought, self.paid = (np.zeros(shape, order="F") for _ in range(3))
        self.into, self.out, self.income, self.interest = (
            np.zeros(len(self.days)) for _ in range(4)
        )
        self.purse: dict[str, Floats] = {}
        self.spun: list[Entry] = []
        self.unpriced: list[tuple[int, int, float, float]] = []
        self.dividends: list[tuple[int, int, float, float, float, float, str, float]] = []

    def post(self, entry: Entry) -> None:
        day = entry.date.toordinal() - int(self.days[0])
        own = entry.fx_rate is not None
        rate = float(entry.fx_rate or 0) if own else self.rate(entry.currency or self.base)[day]
        purse = self.base if own else entry.currency or self.base
        gross = float(entry.gross)
        costs = float(entry.fee) + float(entry.tax)
        kind = entry.type
        if kind in OPENING or kind in CLOSING:
            sign = 1.0 if kind in OPENING else -1.0
            place = self.column[entry.symbol]
            count = sign * float(entry.quantity) * self.factors[entry.symbol][day]
            self.moved[day, place] += count
            if kind in TRADES:
                self.bought[day, place] += (sign * gross + costs) * rate
                self._pay(day, purse, -sign * gross - costs, rate)
            else:
                self._move(day, place, count, gross * rate, sign)
                self.paid[day, place] -= costs * rate
                self._pay(day, purse, -costs, rate)
        elif kind in {Type.DIVIDEND, Type.RETURN_OF_CAPITAL}:
            place = self.column[entry.symbol]
            came, income = self.moved[day, place], gross if kind is Type.DIVIDEND else 0.0
            self.dividends.append((day, place, came, gross, income, costs, purse, rate))
        elif kind is Type.SPIN_OFF:
            self.spun.append(entry)
        elif kind is Type.EXCHANGE:
            if not self.outside:
                self._purse(entry.currency)[day] -= float(entry.amount) + costs
                self._purse(entry.other)[day] += float(entry.other_amount)
        elif kind is not Type.SPLIT:
            self._money(entry, day, purse, rate, gross, costs)

    def _money(
        self, entry: Entry, day: int, purse: str, rate: float, gross: float, costs: float
    ) -> None:
        if entry.type in {Type.DEPOSIT, Type.WITHDRAWAL}:
            if self.outside:
                return
            if entry.type is Type.DEPOSIT:
                self.into[day] += gross * rate
            else:
                self.out[day] += gross * rate
                gross = -gross
        elif entry.type is Type.INTEREST:
            self.interest[day] += gross * rate
        else:
            gross = -gross
        if entry.symbol and entry.type in {Type.FEE, Type.TAX, Type.INTEREST}:
            self.paid[day, self.column[entry.symbol]] += (gross - costs) * rate
        self._pay(day, purse, gross - costs, rate)

    def _move(self, day: int, place: int, count: float, value: float, sign: float) -> None:
        if not value:  # a transfer without a price is worth what the market says that day
            self.unpriced.append((day, place, count, sign))
        else:
            self._flow(day, place, value, sign)

    def _flow(self, day: int, place: int, value: float, sign: float) -> None:
        self.bought[day, place] += sign * value
        if sign > 0:
            self.into[day] += value
        else:
            self.out[day] += value

    def _pay(self, day: int, purse: str, amount: float, rate: float) -> None:
        if not self.outside:
            self._purse(purse)[day] += amount * (rate if purse == self.base else 1.0)
        elif amount < 0:
            self.into[day] -= amount * rate
        else:
            self.out[day] += amount * rate

    def _purse(self, currency: str) -> Floats:
        if currency not in self.purse:
            self.purse[currency] = np.zeros(len(self.days))
        return self.purse[currency]

    def closed(self, entries: Sequence[Entry], symbols: list[str]) -> Table:
        held = np.cumsum(self.moved, axis=0)
        fresh: dict[tuple[int, int], float] = {}
        for entry in self.spun:
            self._spin(entry, held, fresh)
        prices = self._prices(entries, symbols)
        for day, place, count, sign in self.unpriced:
            self._flow(day, place, abs(count) * prices[day, place], sign)
        for day, place, came, gross, income, costs, purse, rate in self.dividends:
            before = (held[day - 1, place] if day else 0.0) + fresh.get((day, place), 0.0)
            way = -1.0 if before + came < 0 < gross else 1.0  # who is short pays it
            self.income[day] += way * income * rate
            self.paid[day, place] += (way * gross - costs) * rate
            self._pay(day, purse, way * gross - costs, rate)
        worth = held * prices
        cash = np.zeros(len(self.days))
        for currency, moves in self.purse.items():
            cash += np.cumsum(moves) * self.rate(currency)
        gains = self.paid
        gains -= self.bought
        gains += worth
        gains[1:] -= worth[:-1]
        return Table(
            symbols=symbols,
            gains=gains,
            worth=_lean(worth.sum(axis=1)),
            cash=_lean(cash),
            into=_lean(self.into),
            out=_lean(self.out),
            income=_lean(self.income),
            interest=_lean(self.interest),
        )

    def _spin(self, entry: Entry, held: Floats, fresh: dict[tuple[int, int], float]) -> None:
        """Of what was held the evening before, and of what was spun off earlier that morning."""
        day = entry.date.toordinal() - int(self.days[0])
        parent, child = self.column[entry.symbol], self.column[entry.other]
        before = held[day - 1, parent] if day else 0.0
        count = (before + fresh.get((day, parent), 0.0)) / self.factors[entry.symbol][day]
        count *= float(entry.ratio) * self.factors[entry.other][day]
        fresh[day, child] = fresh.get((day, child), 0.0) + count
        held[day:, child] += count

    def _prices(self, entries: Sequence[Entry], symbols: list[str]) -> Floats:
        """In portfolio currency, for shares of the last day; 0 where nothing at all is known."""
        traded: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.type in MOVING and entry.quantity:
                traded.setdefault(entry.symbol, []).append(entry)
        table = np.zeros((len(self.days), len(symbols)), order="F")  # filled column by column
        for place, symbol in enumerate(symbols):
            series = self.ground.market.prices.get(symbol, NO_SERIES)
            trades = traded.get(symbol, [])
            currency = self.ground.market.priced_in(symbol, trades) or self.base
            factor = self.factors[symbol]
            known = series.on(self.days)
            if series.raw:
                known /= factor
            own = self._paid(trades, currency)
            table[:, place] = filled(known, series.days, self.days, own, factor)
            table[:, place] *= self.rate(currency)
        return table

    def _paid(self, trades: Sequence[Entry], currency: str) -> dict[int, float]:
        """The price of one in each trade, by day, in `currency`."""
        found = {}
        for trade in trades:
            if gross := trade.gross:
                day = trade.date.toordinal()
                found[day] = float(gross / trade.quantity)
                if trade.currency and trade.currency != currency:
                    place = day - int(self.days[0])
                    unit = self.rate(currency)[place]
                    found[day] *= self.rate(trade.currency)[place] / unit if unit else 0.0
        return found


def _lean(values: Floats) -> Floats:
    """Tables are kept: days on which nothing ever happens take no room."""
    return values if values.any() else np.broadcast_to(np.float64(0), values.shape)
