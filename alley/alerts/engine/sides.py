"""The last price of each instrument: written in a flood only now and then, and read back with the
ticks that came since."""

from collections.abc import Mapping

import numpy as np

from alley import bulk
from alley.alerts.engine.reading import Row, batch_after
from alley.alerts.models import Seen, Shard
from alley.markets.quotes import text_of
from alley.markets.ticklog import microseconds, moment

NAMES = ("instrument", "tick", "price", "time", "source", "kind")
WALKED = 20_000  # ticks in memory at a time


def save_seen(last: Mapping[int, Row]) -> None:
    """In one order for all who write them."""
    bulk.insert(
        Seen,
        NAMES,
        [
            (row.instrument, row.id, row.price, moment(row.time), row.source, row.kind)
            for _, row in sorted(last.items())
        ],
        one_per="instrument",
    )


def last_rows(shard: Shard, shards: int) -> dict[int, Row]:
    """Of each instrument of the shard, the newest accepted tick up to its position."""
    seen = Seen.objects.filter(tick__lte=shard.position)
    columns = seen.values_list("tick", "instrument", "price", "time", "source", "kind")
    last = {
        instrument: Row(tick, instrument, text_of(price), microseconds(time), "", source, kind)
        for tick, instrument, price, time, source, kind in columns.iterator()
    }
    at = shard.seen
    while at < shard.position and len(batch := batch_after(at, WALKED)):
        at = batch.last
        wanted = np.flatnonzero(batch.accepted & (batch.ids <= shard.position)).tolist()
        newest = {batch.instruments[place]: place for place in wanted}
        last |= {row.instrument: row for row in batch.rows(list(newest.values()))}
    return {one: row for one, row in last.items() if one % shards == shard.number}
