"""All entries of a portfolio carried out in order: holdings, cash, gains, income, costs.

The identity every statement must keep (Portfolio Performance's client snapshot, performance
calculation): transfers + gains of price + gains of exchange + income - fees - taxes = value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from alley.portfolios.entries import CLOSING, OPENING, TRADES, ZERO, Entry, Type, ordered
from alley.portfolios.lots import Lots, Method


class Rates(Protocol):
    def rate(self, currency: str, day: date) -> Decimal:
        """Portfolio currency for one unit, on that day or the last before it."""


@dataclass(slots=True)
class HoldingBook:
    """What one instrument has brought so far; sums in the portfolio's money. `currency` is what its
    lots' cost is in: that of the first trade."""

    lots: Lots
    currency: str
    income: Decimal = ZERO
    fees: Decimal = ZERO
    taxes: Decimal = ZERO


@dataclass(slots=True)
class Ledger:
    """Fold entries with `post`, oldest first; `run` does it for all."""

    base: str
    rates: Rates
    method: Method = Method.FIFO
    cash_outside: bool = False  # trades are paid from, and into, an account that is not kept here
    holdings: dict[str, HoldingBook] = field(default_factory=dict)
    cash: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    cash_booked: Decimal = ZERO  # the same movements at the rate of their day
    transfers_in: Decimal = ZERO
    transfers_out: Decimal = ZERO
    interest: Decimal = ZERO
    fees: Decimal = ZERO  # that belong to no instrument
    taxes: Decimal = ZERO
    oversold: list[Entry] = field(default_factory=list)  # sales of more than there was

    def run(self, entries: Iterable[Entry]) -> "Ledger":
        for entry in ordered(entries):
            self.post(entry)
        return self

    def post(self, entry: Entry) -> None:
        rate = self._rate(entry)
        if entry.type in TRADES or entry.type in OPENING or entry.type in CLOSING:
            self._trade(entry, rate)
        elif entry.type is Type.SPLIT:
            if book := self.holdings.get(
                entry.symbol
            ):  # before the first purchase it means nothing
                book.lots.split(entry.ratio)
        elif entry.type is Type.SPIN_OFF:
            new = self._book(entry).lots.spin_off(entry.ratio, entry.share, entry.id)
            self._book(entry, entry.other).lots.take_in(new)
        elif entry.type is Type.RETURN_OF_CAPITAL:
            self._return_capital(entry, rate)
        elif entry.type is Type.EXCHANGE:
            self._exchange(entry)
        else:
            self._money(entry, rate)

    def _return_capital(self, entry: Entry, rate: Decimal) -> None:
        book = self._book(entry)
        way = -1 if book.lots.quantity < 0 < entry.gross else 1  # who is short pays it
        value, unit = self._in_book(book, entry, rate)
        book.lots.return_capital(entry.date, way * value, unit)
        self._pay(entry, way * entry.gross - entry.fee - entry.tax, rate)
        self._costs(entry, rate)

    def _trade(self, entry: Entry, rate: Decimal) -> None:
        book = self._book(entry)
        sign = 1 if entry.type in OPENING else -1
        if entry.type in {Type.SELL, Type.TRANSFER_OUT} and entry.quantity > book.lots.quantity:
            self.oversold.append(entry)
        costs = entry.fee + entry.tax
        if not book.lots.open and not book.lots.gains:
            book.currency = entry.currency or self.base
        value, unit = self._in_book(book, entry, rate)
        book.lots.trade(
            entry.date,
            entry.quantity * sign,
            value,
            unit,
            fees=costs * rate,
            id=entry.id,
            chosen=entry.lot,
        )
        self._costs(entry, rate)
        if entry.type in TRADES:
            self._pay(entry, -sign * entry.gross - costs, rate)
            return
        if sign > 0:
            self.transfers_in += entry.gross * rate
        else:
            self.transfers_out += entry.gross * rate
        if costs:
            self._pay(entry, -costs, rate)

    def _in_book(self, book: HoldingBook, entry: Entry, rate: Decimal) -> tuple[Decimal, Decimal]:
        """What changed hands in the currency of the book, and the portfolio's money for one."""
        if (entry.currency or self.base) == book.currency:
            return entry.gross, rate
        unit = self.rates.rate(book.currency, entry.date)
        return (entry.gross * rate / unit, unit) if unit else (entry.gross, rate)

    def _money(self, entry: Entry, rate: Decimal) -> None:
        amount = entry.gross
        if entry.type is Type.DIVIDEND:
            book = self._book(entry)
            if book.lots.quantity < 0 < amount:
                amount = -amount  # who is short pays it
            book.income += amount * rate
        elif entry.type is Type.INTEREST:
            self.interest += amount * rate
        elif entry.type is Type.FEE:
            self._cost(entry, fees=amount * rate)
            amount = -amount
        elif entry.type is Type.TAX:
            self._cost(entry, taxes=amount * rate)
            amount = -amount
        elif self.cash_outside:  # deposits and withdrawals of an account that is not kept here
            return
        elif entry.type is Type.DEPOSIT:
            self.transfers_in += amount * rate
        else:
            self.transfers_out += amount * rate
            amount = -amount
        self._costs(entry, rate)
        self._pay(entry, amount - entry.fee - entry.tax, rate)

    def _exchange(self, entry: Entry) -> None:
        if self.cash_outside:
            return
        rate = self.rates.rate(entry.currency, entry.date)
        costs = entry.fee + entry.tax
        self.cash[entry.currency] -= entry.amount + costs
        self.cash[entry.other] += entry.other_amount
        self.cash_booked -= costs * rate  # what the swap itself gains or loses is of exchange
        self._costs(entry, rate)

    def _pay(self, entry: Entry, amount: Decimal, rate: Decimal) -> None:
        if self.cash_outside:
            if amount < 0:
                self.transfers_in -= amount * rate
            else:
                self.transfers_out += amount * rate
            return
        if entry.fx_rate is not None:
            self.cash[self.base] += amount * rate
        else:
            self.cash[entry.currency or self.base] += amount
        self.cash_booked += amount * rate

    def _costs(self, entry: Entry, rate: Decimal) -> None:
        self._cost(entry, fees=entry.fee * rate, taxes=entry.tax * rate)

    def _cost(self, entry: Entry, *, fees: Decimal = ZERO, taxes: Decimal = ZERO) -> None:
        if entry.symbol:
            book = self._book(entry)
            book.fees += fees
            book.taxes += taxes
        else:
            self.fees += fees
            self.taxes += taxes

    def _book(self, entry: Entry, symbol: str = "") -> HoldingBook:
        symbol = symbol or entry.symbol
        if symbol not in self.holdings:
            self.holdings[symbol] = HoldingBook(Lots(self.method), entry.currency or self.base)
        return self.holdings[symbol]

    def _rate(self, entry: Entry) -> Decimal:
        if entry.fx_rate is not None:
            return entry.fx_rate
        return self.rates.rate(entry.currency or self.base, entry.date)

    def take(self, part: "Ledger") -> None:
        """Add what another ledger, of other instruments, has come to."""
        self.holdings |= part.holdings
        for currency, amount in part.cash.items():
            self.cash[currency] += amount
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(part, name))
        self.oversold += part.oversold


