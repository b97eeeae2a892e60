"""What portfolios need of the markets: closes, rates, splits, who is who."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from alley.markets.models import Adjustment, CorporateAction, Instrument, Quote, shown
from alley.markets.quotes import DAILY
from alley.markets.symbols import MINOR
from alley.portfolios.credits import Credit
from alley.portfolios.entries import Entry, Type
from alley.portfolios.prices import NO_SERIES, Market, Series, Splits
from alley.portfolios.queries.closes import Copy, closes_of
from alley.portfolios.rates import VIA, NoRate, RateTable


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a symbol; `divisor` makes pounds of pence."""

    symbol: str
    name: str
    kind: str = ""
    currency: str = ""
    sector: str = ""
    country: str = ""
    pk: int = 0
    divisor: int = 1
    credits: tuple[tuple[int, Credit], ...] = ()  # from which day (an ordinal) on, oldest first
    adjustment: str = Adjustment.RAW

    def credit(self, day: date) -> Credit | None:
        """Whose the price of a day is."""
        known = [one for since, one in self.credits if since <= day.toordinal()]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything about the markets that one portfolio's figures depend on."""

    listings: dict[str, Listing]
    market: Market
    rates: RateTable
    rated: Hashable  # changes where any rate does
    rate_credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """A pair's closes; a float as the decimal it was written as."""

    series: Series

    def on(self, day: date) -> Decimal:
        place = int(np.searchsorted(self.series.days, day.toordinal(), side="right")) - 1
        return Decimal(repr(float(self.series.values[max(0, place)])))


def listings_of(symbols: Iterable[str]) -> dict[str, Listing]:
    found = Instrument.objects.filter(symbol__in=set(symbols))
    return {
        one.symbol: Listing(
            one.symbol, one.name, one.kind, one.currency, one.sector, one.country, one.pk,
            100 if one.unit in MINOR else 1,
        )
        for one in found
    }  # fmt: skip


def surroundings(
    symbols: set[str], currencies: set[str], base: str, written: Iterable[Entry]
) -> Surroundings:
    """Prices, rates and splits for these symbols; a fixed number of queries."""
    pairs = _pairs(currencies | {base})
    listings = listings_of(symbols | set(pairs))
    wanted = currencies | {one.currency for one in listings.values() if one.currency}
    if wanted - currencies:
        pairs = _pairs(wanted | {base})
        listings |= listings_of(set(pairs) - set(listings))
    kept = closes_of({one.pk for one in listings.values()})
    prices = {}
    for symbol in sorted(symbols & set(listings)):
        one = listings[symbol]
        if (row := kept.get(one.pk)) and len(row.days):
            listings[symbol] = _labelled(one, row)
            prices[symbol] = _series(row, one.divisor)
    listings |= _add_quotes(prices, {s: listings[s] for s in symbols if s in listings})
    courses = _courses(pairs, listings, kept)
    table = RateTable(base, courses, lenient=True)
    market = Market(
        prices=prices,
        currencies={s: listings[s].currency or base for s in symbols if s in listings},
        rates=_rate_series(wanted, table),
        splits=splits_of({listings[s].pk: s for s in symbols if s in listings}, written),
    )
    return Surroundings(
        listings={s: listings[s] for s in symbols if s in listings},
        market=market,
        rates=table,
        rated=tuple((pair, courses[pair].series.edition) for pair in sorted(courses)),
        rate_credits=_rate_credits(pairs, listings, kept) if len(wanted | {base}) > 1 else (),
    )


def _rate_credits(
    pairs: dict[str, tuple[str, str]], listings: dict[str, Listing], kept: dict[int, Copy]
) -> tuple[Credit, ...]:
    known = (kept.get(listings[symbol].pk) for symbol in pairs if symbol in listings)
    return tuple(dict.fromkeys(copy.credit for copy in known if copy and len(copy.days)))


def _series(copy: Copy, divisor: int) -> Series:
    values = copy.values if divisor == 1 else copy.values / divisor
    return Series(copy.days, values, copy.adjustment == Adjustment.RAW, (copy.pk, divisor))


