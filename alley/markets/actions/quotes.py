"""Prices as they come: newest wins, late ones change nothing, a wrong unit is kept away."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from alley.live import bus
from alley.markets.actions import ticks as log
from alley.markets.adjustments import times
from alley.markets.models import (
    Adjustment,
    Bar,
    CorporateAction,
    Instrument,
    Interval,
    LoggedTick,
    PriceKind,
    Quarantined,
    Quote,
    hidden_sources,
)
from alley.markets.queries.corporate import splits_in
from alley.markets.quotes import text_of, text_or_none, view_of
from alley.markets.tick import Tick

TAKEN, LATE, QUARANTINED = LoggedTick.Outcome
UNKNOWN, REFUSED = "unknown", "refused"
LARGEST = Decimal(10) ** 16  # what a price's column holds
TOLERANCE = Decimal("0.02")  # how near to exactly 100 times a price must be to be a unit's mistake


@dataclass(frozen=True, slots=True)
class Recorded:
    accepted: int
    late: int
    quarantined: int
    unknown: int
    refused: int = 0  # no number, or none that a price can be


@transaction.atomic
def record_quotes(batch: Iterable[Tick], *, guarded: bool = True) -> Recorded:
    """Log every tick, keep the newest price of each symbol and tell open pages, one event a
    symbol and batch.

    Callers hand over what came within a quarter of a second at a time, so a page hears of a
    symbol at most four times a second. Without `guarded` a price in what looks like another unit
    is taken: somebody has looked at it.
    """
    ticks = sorted(batch, key=lambda tick: tick.time)
    log.one_writer()
    wanted = {tick.symbol for tick in ticks}
    found = {
        instrument.symbol: instrument
        for instrument in Instrument.objects.filter(symbol__in=wanted).select_related("quote")
    }
    now = timezone.now()
    results = [_take(found.get(tick.symbol), tick, now, guarded) for tick in ticks]
    taken = {tick.symbol for tick, result in zip(ticks, results, strict=True) if result == TAKEN}
    hidden = hidden_sources() if taken else frozenset()
    for symbol in sorted(taken):
        _save(found[symbol], hidden)
    log.append(
        LoggedTick(
            instrument=found[tick.symbol],
            price=tick.price,
            volume=tick.volume,
            time=tick.time,
            received=now,
            source=tick.source,
            kind=tick.kind,
            outcome=result,
        )
        for tick, result in zip(ticks, results, strict=True)
        if result in LoggedTick.Outcome.values
    )
    outcomes = (TAKEN, LATE, QUARANTINED, UNKNOWN, REFUSED)
    return Recorded(*(results.count(outcome) for outcome in outcomes))


@transaction.atomic
def begin_replay(symbols: Sequence[str]) -> None:
    """Forget the last replayed prices of these symbols, so that the recording can start again."""
    Quote.objects.filter(instrument__symbol__in=list(symbols), kind=PriceKind.SYNTHETIC).delete()


def _take(instrument: Instrument | None, tick: Tick, now: datetime, guarded: bool) -> str:
    if instrument is None:
        return UNKNOWN
    if not tick.price.is_finite() or abs(tick.price) >= LARGEST:
        return REFUSED
    quote: Quote | None = getattr(instrument, "quote", None)
    if quote is not None and tick.time <= quote.time:
        return LATE
    if guarded and quote is not None and _is_suspicious(instrument, quote, tick):
        _quarantine(instrument, tick, quote.price, now)
        return QUARANTINED
    _advance(instrument, quote, tick, now)
    return TAKEN


def _is_suspicious(instrument: Instrument, quote: Quote, tick: Tick) -> bool:
    """In another unit, and no split or change of unit since the last price explains it."""
    if not is_unit_mistake(tick.price, quote.price):
        return False
    explained = instrument.corporate_actions.filter(
        kind__in=[CorporateAction.Kind.SPLIT, CorporateAction.Kind.UNIT],
        ex_date__gt=quote.time.date() - timedelta(days=1),
        ex_date__lte=tick.time.date(),
    )
    return not explained.exists()


def is_unit_mistake(price: Decimal, last: Decimal) -> bool:
    """About a hundred times the last, or a hundredth: pence taken for pounds."""
    if not last or not price:
        return False
    ratio = price / last
    return abs(ratio / 100 - 1) <= TOLERANCE or abs(ratio * 100 - 1) <= TOLERANCE


def _quarantine(instrument: Instrument, tick: Tick, last: Decimal, now: datetime) -> None:
    Quarantined.objects.create(
        instrument=instrument,
        price=tick.price,
        last=last,
        time=tick.time,
        received=now,
        source=tick.source,
        kind=tick.kind,
    )


def _advance(instrument: Instrument, quote: Quote | None, tick: Tick, now: datetime) -> None:
    same_day = quote is not None and quote.time.date() == tick.time.date()
    if quote is None:
        quote = Quote(instrument=instrument)
    if not same_day:
        quote.previous_close = _close_before(instrument, tick.time)
    quote.price, quote.time, quote.received = tick.price, tick.time, now
    quote.source, quote.kind, quote.delay_minutes = tick.source, tick.kind, tick.delay_minutes


def _close_before(instrument: Instrument, moment: datetime) -> Decimal | None:
    """In today's shares: on the day of a 4:1 split yesterday's 400 is 100."""
    midnight = datetime.combine(moment.date(), time(), UTC)
    bars = Bar.objects.filter(instrument=instrument, interval=Interval.DAY, time__lt=midnight)
    last = bars.order_by("-time").only("time", "close", "adjustment").first()
    if last is None or last.adjustment != Adjustment.RAW:
        return None if last is None else last.close
    splits = instrument.corporate_actions.filter(
        ex_date__gt=last.time.date(), ex_date__lte=moment.date()
    )
    factor = math.prod((one.price_factor for one in splits_in(list(splits))), start=Fraction(1))
    return times(last.close, factor)


def _save(instrument: Instrument, hidden: frozenset[str]) -> None:
    """Saved always; told to open pages where its source may be shown."""
    quote = instrument.quote
    if quote.told_stale:
        quote.told_stale = False
        bus.purge("front", "markets", f"instrument:{instrument.symbol}")
    quote.save()
    if quote.source not in hidden:
        bus.publish(f"quotes:{instrument.symbol}", event_of(instrument))


def event_of(instrument: Instrument) -> dict[str, Any]:
    view = view_of(instrument.quote, instrument, timezone.now())
    return {
        "type": "quote",
        "symbol": view.symbol,
        "price": text_of(view.price),
        "change": text_or_none(view.change),
        "change_percent": text_or_none(view.change_percent),
        "time": view.as_dict()["time"],
        "kind": view.kind,
        "label": view.label,
        "stale": view.stale,
        "stale_at": view.as_dict()["stale_at"],
        "badge": view.badge,
    }
