"""Take in price history: the file's rows become bars, and the last one the latest price."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from alley.announce import announce
from alley.live import bus
from alley.markets.actions.packs import renew_packs
from alley.markets.actions.quotes import record_quotes
from alley.markets.events import BarsChanged
from alley.markets.importing.prices import Row
from alley.markets.models import Adjustment, Bar, Instrument, Interval, PriceKind
from alley.markets.sessions import session_end
from alley.markets.tick import Tick

COLUMNS = ("time", "open", "high", "low", "close", "volume")
CHUNK = 20_000
UPSERT = """
INSERT INTO markets_bar (instrument_id, interval, time, open, high, low, close, volume,
                         source, kind, adjustment)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (instrument_id, interval, time) DO UPDATE SET
    open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
    volume = excluded.volume, source = excluded.source, kind = excluded.kind,
    adjustment = excluded.adjustment
"""


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
    if not rows:
        return Saved(0, 0, 0)
    have = _have(instrument, interval, rows)
    fresh = [row for row in rows if row.time not in have]
    changed = [row for row in rows if row.time in have and not _same(have[row.time], row, origin)]
    write_bars(instrument, interval, [*fresh, *changed], origin)
    if quoted and (fresh or changed):
        _quote_last(instrument, origin, interval)
    return Saved(len(fresh), len(changed), len(rows) - len(fresh) - len(changed))


def write_bars(instrument: Instrument, interval: str, rows: list[Row], origin: Origin) -> None:
    """Insert or replace bars, and pack anew what they touch. Past the ORM: a million rows take
    seconds, not minutes."""
    if not rows:
        return
    stamp = connection.ops.adapt_datetimefield_value
    whose = (origin.source, origin.kind, origin.adjustment)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            values = [
                (instrument.pk, interval, stamp(row.time), *_numbers(row), *whose)
                for row in rows[start : start + CHUNK]
            ]
            cursor.executemany(UPSERT, values)
    first, last = min(row.time for row in rows), max(row.time for row in rows)
    renew_packs(instrument, interval, first)
    bus.purge(f"instrument:{instrument.symbol}")
    announce(BarsChanged(instrument.pk, interval, instrument.symbol, first, last))


def _numbers(row: Row) -> tuple[str | None, ...]:
    return tuple(_text(price) for price in (row.open, row.high, row.low, row.close, row.volume))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(_eight(number))


def _have(
    instrument: Instrument, interval: str, rows: list[Row]
) -> dict[datetime, tuple[object, ...]]:
    """The bars stored between the first and the last of these rows."""
    times = [row.time for row in rows]
    stored = Bar.objects.filter(
        instrument=instrument, interval=interval, time__gte=min(times), time__lte=max(times)
    )
    found = stored.values_list(*COLUMNS, "source", "adjustment")
    return {values[0]: values for values in found.iterator()}


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
