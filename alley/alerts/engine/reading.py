"""Ticks as columns: fifty thousand a second leave no time for an object each."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from alley.alerts.track import Tick
from alley.markets.queries import packs_after
from alley.markets.quotes import text_of
from alley.markets.taking import Outcome
from alley.markets.ticklog import Label, Ticks, moment


class Row(NamedTuple):
    """A tick that is looked at by itself; `time` in microseconds since 1970."""

    id: int
    instrument: int
    price: str
    time: int
    volume: str
    source: str
    kind: str

    @property
    def value(self) -> float:
        return float(self.price)

    @property
    def tick(self) -> Tick:
        return Tick(
            id=self.id,
            instrument=self.instrument,
            price=text_of(Decimal(self.price)),
            value=float(self.price),
            time=moment(self.time),
            source=self.source,
            kind=self.kind,
            volume=float(self.volume or 0),
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Ticks in the order of the log."""

    ids: NDArray[np.int64]
    instruments: list[int]
    prices: list[str]
    values: NDArray[np.float64]
    times: NDArray[np.int64]
    volumes: list[str]
    labels: list[Label]
    accepted: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.instruments)

    @property
    def last(self) -> int:
        return int(self.ids[-1])

    def row(self, at: int) -> Row:
        return self.rows([at])[0]

    def rows(self, places: list[int]) -> list[Row]:
        labels = [self.labels[at] for at in places]
        return list(
            map(
                Row,
                self.ids[places].tolist(),
                [self.instruments[at] for at in places],
                [self.prices[at] for at in places],
                self.times[places].tolist(),
                [self.volumes[at] for at in places],
                [label.source for label in labels],
                [label.kind for label in labels],
            )
        )

    def part(self, start: int, end: int | None = None) -> "Batch":
        columns: tuple[Any, ...] = (
            self.ids,
            self.instruments,
            self.prices,
            self.values,
            self.times,
            self.volumes,
            self.labels,
            self.accepted,
        )
        return Batch(*(column[start:end] for column in columns))


def batch_after(position: int, limit: int) -> Batch:
    """What the log holds after a place in it; at least `limit` ticks where there are so many."""
    return batch_of(packs_after(position, limit))


def batch_of(packs: list[Ticks]) -> Batch:
    prices = [price for ticks in packs for price in ticks.prices]
    labels = [ticks.labels[label] for ticks in packs for label in ticks.label]
    places = [np.arange(ticks.first, ticks.first + len(ticks)) for ticks in packs]
    times = [np.array(ticks.times, dtype=np.int64) for ticks in packs]
    none = np.empty(0, dtype=np.int64)
    return Batch(
        np.concatenate([none, *places]),
        [instrument for ticks in packs for instrument in ticks.instruments],
        prices,
        np.array(list(map(float, prices)), dtype=np.float64),
        np.concatenate([none, *times]),
        [volume for ticks in packs for volume in ticks.volumes],
        labels,
        np.concatenate([np.empty(0, dtype=bool), *map(_accepted, packs)]),
    )


def _accepted(ticks: Ticks) -> NDArray[np.bool_]:
    labels = np.array([label.outcome == Outcome.TAKEN for label in ticks.labels], dtype=bool)
    found: NDArray[np.bool_] = labels[np.array(ticks.label, dtype=np.int64)]
    return found