SUMS = ("cash_booked", "transfers_in", "transfers_out", "interest", "fees", "taxes")


@dataclass(frozen=True, slots=True)
class Statement:
    """Where the value comes from; `difference` is what the lines leave over, and is shown."""

    transfers_in: Decimal
    transfers_out: Decimal
    realised_price: Decimal
    realised_exchange: Decimal
    unrealised_price: Decimal
    unrealised_exchange: Decimal
    cash_exchange: Decimal
    income: Decimal
    fees: Decimal
    taxes: Decimal
    value: Decimal

    @property
    def explained(self) -> Decimal:
        return (
            self.transfers_in
            - self.transfers_out
            + self.realised_price
            + self.realised_exchange
            + self.unrealised_price
            + self.unrealised_exchange
            + self.cash_exchange
            + self.income
            - self.fees
            - self.taxes
        )

    @property
    def difference(self) -> Decimal:
        return self.value - self.explained

    def minus(self, before: "Statement") -> "Statement":
        """The same lines for the time between two statements."""
        return Statement(
            *(getattr(self, name) - getattr(before, name) for name in Statement.__slots__)
        )


def statement(
    ledger: Ledger, prices: Mapping[str, Decimal], currencies: Mapping[str, str], day: date
) -> Statement:
    """The lines on `day`; what nobody has priced counts as nothing, and that is said."""
    unrealised_price = unrealised_exchange = value = ZERO
    for symbol, book in ledger.holdings.items():
        rate = ledger.rates.rate(currencies.get(symbol, book.currency), day)
        lots = book.lots
        worth = lots.quantity * prices.get(symbol, ZERO) * rate
        value += worth
        if currencies.get(symbol, book.currency) != book.currency:
            rate = ledger.rates.rate(book.currency, day)  # cost is in the currency traded in
        unrealised_exchange += lots.cost * rate - lots.cost_base
        unrealised_price += worth - lots.cost * rate
    cash = sum(
        (amount * ledger.rates.rate(currency, day) for currency, amount in ledger.cash.items()),
        ZERO,
    )
    books = ledger.holdings.values()
    return Statement(
        transfers_in=ledger.transfers_in,
        transfers_out=ledger.transfers_out,
        realised_price=sum((book.lots.gained_price for book in books), ZERO),
        realised_exchange=sum((book.lots.gained_exchange for book in books), ZERO),
        unrealised_price=unrealised_price,
        unrealised_exchange=unrealised_exchange,
        cash_exchange=cash - ledger.cash_booked,
        income=ledger.interest + sum((book.income for book in books), ZERO),
        fees=ledger.fees + sum((book.fees for book in books), ZERO),
        taxes=ledger.taxes + sum((book.taxes for book in books), ZERO),
        value=value + cash,
    )
