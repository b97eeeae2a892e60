"""The memory made from what is stored, as it stood at the shard's position."""

from math import nan
from typing import Any

import numpy as np
from django.db import connection

from alley.alerts import stands
from alley.alerts.book import Table
from alley.alerts.engine.memory import Memory
from alley.alerts.engine.reading import Batch, batch_after
from alley.alerts.engine.sides import WALKED, last_rows
from alley.alerts.models import Alert, Shard
from alley.alerts.track import LONGEST, Tick
from alley.markets.models import Instrument
from alley.markets.ticklog import MICROSECOND

PRICED = """
    SELECT id, instrument_id, level, band, stands, since,
    direction <> 'below', direction <> 'above', mode = 'once', active_hours = 'session'
    FROM alerts_alert WHERE kind = 'price_cross' AND state = 'live' AND since <= %s
"""
CHUNK = 20_000  # alerts as Python's objects at a time; as columns they take a tenth of the memory
COLUMNS = np.dtype(
    [
        ("id", "i8"),
        ("instrument", "i8"),
        ("level", "f8"),
        ("band", "f8"),
        ("stands", "i2"),
        ("since", "i8"),
        ("up", "?"),
        ("down", "?"),
        ("once", "?"),
        ("session", "?"),
    ]
)
WATCHED = [
    Alert.Kind.PERCENT_MOVE,
    Alert.Kind.NEW_EXTREME,
    Alert.Kind.VOLUME,
    Alert.Kind.INDICATOR,
]


def load(shard: Shard, shards: int) -> Memory:
    memory = Memory()
    memory.last = last_rows(shard, shards)
    _prices(memory, shard, shards)
    _watches(memory, shard, shards)
    _warm(memory, shard)
    return memory


def _mine(instrument: int, shard: Shard, shards: int) -> bool:
    return instrument % shards == shard.number


def _prices(memory: Memory, shard: Shard, shards: int) -> None:
    alerts = _priced(shard, shards)
    if not len(alerts):
        return
    wanted = set(np.unique(alerts.instrument).tolist())
    for pk, symbol in Instrument.objects.values_list("pk", "symbol").iterator():
        if pk in wanted:
            memory.slot(pk, symbol)
    for session in (False, True):
        part = alerts[alerts.session == session]
        if len(part):
            memory.books[session].fill(*_table(memory, part))


def _priced(shard: Shard, shards: int) -> "np.recarray[Any, Any]":
    """A million of them are read at the start."""
    chunks = [np.empty(0, dtype=COLUMNS)]
    with connection.chunked_cursor() as cursor:
        cursor.execute(PRICED, [shard.position])
        while rows := cursor.fetchmany(CHUNK):
            chunk = np.array(rows, dtype=COLUMNS)
            chunks.append(chunk[chunk["instrument"] % shards == shard.number])
    return np.concatenate(chunks).view(np.recarray)


def _table(memory: Memory, alerts: "np.recarray[Any, Any]") -> tuple[Table, "np.ndarray[Any, Any]"]:
    """Columns of halves: an alert in either direction stands there twice."""
    above, below = np.flatnonzero(alerts.up), np.flatnonzero(alerts.down)
    down = np.repeat([False, True], [len(above), len(below)])
    halves = alerts[np.concatenate([above, below])]
    known, which = np.unique(halves.instrument, return_inverse=True)
    last = [memory.last.get(instrument) for instrument in known.tolist()]
    seen = np.array([0 if row is None else row.id for row in last], dtype=np.int64)[which]
    value = np.array([nan if row is None else row.value for row in last])[which]
    armed = np.full(len(halves), -1, dtype=np.int8)
    for at in np.flatnonzero(halves.band > 0).tolist():
        armed[at] = stands.half(int(halves.stands[at]), up=not down[at])
    table = Table(
        slot=np.array([memory.slots[one] for one in known.tolist()], dtype=np.int64)[which],
        number=halves.id,
        level=halves.level,
        down=down,
        paired=halves.up & halves.down,
        band=halves.band,
        once=halves.once,
        armed=armed,
    )
    return table, np.where(seen > halves.since, value, nan)


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
    newest = [memory.last[pk].time for pk in memory.tracks if pk in memory.last]
    if not newest:
        return
    earliest = min(newest) - 2 * LONGEST // MICROSECOND
    at = 0
    while at < shard.position and len(batch := batch_after(at, WALKED)):
        at = batch.last
        for row in map(batch.row, _of_tracks(memory, batch, earliest, shard.position)):
            _walk(memory, row.tick)


def _of_tracks(memory: Memory, batch: Batch, earliest: int, position: int) -> list[int]:
    watched = np.isin(np.array(batch.instruments, dtype=np.int64), list(memory.tracks))
    recent = batch.accepted & (batch.times >= earliest) & (batch.ids <= position)
    places: list[int] = np.flatnonzero(watched & recent).tolist()
    return places


def _walk(memory: Memory, tick: Tick) -> None:
    track = memory.tracks[tick.instrument]
    if track.last is not None and tick.time < track.last.time:
        track.forget()
    track.enter(tick)
    for watched in memory.watched[tick.instrument].values():
        watched.watch.warm(track, tick)
    track.leave(tick)
