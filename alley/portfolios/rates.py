"""Exchange rates by date: the rate of the day, or the last before it, crossed where need be.

Reference rates of the ECB are quoted per euro; any two currencies meet there, or over the dollar.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Protocol


class Rated(Protocol):
    """One pair's rates."""

    def on(self, day: date) -> Decimal:
        """On or before; earlier than all, the first one known."""


ONE = Decimal(1)
ZERO = Decimal(0)
VIA = ("EUR", "USD")


class NoRate(LookupError):
    """No chain of known pairs leads from one currency to the other."""


@dataclass(frozen=True, slots=True)
class Course:
    """One pair's rates, oldest first."""

    days: Sequence[date]
    values: Sequence[Decimal]

    def on(self, day: date) -> Decimal:
        """On or before; earlier than all, the first one known."""
        return self.values[max(0, bisect_right(self.days, day) - 1)]


@dataclass(slots=True)
class RateTable:
    """`courses[("EUR", "USD")]` are dollars for a euro. Raises NoRate."""

    base: str
    courses: Mapping[tuple[str, str], Rated]
    lenient: bool = False  # an unknown currency counts as nothing; whoever shows it says so
    _paths: dict[str, list[tuple[Rated, bool]]] = field(default_factory=dict)

    def rate(self, currency: str, day: date) -> Decimal:
        if currency == self.base:
            return ONE
        if self.lenient and not self.knows(currency):
            return ZERO
        rate = ONE
        for course, turned in self.path(currency):
            value = course.on(day)
            rate = rate / value if turned else rate * value
        return rate

    def path(self, currency: str) -> list[tuple[Rated, bool]]:
        """The pairs to go through, each with whether it is turned round."""
        if currency not in self._paths:
            found = next(self._ways(currency), None)
            if found is None:
                raise NoRate(f"no exchange rate between {currency} and {self.base} is known")
            self._paths[currency] = found
        return self._paths[currency]

    def knows(self, currency: str) -> bool:
        try:
            return currency == self.base or bool(self.path(currency))
        except NoRate:
            return False

    def _ways(self, currency: str) -> Iterator[list[tuple[Rated, bool]]]:
        for stops in ((), ("EUR",), ("USD",), VIA, VIA[::-1]):
            way = [currency, *stops, self.base]
            legs = [self._leg(*pair) for pair in pairwise(way)]
            if all(legs):
                yield [leg for leg in legs if leg is not None]

    def _leg(self, start: str, end: str) -> tuple[Rated, bool] | None:
        if course := self.courses.get((start, end)):
            return course, False
        if course := self.courses.get((end, start)):
            return course, True
        return None
