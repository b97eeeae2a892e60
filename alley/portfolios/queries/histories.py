"""A portfolio's entries, read once and kept by version: after a change only what changed is read.

What is kept lives in this process and can always be computed anew from the rows.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from alley.portfolios.daily import NEAR, NO_SERIES, Daily, Series, daily
from alley.portfolios.entries import MOVING, ZERO, Entry, Type
from alley.portfolios.ledger import Ledger
from alley.portfolios.lots import Method
from alley.portfolios.models import Portfolio, Transaction
from alley.portfolios.queries.market import Surroundings, market_splits, surroundings

MOST_KEPT = 64
COLUMNS = (
    "id", "date", "type", "symbol", "quantity", "price", "amount", "currency", "fee", "tax",
    "fx_rate", "ratio", "other", "other_amount", "share", "lot", "time", "version",
)  # fmt: skip


@dataclass(slots=True)
class History:
    """One portfolio, with all that its figures are made of."""

    portfolio: Portfolio
    entries: list[Entry]  # the reader's
    derived: list[Entry]  # splits the market knows of
    around: Surroundings
    outside: bool
    today: date
    names: dict[str, str] = field(default_factory=dict)  # as the reader's files call them
    _daily: Daily | None = None
    _ledgers: dict[date, Ledger] = field(default_factory=dict)
    _by_symbol: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def all(self) -> list[Entry]:
        return [*self.entries, *self.derived]

    @property
    def start(self) -> date:
        return min((entry.date for entry in self.entries), default=self.today)

    @property
    def priced(self) -> date:
        """The last day with a price of anything that was ever held; today where there is none."""
        known = [
            int(series.days[-1])
            for symbol, series in self.around.market.prices.items()
            if symbol in self.symbols and len(series.days)
        ]
        last = date.fromordinal(max(known)) if known else self.today
        return max(min(last, self.today), max((e.date for e in self.entries), default=self.today))

    @property
    def symbols(self) -> set[str]:
        return {entry.symbol for entry in self.entries if entry.symbol}

    def daily(self) -> Daily:
        if self._daily is None:
            end = max(self.today, self.start).toordinal()
            self._daily = daily(
                self.entries,
                self.around.market,
                self.portfolio.currency,
                self.start.toordinal(),
                end,
                outside=self.outside,
            )
        return self._daily

    def ledger(self, day: date | None = None) -> Ledger:
        """Carried out up to and with `day`."""
        day = day or self.today
        if day not in self._ledgers:
            ledger = Ledger(
                self.portfolio.currency,
                self.around.rates,
                Method(self.portfolio.method),
                self.outside,
            )
            self._ledgers[day] = ledger.run(self._priced(e) for e in self.all if e.date <= day)
        return self._ledgers[day]

    def _priced(self, entry: Entry) -> Entry:
        """A transfer without a price is worth what the market said that day."""
        if entry.type not in {Type.TRANSFER_IN, Type.TRANSFER_OUT} or entry.gross:
            return entry
        priced = self.price_on(entry.symbol, entry.date)
        return replace(entry, price=priced[0] if priced else ZERO)

    def price_on(self, symbol: str, day: date) -> tuple[Decimal, date] | None:
        """A share's price in the currency of `currency_of` as counted on that day, and the day it
        is of: the market's, or a trade's own where that is newer and the market's far (daily.NEAR).
        """
        series = self.around.market.prices.get(symbol, NO_SERIES)
        ordinal = day.toordinal()
        place = int(np.searchsorted(series.days, ordinal, side="right")) - 1
        splits = self.around.market.splits.get(symbol, ())
        trade = self._lone_trade(symbol, day, series)
        if trade and (place < 0 or trade.date.toordinal() > series.days[place]):
            change = _factor(splits, day) / _factor(splits, trade.date)
            return trade.gross / trade.quantity * Decimal(repr(change)), trade.date
        if place < 0:
            return None
        value, known = float(series.values[place]), date.fromordinal(int(series.days[place]))
        value *= (
            _factor(splits, day)
            if not series.raw
            else _factor(splits, day) / _factor(splits, known)
        )
        return Decimal(repr(value)), known

    def _lone_trade(self, symbol: str, day: date, series: Series) -> Entry | None:
        found = None
        for entry in self.of(symbol):
            if entry.date > day or entry.type not in MOVING or not (entry.quantity and entry.gross):
                continue
            place = int(np.searchsorted(series.days, entry.date.toordinal(), side="right")) - 1
            if place >= 0 and entry.date.toordinal() - series.days[place] <= NEAR:
                continue
            if found is None or (entry.date, entry.id) >= (found.date, found.id):
                found = entry
        return found

    def name_of(self, symbol: str) -> str:
        if listing := self.around.listings.get(symbol):
            return listing.name
        return self.names.get(symbol) or symbol

    @property
    def without_rate(self) -> set[str]:
        """Currencies that no known rate leads to: counted as nothing, and said."""
        used = {e.currency for e in self.entries} | set(self.around.market.currencies.values())
        return {c for c in used if c and not self.around.rates.knows(c)}

    def of(self, symbol: str) -> list[Entry]:
        if not self._by_symbol:
            for entry in self.entries:
                self._by_symbol.setdefault(entry.symbol, []).append(entry)
        return self._by_symbol.get(symbol, [])

    def rated_on(self, currency: str, day: date) -> date | None:
        """The day of the exchange rate that is used for `day`."""
        series = self.around.market.rates.get(currency)
        if series is None or not len(series.days):
            return None
        place = int(np.searchsorted(series.days, day.toordinal(), side="right")) - 1
        return date.fromordinal(int(series.days[max(0, place)]))

    def currency_of(self, symbol: str) -> str:
        if symbol in self.around.market.currencies:
            return self.around.market.currencies[symbol]
        used = [e.currency for e in self.of(symbol) if e.currency]
        return used[-1] if used else self.portfolio.currency


def _factor(splits: Any, day: date) -> float:
    factor = 1.0
    for ordinal, ratio in splits:
        if day.toordinal() < ordinal:
            factor *= ratio
    return factor


@dataclass(slots=True)
class _Rows:
    version: int
    changed: datetime
    entries: dict[int, Entry]


_kept: "OrderedDict[int, _Rows]" = OrderedDict()
_lock = Lock()


def history_of(portfolio: Portfolio, today: date | None = None) -> History:
    today = today or timezone.now().date()
    entries = list(entries_of(portfolio).values())
    symbols = {e.symbol for e in entries if e.symbol}
    symbols |= {e.other for e in entries if e.type is Type.SPIN_OFF}
    currencies = {e.currency for e in entries if e.currency}
    currencies |= {e.other for e in entries if e.type is Type.EXCHANGE}
    benchmark = {portfolio.benchmark} if portfolio.benchmark else set()
    around = surroundings(symbols | benchmark, currencies, portfolio.currency, entries)
    by_pk = {one.pk: s for s, one in around.listings.items() if s in symbols}
    written: dict[str, list[int]] = {}
    for entry in entries:
        if entry.type is Type.SPLIT:
            written.setdefault(entry.symbol, []).append(entry.date.toordinal())
    return History(
        portfolio=portfolio,
        entries=entries,
        derived=[e for e in market_splits(by_pk, written) if e.date <= today],
        around=around,
        outside=cash_is_outside(portfolio, entries),
        today=today,
        names=_names(portfolio, symbols - set(around.listings)),
    )


def _names(portfolio: Portfolio, symbols: set[str]) -> dict[str, str]:
    rows = portfolio.transactions.filter(symbol__in=symbols).exclude(name="")
    return dict(rows.values_list("symbol", "name")) if symbols else {}


def cash_is_outside(portfolio: Portfolio, entries: list[Entry]) -> bool:
    """By itself: cash is kept here once money was put in; else trades are paid from elsewhere."""
    if portfolio.cash != Portfolio.Cash.AUTO:
        return portfolio.cash == Portfolio.Cash.OUTSIDE
    return not any(entry.type is Type.DEPOSIT for entry in entries)


def entries_of(portfolio: Portfolio) -> dict[int, Entry]:
    """By id; only rows written since the last look are read again. Inside a transaction nothing is
    kept: what it wrote may yet be undone."""
    rows = Transaction.objects.filter(portfolio=portfolio)
    if connection.in_atomic_block:
        return _read(rows)
    with _lock:
        kept = _kept.get(portfolio.pk)
    if kept and (kept.version, kept.changed) == (portfolio.version, portfolio.changed):
        return kept.entries
    if kept is None or kept.version >= portfolio.version:
        entries = _read(rows)
    else:
        alive = set(rows.values_list("id", flat=True))
        entries = {pk: entry for pk, entry in kept.entries.items() if pk in alive}
        entries |= _read(rows.filter(version__gt=kept.version))
    with _lock:
        _kept[portfolio.pk] = _Rows(portfolio.version, portfolio.changed, entries)
        _kept.move_to_end(portfolio.pk)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return entries


def _read(rows: "QuerySet[Transaction]") -> dict[int, Entry]:
    return {row[0]: entry_of(row) for row in rows.values_list(*COLUMNS)}


def entry_of(row: tuple[Any, ...]) -> Entry:
    (pk, day, type_, symbol, quantity, price, amount, currency, fee, tax, fx_rate, ratio, other,
     other_amount, share, lot, time, _) = row  # fmt: skip
    return Entry(
        date=day,
        type=TYPES[type_],
        symbol=symbol,
        quantity=quantity or ZERO,
        price=price or ZERO,
        amount=amount or ZERO,
        currency=currency,
        fee=fee or ZERO,
        tax=tax or ZERO,
        fx_rate=fx_rate,
        ratio=fraction_of(ratio) if ratio else ONE,
        other=other,
        other_amount=other_amount or ZERO,
        share=share or ZERO,
        lot=lot,
        time=time,
        id=pk,
    )


TYPES = {kind.value: kind for kind in Type}
ONE = Fraction(1)


def fraction_of(ratio: str) -> Fraction:
    """`2:1` is two new for one old."""
    new, _, old = ratio.partition(":")
    return Fraction(Decimal(new)) / Fraction(Decimal(old or "1"))
