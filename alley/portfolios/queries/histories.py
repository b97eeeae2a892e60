"""A portfolio with all that its figures are made of, each of them reckoned when it is asked for."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from django.utils import timezone

from alley.markets.quotes import day_of
from alley.portfolios.credits import Credit
from alley.portfolios.daily import Daily, Table, together
from alley.portfolios.entries import MOVING, ZERO, Entry, Type
from alley.portfolios.groups import Group
from alley.portfolios.ledger import Ledger
from alley.portfolios.lots import Method
from alley.portfolios.models import Portfolio
from alley.portfolios.prices import NEAR, NO_SERIES, Series
from alley.portfolios.queries.market import Surroundings, market_splits, surroundings
from alley.portfolios.queries.rows import groups_of
from alley.portfolios.sheet import Ground


class Priced(NamedTuple):
    price: Decimal
    day: date  # it is of
    own: bool  # the reader's own trade, not the market's


@dataclass(slots=True)
class History:
    """One portfolio, with all that its figures are made of."""

    portfolio: Portfolio
    groups: dict[str, Group]  # of the reader's entries
    derived: list[Entry]  # splits the market knows of
    around: Surroundings
    outside: bool
    today: date
    names: dict[str, str] = field(default_factory=dict)  # as the reader's files call them
    _daily: Daily | None = None
    _ledgers: dict[date, Ledger] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        return [entry for group in self.groups.values() for entry in group.given]

    @property
    def start(self) -> date:
        return min((group.first for group in self.groups.values()), default=self.today)

    @property
    def priced(self) -> date:
        """The last day with a price of anything that was ever held; today where there is none."""
        series = [self.around.market.prices.get(symbol, NO_SERIES) for symbol in self.symbols]
        known = [int(one.days[-1]) for one in series if len(one.days)]
        last = date.fromordinal(max(known)) if known else self.today
        written = max((group.last for group in self.groups.values()), default=self.today)
        return max(min(last, self.today), written)

    @property
    def symbols(self) -> set[str]:
        return {symbol for group in self.groups.values() for symbol in group.symbols}

    def daily(self) -> Daily:
        if self._daily is None:
            days = np.arange(self.start.toordinal(), max(self.today, self.start).toordinal() + 1)
            ground = Ground(days, self.around.market, self.portfolio.currency, self.outside)
            tables = [self._table(group, ground) for group in self.groups.values()]
            self._daily = together(days, tables)
        return self._daily

    def _table(self, group: Group, ground: Ground) -> Table:
        span = (int(ground.days[0]), int(ground.days[-1]))
        prices = tuple(self._edition(symbol) for symbol in sorted(group.symbols))
        source = (span, ground.base, ground.outside, prices, self.around.rated)
        return group.once("table", source, lambda: ground.table(group.entries))

    def _edition(self, symbol: str) -> Hashable:
        """Changes where the market's prices or splits of an instrument do."""
        market = self.around.market
        splits = tuple(market.splits.get(symbol, ()))
        edition = market.prices.get(symbol, NO_SERIES).edition
        return (edition, market.currencies.get(symbol), splits)

    def ledger(self, day: date | None = None) -> Ledger:
        """Carried out up to and with `day`."""
        day = day or self.today
        if day not in self._ledgers:
            self._ledgers[day] = whole = self._empty()
            for group in self.groups.values():
                if group.first <= day:
                    whole.take(self._fold(group, day))
        return self._ledgers[day]

    def _fold(self, group: Group, day: date) -> Ledger:
        own = [e for e in self.derived if e.symbol in group.symbols and e.date <= day]
        prices = tuple(self._edition(symbol) for symbol in sorted(group.symbols))
        until = None if group.last <= day else day
        whose = (self.portfolio.currency, self.portfolio.method, self.outside)
        source = (tuple(own), whose, prices, self.around.rated)
        return group.once(("ledger", until), source, lambda: self._carried_out(group, own, day))

    def _carried_out(self, group: Group, own: list[Entry], day: date) -> Ledger:
        given = (self.with_price(entry) for entry in group.entries if entry.date <= day)
        return self._empty().run([*own, *given])

    def _empty(self) -> Ledger:
        method = Method(self.portfolio.method)
        return Ledger(self.portfolio.currency, self.around.rates, method, self.outside)

    def with_price(self, entry: Entry) -> Entry:
        """A transfer without a price is worth what the market said that day."""
        if entry.type not in {Type.TRANSFER_IN, Type.TRANSFER_OUT} or entry.gross:
            return entry
        priced = self.price_on(entry.symbol, entry.date)
        return replace(entry, price=priced.price if priced else ZERO)

    def price_on(self, symbol: str, day: date) -> Priced | None:
        """A share's price in the currency of `currency_of` as counted on that day: the market's,
        or a trade's own where that is newer and the market's far (prices.NEAR)."""
        series = self.around.market.prices.get(symbol, NO_SERIES)
        ordinal = day.toordinal()
        place = int(np.searchsorted(series.days, ordinal, side="right")) - 1
        splits = self.around.market.splits.get(symbol, ())
        trade = self._lone_trade(symbol, day, series)
        if trade and (place < 0 or trade.date.toordinal() > series.days[place]):
            change = _factor(splits, day) / _factor(splits, trade.date)
            paid = self._converted(trade.gross / trade.quantity, trade, self.currency_of(symbol))
            return Priced(paid * Decimal(repr(change)), trade.date, own=True)
        if place < 0:
            return None
        value, known = float(series.values[place]), date.fromordinal(int(series.days[place]))
        value *= (
            _factor(splits, day)
            if not series.raw
            else _factor(splits, day) / _factor(splits, known)
        )
        return Priced(Decimal(repr(value)), known, own=False)

    def _converted(self, price: Decimal, trade: Entry, currency: str) -> Decimal:
        if not trade.currency or trade.currency == currency:
            return price
        rates = self.around.rates
        unit = rates.rate(currency, trade.date)
        return price * rates.rate(trade.currency, trade.date) / unit if unit else ZERO

    def _lone_trade(self, symbol: str, day: date, series: Series) -> Entry | None:
        """The newest trade until `day` that stands where the market has no price near."""
        for entry in reversed(self.of(symbol)):
            if entry.date > day or entry.type not in MOVING or not (entry.quantity and entry.gross):
                continue
            place = int(np.searchsorted(series.days, entry.date.toordinal(), side="right")) - 1
            lone = place < 0 or entry.date.toordinal() - series.days[place] > NEAR
            return entry if lone else None  # older ones are no newer than the price near this one
        return None

    def name_of(self, symbol: str) -> str:
        if listing := self.around.listings.get(symbol):
            return listing.name
        return self.names.get(symbol) or symbol

    @property
    def without_rate(self) -> set[str]:
        """Currencies that no known rate leads to: counted as nothing, and said."""
        used = {c for group in self.groups.values() for c in group.currencies}
        used |= set(self.around.market.currencies.values())
        return {c for c in used if c and not self.around.rates.knows(c)}

    @property
    def without_price(self) -> list[str]:
        """Names of spun-off shares of which nobody has a price on their first day: until one is
        known they count as nothing, and that is said."""
        spun = [entry for entry in self.entries if entry.type is Type.SPIN_OFF]
        bare = {e.other for e in spun if self.price_on(e.other, e.date) is None}
        return sorted(self.name_of(symbol) for symbol in bare)

    def of(self, symbol: str) -> list[Entry]:
        """The entries of one instrument, in order."""
        group = self.groups.get(symbol) or next(
            (one for one in self.groups.values() if symbol in one.symbols), None
        )
        return [e for e in group.entries if e.symbol == symbol] if group else []

    @property
    def credits(self) -> list[Credit]:
        """Whose prices and rates the figures are reckoned from."""
        listings = (self.around.listings.get(symbol) for symbol in sorted(self.symbols))
        found = [one for listing in listings if listing for _, one in listing.credits]
        return list(dict.fromkeys([*found, *self.around.rate_credits]))

    @property
    def label(self) -> str:
        """`End of day · EIA spot; Reference rate · ECB; newest of 17 Aug 2026`."""
        if not (credits := self.credits):
            return ""
        return "; ".join([*(one.words for one in credits), f"newest of {day_of(self.priced)}"])

    def rated_on(self, currency: str, day: date) -> date | None:
        """The day of the exchange rate that is used for `day`."""
        series = self.around.market.rates.get(currency)
        if series is None or not len(series.days):
            return None
        place = int(np.searchsorted(series.days, day.toordinal(), side="right")) - 1
        return date.fromordinal(int(series.days[max(0, place)]))

    def currency_of(self, symbol: str) -> str:
        """Of its price: the listing's, or that of its trades where only they price it."""
        market = self.around.market
        trades = () if market.knows(symbol) else self.of(symbol)
        return market.priced_in(symbol, trades) or self.portfolio.currency


