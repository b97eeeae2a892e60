"""Daily closes as two columns of bytes, kept beside the bars they are copied from: only of sources
that may be shown, and made anew where bars or a source's terms change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import QuerySet

from alley.markets.models import Adjustment, Bar, Interval, hidden_sources
from alley.portfolios.credits import Credit
from alley.portfolios.models import Closes
from alley.portfolios.prices import Ints
from alley.portfolios.returns import Floats

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Copy:
    """An instrument's daily closes, unpacked."""

    pk: int  # made anew where bars change, and never used again
    days: Ints
    values: Floats
    credit: Credit
    adjustment: str


MOST_UNPACKED = 5_000  # instruments; ten years of one are 40 KB
_unpacked: dict[int, Copy] = {}  # by the number of the row


def closes_of(instruments: set[int]) -> dict[int, Copy]:
    """The closes of these instruments; each copy is unpacked once in this process."""
    if not instruments:
        return {}
    hidden = hidden_sources()
    rows = _good(instruments, hidden)
    if lacking := _with_bars(instruments - set(rows)):
        _copy(lacking, hidden)
        rows |= _good(lacking, hidden)
    wanted = {pk for pk in rows.values() if pk not in _unpacked}
    fresh = {row.pk: _unpack(row) for row in Closes.objects.filter(pk__in=wanted)}
    found = {i: fresh.get(pk) or _unpacked[pk] for i, pk in rows.items()}
    if not connection.in_atomic_block:  # what a transaction wrote may yet be undone
        if len(_unpacked) > MOST_UNPACKED:
            _unpacked.clear()
        _unpacked.update(fresh)
    return found


def _good(instruments: set[int], hidden: frozenset[str]) -> dict[int, int]:
    """Copies that are whole and hold what may be shown now, no more and no less."""
    rows = Closes.objects.filter(instrument__in=instruments, whole=True)
    return {
        instrument: pk
        for instrument, pk, sources, left_out in rows.values_list(
            "instrument", "pk", "sources", "left_out"
        )
        if hidden.intersection(sources) == set(left_out)
    }


def _with_bars(instruments: set[int]) -> set[int]:
    bars = Bar.objects.filter(instrument__in=instruments, interval=Interval.DAY)
    return set(bars.values_list("instrument", flat=True).distinct()) if instruments else set()


def _copy(instruments: set[int], hidden: frozenset[str]) -> None:
    """All in one transaction: two readers who do it at once write the same."""
    with transaction.atomic():
        cut = Closes.objects.in_bulk(instruments, field_name="instrument_id")
        made = [_copied(instrument, cut.get(instrument), hidden) for instrument in instruments]
        Closes.objects.filter(instrument__in=instruments).delete()
        Closes.objects.bulk_create(made, batch_size=50, ignore_conflicts=True)


def _copied(instrument: int, cut: Closes | None, hidden: frozenset[str]) -> Closes:
    """From the bars; where a copy was only cut short, from those after it."""
    bars = Bar.objects.filter(instrument=instrument, interval=Interval.DAY)
    if cut is None or cut.whole or hidden.intersection(cut.sources) != set(cut.left_out):
        cut = Closes(instrument_id=instrument)
    elif cut.days:
        bars = bars.filter(time__gt=_midnight(int(np.frombuffer(cut.days, np.int32)[-1])))
    rows = _read(bars)
    kept = [row for row in rows if row[2] not in hidden] if hidden else rows
    days = np.array([time.toordinal() for time, *_ in kept], dtype=np.int32)
    closes = np.array([float(close) for _, close, *_ in kept], dtype=np.float64)
    sources = {*cut.sources, *(source for _, _, source, *_ in rows)}
    return Closes(
        instrument_id=instrument,
        days=bytes(cut.days) + days.tobytes(),
        closes=bytes(cut.closes) + closes.tobytes(),
        sources=sorted(sources),
        left_out=sorted(sources & hidden),
        source=kept[-1][2] if kept else cut.source,
        kind=kept[-1][3] if kept else cut.kind,
        adjustment=kept[-1][4] if kept else cut.adjustment,
    )


def _read(bars: "QuerySet[Bar]") -> list[tuple[datetime, Any, str, str, str]]:
    """Past the ORM: its decimals are ten times the work."""
    columns = bars.order_by("time").values_list("time", "close", "source", "kind", "adjustment")
    sql, params = columns.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[datetime, Any, str, str, str]] = cursor.fetchall()
    return rows


def cut_short(instrument: int, first: datetime) -> None:
    """Bars from `first` on have changed or come: what is before stays."""
    copy = Closes.objects.filter(instrument=instrument).first()
    if copy is None:
        return
    days = np.frombuffer(copy.days, np.int32)
    kept = int(np.searchsorted(days, first.astimezone(UTC).toordinal()))
    copy.delete()
    if kept:
        copy.pk, copy.whole = None, False
        copy.days, copy.closes = bytes(copy.days)[: kept * 4], bytes(copy.closes)[: kept * 8]
        copy.save(force_insert=True)


def _midnight(ordinal: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=ordinal - EPOCH)


def _unpack(row: Closes) -> Copy:
    days = np.frombuffer(bytes(row.days), dtype=np.int32).astype(np.int64)
    values = np.frombuffer(bytes(row.closes), dtype=np.float64)
    credit = Credit(row.kind, row.source)
    return Copy(row.pk, days, values, credit, row.adjustment or Adjustment.RAW)
