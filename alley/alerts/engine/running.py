"""One engine: claims its shards, works turn by turn, and starts anew from what is stored whenever
a turn could not be saved."""

import gc
import os
import socket
import threading
import time
import uuid
from datetime import timedelta

import numpy as np
import structlog
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from alley.alerts.engine import shards, stories
from alley.alerts.engine.firing import fire
from alley.alerts.engine.loading import load
from alley.alerts.engine.looking import nothing_to_do
from alley.alerts.engine.matching import Matched, match
from alley.alerts.engine.memory import Memory
from alley.alerts.engine.reading import Batch, batch_after
from alley.alerts.engine.sides import save_seen
from alley.alerts.models import Alert, Change, Shard
from alley.live import bus
from alley.live.sleeper import Sleeper
from alley.markets.actions import advance_reader
from alley.markets.queries import last_received_before

BATCH = 10_000
FEW = 1_000  # ticks of a turn after which it costs little to write what was seen
FAR = 100_000  # ticks: a load may have to read so many again
AWAY = timedelta(hours=1)  # a price that waited longer is told of as of the past
REST = 0.02  # seconds between two looks for something to do
PAUSE = 2.0  # seconds that what was seen may wait in a flood
END = 2**63  # of the stream: later than any tick
log = structlog.get_logger()


class Engine:
    """One shard's engine. `memory` is None until loaded, and after anything went wrong."""

    def __init__(self, shard: Shard, many: int = 1) -> None:
        self.shard, self.many = shard, many
        self.memory: Memory | None = None
        self.wrote_seen = 0.0  # on the monotonic clock

    def turn(self) -> int:
        """Changes of rules first, then a batch of ticks, saved together with the new place.

        Returns how many ticks were read. Raises LostLease.
        """
        if self.memory is not None and not self._is_seen_due(0) and nothing_to_do(self.shard):
            return 0
        try:
            with transaction.atomic():
                return self._turn()
        except BaseException:
            self.memory = None  # it may be ahead of what was saved
            raise

    def _turn(self) -> int:
        if self.memory is None:
            self.shard.refresh_from_db(fields=["position", "seen", "changes"])
            newest = newest_change()
            self.memory = load(self.shard, self.many)
            self.memory.changes = newest
            gc.collect()
            gc.freeze()  # a heap that stays is not looked through again at every collection
        self._read_changes(self.memory)
        batch = batch_after(self.shard.position, BATCH)
        matched = self._match(self.memory, batch)
        if len(batch):
            if matched.happened:
                away = last_received_before(timezone.now() - AWAY, self.shard.position)
                fire(matched.happened, away=away)
                self._forget_ended(self.memory, matched)
            self.memory.unwritten |= matched.last
        if self.shard.number == 0:
            stories.fire_waiting()
        position = batch.last if len(batch) else self.shard.position
        seen = self._write_seen(self.memory, position, len(batch))
        changes = self.shard.changes if self.memory.held else self.memory.changes
        shards.keep(self.shard, position=position, seen=seen, changes=changes)
        return len(batch)

    def _write_seen(self, memory: Memory, position: int, ticks: int) -> int:
        """At once where that is little; in a flood now and then. Up to where it is written: what
        came later is read again by whoever loads next, so it stays in the log."""
        near = position - self.shard.seen < FAR
        if memory.unwritten and near and not self._is_seen_due(ticks):
            return self.shard.seen
        save_seen(memory.unwritten)
        memory.unwritten = {}
        self.wrote_seen = time.monotonic()
        if position > self.shard.seen:
            advance_reader(f"alerts:{self.shard.number}", position)
        return position

    def _is_seen_due(self, ticks: int) -> bool:
        if self.memory is None or not self.memory.unwritten:
            return False
        return 0 < ticks < FEW or time.monotonic() - self.wrote_seen > PAUSE

    def _match(self, memory: Memory, batch: Batch) -> Matched:
        """A new rule takes part from its own place in the stream on, also amid a batch."""
        memory.release(self.shard.position)
        matched, start = Matched([], {}), 0
        for since in sorted({alert.since for alert in memory.held}):
            end = int(np.searchsorted(batch.ids, since, side="right"))
            if end == len(batch):
                break
            matched.add(match(memory, batch.part(start, end)))
            memory.release(since)
            start = end
        matched.add(match(memory, batch.part(start)))
        memory.release(batch.last if len(batch) >= BATCH else END)
        return matched

    def _read_changes(self, memory: Memory) -> None:
        """Take what changed out of the memory; put in how it stands now."""
        new = list(Change.objects.filter(id__gt=memory.changes).order_by("id"))
        for change in new:
            memory.remove(change.alert, change.instrument)
        wanted = {change.alert for change in new}
        live = Alert.objects.filter(pk__in=wanted, state=Alert.State.LIVE)
        for alert in live.select_related("instrument"):
            if (
                alert.instrument_id is not None
                and alert.instrument_id % self.many == self.shard.number
            ):
                memory.hold(alert)
        if new:
            memory.changes = new[-1].pk

    def _forget_ended(self, memory: Memory, matched: Matched) -> None:
        pks = {one.alert for one in matched.happened}
        ended = Alert.objects.filter(pk__in=pks).exclude(state=Alert.State.LIVE)
        for pk, instrument in ended.values_list("pk", "instrument_id"):
            memory.remove(pk, instrument)


def newest_change() -> int:
    return Change.objects.order_by("-id").values_list("id", flat=True).first() or 0


def run(stop: threading.Event) -> None:
    """Work every shard that is free, until told to stop; woken by commits of this process."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    engines: dict[int, Engine] = {}
    try:
        with Sleeper(REST) as sleeper:
            while not stop.is_set():
                close_old_connections()
                if not work(engines, holder):
                    sleeper.sleep(bus.wakes.poll)
    finally:
        for engine in engines.values():
            shards.release(engine.shard)
        connection.close()


def work(engines: dict[int, Engine], holder: str) -> int:
    """One turn of every shard one holds or can get; how many ticks were read."""
    read = 0
    for number in range(settings.ALERT_SHARDS):
        try:
            if number not in engines:
                shard = shards.claim(number, holder)
                if shard is None:
                    continue
                engines[number] = Engine(shard, settings.ALERT_SHARDS)
            read += engines[number].turn()
        except shards.LostLease:
            del engines[number]
        except Exception:  # the database restarts: from the stored place when it is back
            log.exception("alerts.turn_failed", shard=number)
            engines.pop(number, None)
            connection.close()
    return read