def _factor(splits: Any, day: date) -> float:
    factor = 1.0
    for ordinal, ratio in splits:
        if day.toordinal() < ordinal:
            factor *= ratio
    return factor


def history_of(portfolio: Portfolio, today: date | None = None) -> History:
    today = today or timezone.now().date()
    groups = groups_of(portfolio, today)
    symbols = {symbol for group in groups.values() for symbol in group.symbols}
    currencies = {currency for group in groups.values() for currency in group.currencies}
    benchmark = {portfolio.benchmark} if portfolio.benchmark else set()
    written = _splits(groups)
    around = surroundings(symbols | benchmark, currencies, portfolio.currency, written)
    by_pk = {one.pk: s for s, one in around.listings.items() if s in symbols}
    days: dict[str, list[int]] = {}
    for entry in written:
        days.setdefault(entry.symbol, []).append(entry.date.toordinal())
    return History(
        portfolio=portfolio,
        groups=groups,
        derived=[e for e in market_splits(by_pk, days) if e.date <= today],
        around=around,
        outside=cash_is_outside(portfolio, groups),
        today=today,
        names=_names(portfolio, symbols - set(around.listings)),
    )


def _splits(groups: dict[str, Group]) -> list[Entry]:
    return [e for group in groups.values() for e in group.given if e.type is Type.SPLIT]


def _names(portfolio: Portfolio, symbols: set[str]) -> dict[str, str]:
    rows = portfolio.transactions.filter(symbol__in=symbols).exclude(name="")
    return dict(rows.values_list("symbol", "name")) if symbols else {}


def cash_is_outside(portfolio: Portfolio, groups: dict[str, Group]) -> bool:
    """By itself: cash is kept here once money was put in; else trades are paid from elsewhere."""
    if portfolio.cash != Portfolio.Cash.AUTO:
        return portfolio.cash == Portfolio.Cash.OUTSIDE
    return not any(group.deposits for group in groups.values())
