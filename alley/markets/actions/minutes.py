"""Minute bars from the log of ticks. Each tick is read once: its place is saved with the bars."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from alley.markets.actions.prices import Origin, write_bars
from alley.markets.actions.ticks import advance_reader
from alley.markets.importing.prices import Row
from alley.markets.models import Bar, Instrument, Interval, PriceKind, TickReader
from alley.markets.queries.ticks import ticks_after
from alley.markets.taking import Outcome
from alley.markets.ticklog import LoggedTick

READER = "bars"
MOST = 20_000  # ticks a turn
DAILY = (PriceKind.EOD, PriceKind.REFERENCE)  # one price a day is no minute bar
Whose = tuple[int, str, str]  # instrument, source, kind


@transaction.atomic
def roll_up_ticks() -> int:
    """Add the ticks that came to the bars of their minutes; how many bars that touched.

    A late tick widens its minute, but neither opens nor closes it. A minute that another source
    has a bar for is left to it.
    """
    reader, _ = TickReader.objects.get_or_create(name=READER)
    reader = TickReader.objects.select_for_update().get(pk=reader.pk)  # one at a time
    fresh = list(ticks_after(reader.position, MOST))
    if not fresh:
        return 0
    advance_reader(READER, fresh[-1].id)
    by_source: dict[Whose, dict[datetime, list[LoggedTick]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for tick in fresh:
        if tick.outcome != Outcome.QUARANTINED and tick.kind not in DAILY:
            minute = tick.time.replace(second=0, microsecond=0)
            by_source[tick.instrument, tick.source, tick.kind][minute].append(tick)
    instruments = Instrument.objects.in_bulk([instrument for instrument, _, _ in by_source])
    return sum(
        _write(instruments[whose[0]], Origin(*whose[1:]), minutes)
        for whose, minutes in sorted(by_source.items())
        if whose[0] in instruments
    )


def _write(
    instrument: Instrument, origin: Origin, minutes: dict[datetime, list[LoggedTick]]
) -> int:
    bars = Bar.objects.filter(
        instrument=instrument, interval=Interval.MINUTE, time__in=sorted(minutes)
    )
    stored = {bar.time: bar for bar in bars}
    rows = [
        bar_of(minute, stored.get(minute), ticks)
        for minute, ticks in sorted(minutes.items())
        if minute not in stored or stored[minute].source == origin.source
    ]
    write_bars(instrument, Interval.MINUTE, rows, origin)
    return len(rows)


def bar_of(minute: datetime, bar: Bar | None, ticks: list[LoggedTick]) -> Row:
    prices = [tick.price for tick in ticks]
    on_time = [tick.price for tick in ticks if tick.outcome == Outcome.TAKEN]
    stored = [price for price in (bar.high, bar.low) if price is not None] if bar else []
    return Row(
        time=minute,
        open=bar.open if bar else (on_time or prices)[0],
        high=max(*prices, *stored, prices[0]),
        low=min(*prices, *stored, prices[0]),
        close=on_time[-1] if on_time else bar.close if bar else prices[-1],
        volume=_volume(bar, ticks),
    )


def _volume(bar: Bar | None, ticks: Iterable[LoggedTick]) -> Decimal | None:
    """A replay comes again and again, so what it traded is not added up."""
    traded = [
        tick.volume
        for tick in ticks
        if tick.volume is not None and tick.kind != PriceKind.SYNTHETIC
    ]
    if bar is not None and bar.volume is not None:
        traded.append(bar.volume)
    return sum(traded, Decimal(0)) if traded else None
