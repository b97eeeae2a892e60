"""Bars packed by the thousand, in the transaction that changes them."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from alley.markets.columns import Columns
from alley.markets.models import Bar, BarPack, Instrument
from alley.markets.packing import packed
from alley.markets.queries.series import Origin, rows_of

SIZE = 16_384  # bars in a full pack
TAIL = 1_024  # bars that may follow the last pack before it is made anew
SECOND = timedelta(seconds=1)  # packs count in whole seconds
READ = 16 * SIZE  # bars in memory at a time


@transaction.atomic
def renew_packs(instrument: Instrument, interval: str, earliest: datetime) -> int:
    """Bars from `earliest` on have changed or come: pack anew what they touch; how many packs."""
    packs = BarPack.objects.filter(instrument=instrument, interval=interval)
    packs.filter(end__gte=earliest).delete()
    last = packs.order_by("-start").first()
    bars = Bar.objects.filter(instrument=instrument, interval=interval)
    loose = bars.filter(time__gte=last.end + SECOND) if last else bars
    if not loose.order_by("time")[TAIL : TAIL + 1].exists():
        return 0
    if last and last.count < SIZE:
        loose = bars.filter(time__gte=last.start)
        last.delete()
    return _pack(instrument, interval, loose)


def _pack(instrument: Instrument, interval: str, bars: QuerySet[Bar]) -> int:
    made = 0
    while parts := rows_of(bars, READ):
        new = [
            _made(instrument, interval, columns.part(start, start + SIZE), origin)
            for columns, origin in parts
            for start in range(0, len(columns), SIZE)
        ]
        BarPack.objects.bulk_create(new, batch_size=16)
        made += len(new)
        bars = bars.filter(time__gte=new[-1].end + SECOND)
    return made


def _made(instrument: Instrument, interval: str, columns: Columns, origin: Origin) -> BarPack:
    return BarPack(
        instrument=instrument,
        interval=interval,
        start=_moment(int(columns.time[0])),
        end=_moment(int(columns.time[-1])),
        count=len(columns),
        source=origin.source,
        kind=origin.kind,
        adjustment=origin.adjustment,
        content=packed(columns),
    )


def _moment(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
