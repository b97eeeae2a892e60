"""A batch of ticks against the memory: what happened, in the order of the ticks."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alley.alerts.book import Book, Event
from alley.alerts.engine.memory import Memory
from alley.alerts.engine.reading import ACCEPTED, Row, tick_of
from alley.alerts.kinds import Hit
from alley.alerts.track import Tick
from alley.markets.sessions import hours_of


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
    """Rows between two restarts of a recording, as columns."""

    rows: list[Row]
    slots: list[int]
    values: list[float]


def match(memory: Memory, rows: list[Row]) -> Matched:
    """Late and quarantined ticks fire nothing; a tick older than the one before it means that its
    recording began anew, and decides the sides again."""
    matched = Matched([], {})
    part = _Part([], [], [])
    times: dict[int, Any] = {}
    slots = memory.slots
    for row in rows:
        instrument = row.instrument
        slot = slots.get(instrument)
        if slot is None or row.outcome != ACCEPTED:
            continue
        before = times.get(instrument)
        if before is None and (last := memory.last.get(instrument)):
            older = tick_of(row).time < last.time
        else:
            older = before is not None and row.time < before
        if older:
            _books(memory, part, matched)
            part = _Part([], [], [])
            memory.forget(instrument)
        times[instrument] = row.time
        part.rows.append(row)
        part.slots.append(slot)
        part.values.append(float(row.price))
        matched.last[instrument] = row
    _books(memory, part, matched)
    matched.happened.sort(key=lambda happened: happened.tick.id)
    for instrument, row in matched.last.items():
        memory.last[instrument] = tick_of(row)
    return matched


def _books(memory: Memory, part: _Part, matched: Matched) -> None:
    if not part.rows:
        return
    slots, values = np.array(part.slots, dtype=np.int64), np.array(part.values)
    found = memory.books[False].match(slots, values)
    if memory.books[True].watches(slots):
        found += _in_session(memory, memory.books[True], part)
    for at, events in found:
        tick, previous = tick_of(part.rows[at]), _before(memory, part, at)
        matched.happened += [Happened(event.rule, tick, previous, event=event) for event in events]
    if memory.tracks:
        matched.happened += _watched(memory, part)


def _in_session(memory: Memory, book: Book, part: _Part) -> list[tuple[int, list[Event]]]:
    """Rules that look only while their market is open see no other tick."""
    found = []
    for at, row in enumerate(part.rows):
        if is_open(memory, row) and (events := book.tick(part.slots[at], part.values[at])):
            found.append((at, events))
    return found


def is_open(memory: Memory, row: Row) -> bool:
    return hours_of(memory.symbols[row.instrument]).is_open(tick_of(row).time)


def _watched(memory: Memory, part: _Part) -> list[Happened]:
    found = []
    for at, row in enumerate(part.rows):
        track = memory.tracks.get(row.instrument)
        if track is None:
            continue
        tick = tick_of(row)
        track.enter(tick)
        for watched in memory.watched[row.instrument].values():
            if watched.since >= tick.id or (watched.session and not is_open(memory, row)):
                continue
            if hit := watched.watch.see(track, tick):
                previous = track.last or _before(memory, part, at)
                found.append(Happened(watched.alert, tick, previous, hit=hit))
        track.leave(tick)
    return found


def _before(memory: Memory, part: _Part, at: int) -> Tick | None:
    """The tick of the same instrument before this one."""
    instrument = part.rows[at].instrument
    for row in reversed(part.rows[:at]):
        if row.instrument == instrument:
            return tick_of(row)
    return memory.last.get(instrument)
