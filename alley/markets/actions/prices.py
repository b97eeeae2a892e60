"""Take in price history: the file's rows become bars, and the last one the latest price."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from alley.live import bus
from alley.markets.actions.quotes import Tick, record_quotes
from alley.markets.importing.prices import Row
from alley.markets.models import Adjustment, Bar, Instrument, Interval, PriceKind
from alley.markets.sessions import session_end

BATCH = 2_000
COLUMNS = ("time", "open", "high", "low", "close", "volume")


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose prices these are; every number shown says so."""

    source: str
    kind: str = PriceKind.EOD
    adjustment: str = Adjustment.RAW


@dataclass(frozen=True, slots=True)
class Saved:
    new: int
    updated: int
    unchanged: int


@transaction.atomic
def import_prices(
    instrument: Instrument,
    rows: list[Row],
    origin: Origin,
    *,
    interval: str = Interval.DAY,
    quoted: bool = True,
) -> Saved:
    """Save bars once however often they come; a correction replaces the bar it corrects."""
    have = {
        values[0]: values
        for values in Bar.objects.filter(instrument=instrument, interval=interval).values_list(
            *COLUMNS, "source", "adjustment"
        )
    }
    fresh = [row for row in rows if row.time not in have]
    changed = [row for row in rows if row.time in have and not _same(have[row.time], row, origin)]
    bars = [_bar(instrument, row, origin, interval) for row in fresh + changed]
    Bar.objects.bulk_create(
        bars,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["instrument", "interval", "time"],
        update_fields=["open", "high", "low", "close", "volume", "source", "kind", "adjustment"],
    )
    if quoted and bars:
        _quote_last(instrument, origin, interval)
        bus.purge(f"instrument:{instrument.symbol}")
    return Saved(len(fresh), len(changed), len(rows) - len(bars))


def _bar(instrument: Instrument, row: Row, origin: Origin, interval: str) -> Bar:
    return Bar(
        instrument=instrument,
        interval=interval,
        source=origin.source,
        kind=origin.kind,
        adjustment=origin.adjustment,
        **{name: getattr(row, name) for name in COLUMNS},
    )


def _same(have: tuple[object, ...], row: Row, origin: Origin) -> bool:
    prices = tuple(_eight(getattr(row, name)) for name in COLUMNS[1:])
    return have[1:] == (*prices, origin.source, origin.adjustment)


def _eight(number: Decimal | None) -> Decimal | None:
    """As the column keeps it."""
    return None if number is None else round(number, 8)


def _quote_last(instrument: Instrument, origin: Origin, interval: str) -> None:
    last = Bar.objects.filter(instrument=instrument, interval=interval).latest("time")
    time = session_end(instrument.symbol, last.time.date()) if interval == "1d" else last.time
    record_quotes([Tick(instrument.symbol, last.close, time, origin.source, origin.kind)])
