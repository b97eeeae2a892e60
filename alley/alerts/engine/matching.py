"""A batch of ticks against the memory: what happened, in the order of the ticks."""

from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from alley.alerts.book import Book, Event
from alley.alerts.engine.memory import Memory
from alley.alerts.engine.reading import Batch, Row
from alley.alerts.kinds import Hit
from alley.alerts.track import Tick
from alley.markets import sessions

Places = NDArray[np.int64]
NEVER = -(2**63)  # before any tick


@dataclass(frozen=True, slots=True)
class Happened:
    """One alert, one tick. `event` is the book's, `hit` a watch's."""

    alert: int
    tick: Tick
    previous: Tick | None
    event: Event | None = None
    hit: Hit | None = None


@dataclass(slots=True)
class Matched:
    happened: list[Happened]
    last: dict[int, Row]  # the newest accepted row of each instrument with alerts

    def add(self, later: "Matched") -> None:
        self.happened += later.happened
        self.last |= later.last


@dataclass(slots=True)
class _Part:
    """Ticks between two restarts of a recording: their places in the batch, and their slots."""

    batch: Batch
    at: Places
    slots: Places

    @property
    def values(self) -> NDArray[np.float64]:
        return self.batch.values[self.at]

    def rows(self) -> list[Row]:
        return self.batch.rows(self.at.tolist())


def match(memory: Memory, batch: Batch) -> Matched:
    """Late and quarantined ticks fire nothing; a tick older than the one before it means that its
    recording began anew, and decides the sides again."""
    known = map(memory.slots.get, batch.instruments, repeat(-1))
    all_slots = np.fromiter(known, dtype=np.int64, count=len(batch))
    at = np.flatnonzero((all_slots >= 0) & batch.accepted)
    if not len(at):
        return Matched([], {})
    slots = all_slots[at]
    order = np.argsort(slots, kind="stable")  # one instrument after another, each in its order
    matched, begin = Matched([], {}), 0
    for anew in (*_restarts(memory, batch, at[order], slots[order], order), len(at)):
        matched.happened += _books(memory, _Part(batch, at[begin:anew], slots[begin:anew]))
        if anew < len(at):
            memory.forget(batch.instruments[at[anew]])
        begin = anew
    matched.happened.sort(key=lambda happened: happened.tick.id)
    newest = np.append(slots[order][1:] != slots[order][:-1], True)
    rows = batch.rows(at[order][newest].tolist())
    matched.last = {row.instrument: row for row in rows}
    memory.last |= matched.last
    return matched


def _restarts(memory: Memory, batch: Batch, at: Places, slots: Places, order: Places) -> list[int]:
    """Which of the ticks are older than the one of the same instrument before them."""
    times = batch.times[at]
    first = np.append(True, slots[1:] != slots[:-1])
    older = np.append(False, times[1:] < times[:-1]) & ~first
    known = [memory.last.get(batch.instruments[place]) for place in at[first].tolist()]
    before = [NEVER if row is None else row.time for row in known]
    older[first] = times[first] < np.array(before, dtype=np.int64)
    return sorted(order[older].tolist())


def _books(memory: Memory, part: _Part) -> list[Happened]:
    if not len(part.at):
        return []
    found = memory.books[False].match(part.slots, part.values)
    if memory.books[True].watches(part.slots):
        found += _in_session(memory, memory.books[True], part)
    happened = []
    for at, events in found:
        tick, previous = part.batch.row(part.at[at]).tick, _before(memory, part, at)
        happened += [Happened(event.rule, tick, previous, event=event) for event in events]
    if memory.tracks:
        happened += _watched(memory, part)
    return happened


def _in_session(memory: Memory, book: Book, part: _Part) -> list[tuple[int, list[Event]]]:
    """Rules that look only while their market is open see no other tick."""
    found = []
    for at, (row, slot) in enumerate(zip(part.rows(), part.slots.tolist(), strict=True)):
        if is_open(memory, row.tick) and (events := book.tick(slot, row.value)):
            found.append((at, events))
    return found


def is_open(memory: Memory, tick: Tick) -> bool:
    return sessions.is_open(memory.symbols[tick.instrument], tick.time)


def _watched(memory: Memory, part: _Part) -> list[Happened]:
    found = []
    for at, place in enumerate(part.at.tolist()):
        instrument = part.batch.instruments[place]
        track = memory.tracks.get(instrument)
        if track is None:
            continue
        tick = part.batch.row(place).tick
        track.enter(tick)
        for watched in memory.watched[instrument].values():
            if watched.since >= tick.id or (watched.session and not is_open(memory, tick)):
                continue
            if hit := watched.watch.see(track, tick):
                previous = track.last or _before(memory, part, at)
                found.append(Happened(watched.alert, tick, previous, hit=hit))
        track.leave(tick)
    return found


def _before(memory: Memory, part: _Part, at: int) -> Tick | None:
    """The tick of the same instrument before this one."""
    earlier = np.flatnonzero(part.slots[:at] == part.slots[at])
    if len(earlier):
        return part.batch.row(part.at[earlier[-1]]).tick
    row = memory.last.get(part.batch.instruments[part.at[at]])
    return None if row is None else row.tick
