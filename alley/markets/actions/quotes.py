"""Prices as they come: newest wins, late ones change nothing, a wrong unit is kept away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from alley.live import bus
from alley.markets.actions import ticks as log
from alley.markets.models import (
    Bar,
    Instrument,
    Interval,
    LoggedTick,
    PriceKind,
    Quarantined,
    Quote,
)
from alley.markets.quotes import text_of, text_or_none, view_of

TAKEN, LATE, QUARANTINED = LoggedTick.Outcome
UNKNOWN, REFUSED = "unknown", "refused"
LARGEST = Decimal(10) ** 16  # what a price's column holds
TOLERANCE = Decimal("0.02")  # how near to exactly 100 times a price must be to be a unit's mistake


@dataclass(frozen=True, slots=True)
class Tick:
    symbol: str
    price: Decimal
    time: datetime  # when it was made, not when it came
    source: str
    kind: str = PriceKind.INDICATIVE
    delay_minutes: int = 0
    volume: Decimal | None = None  # traded at this price, where the source says so


@dataclass(frozen=True, slots=True)
class Recorded:
    accepted: int
    late: int
    quarantined: int
    unknown: int
    refused: int = 0  # no number, or none that a price can be


@transaction.atomic
def record_quotes(batch: Iterable[Tick]) -> Recorded:
    """Log every tick, keep the newest price of each symbol and tell open pages, one event a
    symbol and batch.

    Callers hand over what came within a quarter of a second at a time, so a page hears of a
    symbol at most four times a second.
    """
    ticks = sorted(batch, key=lambda tick: tick.time)
    log.one_writer()
    wanted = {tick.symbol for tick in ticks}
    found = {
        instrument.symbol: instrument
        for instrument in Instrument.objects.filter(symbol__in=wanted).select_related("quote")
    }
    now = timezone.now()
    results = [_take(found.get(tick.symbol), tick, now) for tick in ticks]
    taken = {tick.symbol for tick, result in zip(ticks, results, strict=True) if result == TAKEN}
    for symbol in sorted(taken):
        _save(found[symbol])
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


def _take(instrument: Instrument | None, tick: Tick, now: datetime) -> str:
    if instrument is None:
        return UNKNOWN
    if not tick.price.is_finite() or abs(tick.price) >= LARGEST:
        return REFUSED
    quote: Quote | None = getattr(instrument, "quote", None)
    if quote is not None and tick.time <= quote.time:
        return LATE
    if quote is not None and is_unit_mistake(tick.price, quote.price):
        _quarantine(instrument, tick, quote.price, now)
        return QUARANTINED
    _advance(instrument, quote, tick, now)
    return TAKEN


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
    midnight = datetime.combine(moment.date(), time(), UTC)
    bars = Bar.objects.filter(instrument=instrument, interval=Interval.DAY, time__lt=midnight)
    return bars.order_by("-time").values_list("close", flat=True).first()


def _save(instrument: Instrument) -> None:
    instrument.quote.save()
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
    }
