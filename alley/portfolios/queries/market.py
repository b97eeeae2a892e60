"""What portfolios need of the markets: closes as two columns, rates, splits, who is who."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import FloatField
from django.db.models.functions import Cast

from alley.markets.models import Adjustment, Bar, CorporateAction, Instrument, Interval, Quote
from alley.markets.quotes import DAILY
from alley.markets.symbols import MINOR
from alley.portfolios.daily import NO_SERIES, Ints, Market, Series, Splits
from alley.portfolios.entries import Entry, Type
from alley.portfolios.models import Closes
from alley.portfolios.rates import VIA, NoRate, RateTable
from alley.portfolios.returns import Floats


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
    label: str = ""  # whose prices, of what kind
    adjustment: str = Adjustment.RAW


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything about the markets that one portfolio's figures depend on."""

    listings: dict[str, Listing]
    market: Market
    rates: RateTable


@dataclass(frozen=True, slots=True)
class Closing:
    """A pair's closes; a float as the decimal it was written as."""

    series: Series

    def on(self, day: date) -> Decimal:
        place = int(np.searchsorted(self.series.days, day.toordinal(), side="right")) - 1
        return Decimal(repr(float(self.series.values[max(0, place)])))


@dataclass(frozen=True, slots=True)
class Copy:
    """An instrument's daily closes, unpacked."""

    days: Ints
    values: Floats
    source: str
    adjustment: str


MOST_UNPACKED = 5_000  # instruments; ten years of one are 40 KB
_unpacked: dict[int, Copy] = {}  # by the number of the row, which is never used again


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
    symbols: set[str], currencies: set[str], base: str, entries: Iterable[Entry]
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
        if row := kept.get(one.pk):
            listings[symbol] = _labelled(one, row)
            prices[symbol] = _series(row, one.divisor)
    _add_quotes(prices, {s: listings[s] for s in symbols if s in listings})
    table = RateTable(base, _courses(pairs, listings, kept), lenient=True)
    market = Market(
        prices=prices,
        currencies={s: listings[s].currency or base for s in symbols if s in listings},
        rates=_rate_series(wanted, table),
        splits=splits_of({listings[s].pk: s for s in symbols if s in listings}, entries),
    )
    return Surroundings({s: listings[s] for s in symbols if s in listings}, market, table)


def closes_of(instruments: set[int]) -> dict[int, Copy]:
    """The closes of these instruments. Copies are dropped where bars change (hearing.py), so one
    that is there is right; each is unpacked once in this process."""
    if not instruments:
        return {}
    rows = dict(Closes.objects.filter(instrument__in=instruments).values_list("instrument", "pk"))
    missing = instruments - set(rows)
    for instrument in (
        Bar.objects.filter(instrument__in=missing, interval=Interval.DAY)
        .values_list("instrument", flat=True)
        .distinct()
        if missing
        else ()
    ):
        rows[instrument] = _copied(instrument).pk
    wanted = {pk for pk in rows.values() if pk not in _unpacked}
    fresh = {row.pk: _unpack(row) for row in Closes.objects.filter(pk__in=wanted)}
    found = {i: fresh.get(pk) or _unpacked[pk] for i, pk in rows.items()}
    if not connection.in_atomic_block:  # what a transaction wrote may yet be undone
        if len(_unpacked) > MOST_UNPACKED:
            _unpacked.clear()
        _unpacked.update(fresh)
    return found


def _unpack(row: Closes) -> Copy:
    days = np.frombuffer(bytes(row.days), dtype=np.int32).astype(np.int64)
    values = np.frombuffer(bytes(row.closes), dtype=np.float64)
    return Copy(days, values, row.source, row.adjustment)


def _copied(instrument: int) -> Closes:
    bars = Bar.objects.filter(instrument=instrument, interval=Interval.DAY).order_by("time")
    rows = bars.values_list("time", Cast("close", FloatField()))
    table = [(time.toordinal(), close) for time, close in rows]
    newest = bars.only("source", "kind", "adjustment").latest("time")
    copy, _ = Closes.objects.update_or_create(
        instrument_id=instrument,
        defaults={
            "days": np.array([day for day, _ in table], dtype=np.int32).tobytes(),
            "closes": np.array([close for _, close in table], dtype=np.float64).tobytes(),
            "last": newest.time,
            "source": newest.source,
            "kind": newest.kind,
            "adjustment": newest.adjustment,
        },
    )
    return copy


def _series(copy: Copy, divisor: int) -> Series:
    values = copy.values if divisor == 1 else copy.values / divisor
    return Series(copy.days, values, raw=copy.adjustment == Adjustment.RAW)


def _labelled(one: Listing, copy: Copy) -> Listing:
    return replace(one, label=copy.source, adjustment=copy.adjustment)


def _add_quotes(prices: dict[str, Series], listings: dict[str, Listing]) -> None:
    """The latest quote stands for its day, where it is newer than the last bar."""
    by_pk = {one.pk: one for one in listings.values()}
    rows = Quote.objects.filter(instrument__in=by_pk).values_list(
        "instrument", "price", "time", "kind"
    )
    for pk, price, time, kind in rows:
        one = by_pk[pk]
        series = prices.get(one.symbol, NO_SERIES)
        day, value = time.astimezone(UTC).toordinal(), float(price) / one.divisor
        if not len(series.days) or day > series.days[-1]:
            prices[one.symbol] = Series(
                np.append(series.days, day), np.append(series.values, value), series.raw
            )
        elif day == series.days[-1] and kind not in DAILY:
            values = series.values.copy()
            values[-1] = value
            prices[one.symbol] = Series(series.days, values, series.raw)


def _pairs(currencies: set[str]) -> dict[str, tuple[str, str]]:
    known = sorted(currencies | set(VIA))
    return {f"FX:{one}-{two}": (one, two) for one in known for two in known if one != two}


def _courses(
    pairs: dict[str, tuple[str, str]], listings: dict[str, Listing], kept: dict[int, Copy]
) -> dict[tuple[str, str], Closing]:
    found = {}
    for symbol, pair in pairs.items():
        row = kept.get(listings[symbol].pk) if symbol in listings else None
        if row is not None:
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
        found[currency] = Series(days[good], value[good])
    return found


def splits_of(symbols: dict[int, str], entries: Iterable[Entry]) -> dict[str, Splits]:
    """Those the reader wrote down, and the market's own where they wrote none near that day."""
    found: dict[str, dict[int, float]] = {}
    for entry in entries:
        if entry.type is Type.SPLIT:
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
