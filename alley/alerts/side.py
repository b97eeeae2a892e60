"""The levels of one instrument that lie in one direction of its price, the nearest one last.

Written as numbers that grow towards the price, so that both directions are one structure: what a
price reaches is a tail, found by bisection.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Place = tuple[float, float, int]  # this level, the one on the other side, whose
NOWHERE = float("-inf")
MANY = 64  # from here on sorting anew beats inserting one by one


class Side:
    __slots__ = ("others", "refs", "values")

    def __init__(self) -> None:
        self.values, self.others, self.refs = array("d"), array("d"), array("q")

    @property
    def nearest(self) -> float:
        return self.values[-1] if self.values else NOWHERE

    def take(self, reached: float) -> list[Place]:
        """What lies at or beyond this price leaves, the farthest from where it came last."""
        at = bisect_left(self.values, reached)
        taken = list(zip(self.values[at:], self.others[at:], self.refs[at:], strict=True))
        del self.values[at:], self.others[at:], self.refs[at:]
        taken.reverse()
        return taken

    def places(self) -> list[Place]:
        return list(zip(self.values, self.others, self.refs, strict=True))

    def append(self, places: Iterable[Place]) -> None:
        """In any order, for a side that nobody looks into yet."""
        for value, other, ref in places:
            self.values.append(value)
            self.others.append(other)
            self.refs.append(ref)

    def put(self, places: Iterable[Place]) -> None:
        places = list(places)
        if len(places) < MANY:
            for value, other, ref in places:
                at = bisect_left(self.values, value)
                self.values.insert(at, value)
                self.others.insert(at, other)
                self.refs.insert(at, ref)
        else:
            self.append(places)
            self.sort()

    def sort(self) -> None:
        order = np.argsort(np.frombuffer(self.values), kind="stable")
        self.fill(
            np.frombuffer(self.values)[order],
            np.frombuffer(self.others)[order],
            np.frombuffer(self.refs, dtype=np.int64)[order],
        )

    def fill(
        self, values: NDArray[np.float64], others: NDArray[np.float64], refs: NDArray[np.int64]
    ) -> None:
        """Take these places, sorted already, for all there are."""
        self.values = array("d", values.tobytes())
        self.others = array("d", others.tobytes())
        self.refs = array("q", refs.tobytes())

    def drop(self, ref: int) -> bool:
        """Forget one place; whether it was here."""
        try:
            at = self.refs.index(ref)
        except ValueError:
            return False
        del self.values[at], self.others[at], self.refs[at]
        return True
