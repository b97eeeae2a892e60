"""The memory made from what is stored, as it stood at the shard's position."""

from math import nan
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Min

from alley.alerts import stands
from alley.alerts.book import Table
from alley.alerts.engine.memory import Memory
from alley.alerts.engine.reading import ACCEPTED
from alley.alerts.models import Alert, Seen, Shard
from alley.alerts.track import LONGEST, Tick
from alley.markets.models import Instrument, LoggedTick

PRICED = """
    SELECT id, instrument_id, level, direction, band, mode, stands, since, active_hours
    FROM alerts_alert WHERE kind = 'price_cross' AND state = 'live' AND since <= %s
"""
WATCHED = [
    Alert.Kind.PERCENT_MOVE,
    Alert.Kind.NEW_EXTREME,
    Alert.Kind.VOLUME,
    Alert.Kind.INDICATOR,
]


def load(shard: Shard, shards: int) -> Memory:
    memory = Memory()
    _seen(memory, shard, shards)
    _prices(memory, shard, shards)
    _watches(memory, shard, shards)
    _warm(memory, shard)
    return memory


def _mine(instrument: int, shard: Shard, shards: int) -> bool:
    return instrument % shards == shard.number


def _seen(memory: Memory, shard: Shard, shards: int) -> None:
    for seen in Seen.objects.filter(tick__lte=shard.position):
        if _mine(seen.instrument_id, shard, shards):
            memory.last[seen.instrument_id] = Tick(
                seen.tick,
                seen.instrument_id,
                f"{seen.price.normalize():f}",
                float(seen.price),
                seen.time,
                seen.source,
                seen.kind,
            )


def _prices(memory: Memory, shard: Shard, shards: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PRICED, [shard.position])
        rows = [row for row in cursor.fetchall() if row[1] % shards == shard.number]
    wanted = {row[1] for row in rows}
    for pk, symbol in Instrument.objects.values_list("pk", "symbol").iterator():
        if pk in wanted:
            memory.slot(pk, symbol)
    for session in (False, True):
        part = [row for row in rows if (row[8] == Alert.Hours.SESSION) == session]
        if part:
            memory.books[session].fill(*_table(memory, part))


def _table(memory: Memory, rows: list[Any]) -> tuple[Table, "np.ndarray[Any, Any]"]:
    """Columns of halves: an alert in either direction stands there twice."""
    columns = list(zip(*rows, strict=True))
    direction = np.array(columns[3])
    above = np.flatnonzero(direction != "below")
    below = np.flatnonzero(direction != "above")
    rows_at = np.concatenate([above, below])
    down = np.concatenate([np.zeros(len(above), dtype=bool), np.ones(len(below), dtype=bool)])
    slot = np.array([memory.slots[instrument] for instrument in columns[1]], dtype=np.int64)
    last = [memory.last.get(instrument) for instrument in columns[1]]
    price = np.array(
        [
            seen.value if seen is not None and seen.id > since else nan
            for seen, since in zip(last, columns[7], strict=True)
        ]
    )
    band = np.array(columns[4], dtype=np.float64)
    armed = np.full(len(rows_at), -1, dtype=np.int8)
    for at in np.flatnonzero(band[rows_at] > 0).tolist():
        armed[at] = stands.half(columns[6][rows_at[at]], up=not down[at])
    table = Table(
        slot=slot[rows_at],
        number=np.array(columns[0], dtype=np.int64)[rows_at],
        level=np.array(columns[2], dtype=np.float64)[rows_at],
        down=down,
        paired=(direction == "either")[rows_at],
        band=band[rows_at],
        once=(np.array(columns[5]) == Alert.Mode.ONCE)[rows_at],
        armed=armed,
    )
    return table, price[rows_at]


def _watches(memory: Memory, shard: Shard, shards: int) -> None:
    live = Alert.objects.filter(state=Alert.State.LIVE).select_related("instrument")
    early = live.filter(kind__in=WATCHED, since__lte=shard.position)
    for alert in early:
        if alert.instrument_id is not None and _mine(alert.instrument_id, shard, shards):
            memory.add(alert)
    for alert in live.filter(kind__in=[*WATCHED, Alert.Kind.PRICE_CROSS], since__gt=shard.position):
        if alert.instrument_id is not None and _mine(alert.instrument_id, shard, shards):
            memory.hold(alert)


def _warm(memory: Memory, shard: Shard) -> None:
    """Walk the ticks of watched instruments again, up to the position, without looking."""
    if not memory.tracks:
        return
    log = LoggedTick.objects.filter(
        instrument__in=list(memory.tracks), outcome=ACCEPTED, id__lte=shard.position
    )
    newest = [memory.last[pk].time for pk in memory.tracks if pk in memory.last]
    if not newest:
        return
    recent = log.filter(time__gte=min(newest) - 2 * LONGEST)
    if recent.aggregate(first=Min("id"))["first"] is None:
        return
    for row in recent.order_by("id").iterator(chunk_size=5000):
        track = memory.tracks[row.instrument_id]
        tick = Tick(
            row.pk,
            row.instrument_id,
            f"{row.price.normalize():f}",
            float(row.price),
            row.time,
            row.source,
            row.kind,
            float(row.volume or 0),
        )
        if track.last is not None and tick.time < track.last.time:
            track.forget()
        track.enter(tick)
        for watched in memory.watched[row.instrument_id].values():
            watched.watch.warm(track, tick)
        track.leave(tick)
