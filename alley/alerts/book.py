"""The book: which of very many levels does this price reach? Memory only, no database.

A rule waits at two levels: one where it fires, one where it is armed again after that. Both lie in
sorted sides of its instrument, and the nearest of each side stand in two arrays, so that nearly
every tick is done after two comparisons and a batch after one gather and compare.

A crossing is a change of side between two successive prices: touching the level counts; the first
price after a rule is added says on which side it stands and never fires; a jump over several
levels fires each of them once, in the order in which the price met them.
Prices are float64: decimals of up to 15 digits keep their order and their equality in it.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf, nextafter
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from alley.alerts.side import Place, Side

Direction = Literal["above", "below", "either"]
DOWN, ONCE, BANDED, PAIRED = 1, 2, 4, 8  # bits of a ref below the rule's number
BITS = 4
WAYS: dict[Direction, tuple[int, ...]] = {"above": (0,), "below": (DOWN,), "either": (0, DOWN)}
NOTHING: list["Event"] = []


@dataclass(frozen=True, slots=True)
class Rule:
    number: int
    level: float
    direction: Direction
    band: float = 0.0  # how far the price must move back before the rule is armed again
    once: bool = False


FIRED, ARMED, WAITS = "fired", "armed", "waits"


class Event(NamedTuple):
    """`armed` and `waits` are told of rules with a band only: there the price alone does not say
    how they stand, so it has to be remembered."""

    rule: int
    level: float
    up: bool  # which half of the rule: the one that fires on the way up, or the other
    what: str

    @property
    def fired(self) -> bool:
        return self.what == FIRED


class Table(NamedTuple):
    """Very many rules at once, as columns. `armed` is 1, 0, or -1 where the price says it."""

    slot: NDArray[np.int64]
    number: NDArray[np.int64]
    level: NDArray[np.float64]
    down: NDArray[np.bool_]  # a rule in either direction stands here twice, with `paired`
    paired: NDArray[np.bool_]
    band: NDArray[np.float64]
    once: NDArray[np.bool_]
    armed: NDArray[np.int8]


class Book:
    def __init__(self, slots: int = 0) -> None:
        self.above: list[Side] = []  # its values are negative levels: they grow towards the price
        self.below: list[Side] = []
        self.fresh: dict[int, Side] = {}  # fires at, armed at, whose: before any price
        self.high, self.low = array("d"), array("d")
        self.grow(slots)

    def grow(self, slots: int) -> None:
        """Make room for instruments 0 to slots - 1."""
        more = slots - len(self.above)
        self._high = self._low = np.empty(0)  # lets go of the arrays, which may then grow
        self.high.extend([inf] * more)
        self.low.extend([-inf] * more)
        self.above.extend(Side() for _ in range(more))
        self.below.extend(Side() for _ in range(more))
        self._high, self._low = np.frombuffer(self.high), np.frombuffer(self.low)

    def add(
        self, slot: int, rule: Rule, price: float | None = None, armed: bool | None = None
    ) -> None:
        """Put a rule in. `price` is the last it has seen, if any; `armed` says how a rule with a
        band stands while the price is inside the band."""
        places = [_place(rule, way) for way in WAYS[rule.direction]]
        if price is None:
            self._wait(slot, places)
        else:
            self._stand(slot, places, price, armed)
        self._look(slot)

    def fill(self, table: Table, price: NDArray[np.float64]) -> None:
        """Put very many rules into an empty book; `price` has the last each has seen, or nan."""
        sign = np.where(table.down, 1.0, -1.0)
        fires = table.level
        arms = np.where(table.band > 0, fires + sign * table.band, np.nextafter(fires, sign * inf))
        beyond = np.where(table.down, price <= fires, price >= fires)
        back = np.where(table.down, price >= arms, price <= arms)
        waits = beyond | (~back & (table.armed == 0))
        refs = (
            (table.number << BITS)
            | DOWN * table.down
            | ONCE * table.once
            | BANDED * (table.band > 0)
            | PAIRED * table.paired
        )
        key, other = np.where(waits, arms, fires), np.where(waits, fires, arms)
        high, known = table.down == waits, ~np.isnan(price)
        for slot, *places in _by_slot(table.slot, known & high, -key, other, refs):
            self.above[slot].fill(*places)
        for slot, *places in _by_slot(table.slot, known & ~high, key, other, refs):
            self.below[slot].fill(*places)
        for slot, *places in _by_slot(table.slot, ~known, fires, arms, refs):
            self.fresh[slot] = Side()
            self.fresh[slot].fill(*places)
        for number in range(len(self.above)):
            self._look(number)

    def remove(self, slot: int, number: int) -> None:
        """Forget a rule, whichever way it stands."""
        for ref in range(number << BITS, (number + 1) << BITS):
            self._drop(slot, ref)
        self._look(slot)

    def forget(self, slot: int) -> None:
        """The next price decides anew on which side each rule of this instrument stands."""
        places = []
        for value, other, ref in self.above[slot].take(-inf):
            places.append((other, -value, ref) if ref & DOWN else (-value, other, ref))
        for value, other, ref in self.below[slot].take(-inf):
            places.append((value, other, ref) if ref & DOWN else (other, value, ref))
        self._wait(slot, places)
        self._look(slot)

    def tick(self, slot: int, price: float) -> list[Event]:
        """What this price fires; nearly always nothing, after two comparisons."""
        if self.low[slot] < price < self.high[slot]:
            return NOTHING
        return self._reach(slot, price)

    def match(
        self, slots: NDArray[np.int64], prices: NDArray[np.float64]
    ) -> list[tuple[int, list[Event]]]:
        """The same for a batch in order: (place in the batch, events) where there are any."""
        hit = (prices >= self._high[slots]) | (prices <= self._low[slots])
        if not hit.any():
            return []
        # what one price moves may be reached by a later one: their slots are walked from there on
        first: dict[int, int] = {}
        for at in np.flatnonzero(hit).tolist():
            first.setdefault(int(slots[at]), at)
        touched = np.zeros(len(self.above), dtype=bool)
        touched[list(first)] = True
        found = []
        for at in np.flatnonzero(touched[slots]).tolist():
            slot = int(slots[at])
            if at >= first[slot] and (events := self.tick(slot, float(prices[at]))):
                found.append((at, events))
        return found

    def watches(self, slots: NDArray[np.int64]) -> bool:
        """Whether any rule waits on any of these instruments."""
        return bool(((self._high[slots] < inf) | (self._low[slots] > -inf)).any())

    def _reach(self, slot: int, price: float) -> list[Event]:
        events = self._rise(slot, price)
        events += self._fall(slot, price)
        if slot in self.fresh:
            events += self._stand(slot, self.fresh.pop(slot).places(), price, None)
        self._look(slot)
        return events

    def _rise(self, slot: int, price: float) -> list[Event]:
        events, moved, ended = [], [], set()
        for value, other, ref in self.above[slot].take(-price):
            if ref in ended:
                continue
            fired = not ref & DOWN
            if fired or ref & BANDED:
                level = -value if fired else other
                events.append(Event(ref >> BITS, level, fired, FIRED if fired else ARMED))
            if not (fired and ref & ONCE):
                moved.append((other, -value, ref))
            elif ref & PAIRED:
                ended.add(ref | DOWN)
        self.below[slot].put(moved)
        self._end(slot, ended)
        return events

    def _fall(self, slot: int, price: float) -> list[Event]:
        events, moved, ended = [], [], set()
        for value, other, ref in self.below[slot].take(price):
            if ref in ended:
                continue
            fired = bool(ref & DOWN)
            if fired or ref & BANDED:
                level = value if fired else other
                events.append(Event(ref >> BITS, level, not fired, FIRED if fired else ARMED))
            if not (fired and ref & ONCE):
                moved.append((-other, value, ref))
            elif ref & PAIRED:
                ended.add(ref & ~DOWN)
        self.above[slot].put(moved)
        self._end(slot, ended)
        return events

    def _wait(self, slot: int, places: list[Place]) -> None:
        """The next price says on which side these stand."""
        if places:
            self.fresh.setdefault(slot, Side()).append(places)

    def _stand(
        self, slot: int, places: list[Place], price: float, armed: bool | None
    ) -> list[Event]:
        above, below, events = [], [], []
        for fires, arms, ref in places:
            down = bool(ref & DOWN)
            beyond = price <= fires if down else price >= fires
            back = price >= arms if down else price <= arms
            waits = beyond or (armed is False and not back)
            key, other = (arms, fires) if waits else (fires, arms)
            if down == waits:
                above.append((-key, other, ref))
            else:
                below.append((key, other, ref))
            if ref & BANDED:
                events.append(Event(ref >> BITS, fires, not down, WAITS if waits else ARMED))
        self.above[slot].put(above)
        self.below[slot].put(below)
        return events

    def _end(self, slot: int, others: set[int]) -> None:
        """A rule in both directions that fires once is over with either."""
        for ref in others:
            self._drop(slot, ref)

    def _drop(self, slot: int, ref: int) -> None:
        if self.above[slot].drop(ref) or self.below[slot].drop(ref):
            return
        if slot in self.fresh and self.fresh[slot].drop(ref) and not self.fresh[slot].refs:
            del self.fresh[slot]

    def _look(self, slot: int) -> None:
        """Write the nearest levels where the comparisons find them; a fresh rule sees any price."""
        self.high[slot] = -inf if slot in self.fresh else -self.above[slot].nearest
        self.low[slot] = self.below[slot].nearest


def _by_slot(
    slot: NDArray[np.int64], which: NDArray[np.bool_], *columns: NDArray[Any]
) -> Iterator[tuple[Any, ...]]:
    """Each slot with its own part of the columns, in the order of the first."""
    slot, columns = slot[which], tuple(column[which] for column in columns)
    order = np.lexsort((columns[0], slot))
    slot, columns = slot[order], tuple(column[order] for column in columns)
    edges = np.flatnonzero(np.diff(slot, prepend=-1, append=-1)).tolist()
    for begin, end in pairwise(edges):
        yield int(slot[begin]), *(column[begin:end] for column in columns)


def _place(rule: Rule, way: int) -> Place:
    sign = 1.0 if way else -1.0
    arms = rule.level + sign * rule.band if rule.band else nextafter(rule.level, sign * inf)
    bits = way | ONCE * rule.once | BANDED * (rule.band > 0)
    bits |= PAIRED * (rule.direction == "either")
    return rule.level, arms, rule.number << BITS | bits