def _labelled(one: Listing, copy: Copy) -> Listing:
    return replace(one, credits=((0, copy.credit),), adjustment=copy.adjustment)


def _add_quotes(prices: dict[str, Series], listings: dict[str, Listing]) -> dict[str, Listing]:
    """The latest quote stands for its day, where it is newer than the last bar; the listings
    whose last price is a quote's."""
    by_pk = {one.pk: one for one in listings.values()}
    rows = shown(Quote.objects.filter(instrument__in=by_pk)).values_list(
        "instrument", "price", "time", "kind", "source"
    )
    found = {}
    for pk, price, time, kind, source in rows:
        one = by_pk[pk]
        series = prices.get(one.symbol, NO_SERIES)
        day, value = time.astimezone(UTC).toordinal(), float(price) / one.divisor
        edition = (series.edition, day, value)
        if not len(series.days) or day > series.days[-1]:
            prices[one.symbol] = Series(
                np.append(series.days, day), np.append(series.values, value), series.raw, edition
            )
        elif day == series.days[-1] and kind not in DAILY:
            values = series.values.copy()
            values[-1] = value
            prices[one.symbol] = Series(series.days, values, series.raw, edition)
        else:
            continue
        credits = (*one.credits, (day, Credit(kind, source)))
        found[one.symbol] = replace(one, credits=credits)
    return found


def _pairs(currencies: set[str]) -> dict[str, tuple[str, str]]:
    known = sorted(currencies | set(VIA))
    return {f"FX:{one}-{two}": (one, two) for one in known for two in known if one != two}


def _courses(
    pairs: dict[str, tuple[str, str]], listings: dict[str, Listing], kept: dict[int, Copy]
) -> dict[tuple[str, str], Closing]:
    found = {}
    for symbol, pair in pairs.items():
        row = kept.get(listings[symbol].pk) if symbol in listings else None
        if row is not None and len(row.days):
            found[pair] = Closing(_series(row, 1))
    return found


def _rate_series(currencies: set[str], table: RateTable) -> dict[str, Series]:
    found = {}
    for currency in currencies - {table.base}:
        try:
            path = table.path(currency)
        except NoRate:
            continue
        legs = [(course.series, turned) for course, turned in path if isinstance(course, Closing)]
        days = np.unique(np.concatenate([series.days for series, _ in legs]))
        value = np.ones(len(days))
        for series, turned in legs:
            leg = series.on(days)
            value = value / leg if turned else value * leg
        good = ~np.isnan(value)
        edition = tuple((series.edition, turned) for series, turned in legs)
        found[currency] = Series(days[good], value[good], edition=edition)
    return found


def splits_of(symbols: dict[int, str], written: Iterable[Entry]) -> dict[str, Splits]:
    """Those the reader wrote down, and the market's own where they wrote none near that day."""
    found: dict[str, dict[int, float]] = {}
    for entry in written:
        found.setdefault(entry.symbol, {})[entry.date.toordinal()] = float(entry.ratio)
    for entry in market_splits(symbols, found):
        found.setdefault(entry.symbol, {})[entry.date.toordinal()] = float(entry.ratio)
    return {symbol: sorted(days.items()) for symbol, days in found.items()}


def market_splits(symbols: dict[int, str], written: dict[str, Any]) -> list[Entry]:
    """Splits that the market knows and the reader did not write down within a week."""
    actions = CorporateAction.objects.filter(
        instrument__in=symbols, kind=CorporateAction.Kind.SPLIT
    ).values_list("instrument", "ex_date", "new", "old")
    found = []
    for pk, day, new, old in actions:
        near = written.get(symbols[pk], ())
        if any(abs(day.toordinal() - ordinal) <= 7 for ordinal in near):
            continue
        if new and old:
            ratio = Fraction(new) / Fraction(old)
            found.append(Entry(day, Type.SPLIT, symbols[pk], ratio=ratio))
    return found
