"""Ticks of the log as columns: written as one text for very many, and read back. Fifty thousand a
second leave no time for an object each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from alley.markets.taking import Outcome
from alley.markets.tick import Tick

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PLACES = 8  # decimals that are kept
SHORT = PLACES + 2  # a decimal written shorter than this has no more of them


class Label(NamedTuple):
    source: str
    kind: str
    outcome: str


class LoggedTick(NamedTuple):
    """One price as it came. `id` is its place in the log."""

    id: int
    instrument: int
    price: Decimal
    volume: Decimal | None
    time: datetime
    source: str
    kind: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """One after another in the log, the first of them at `first`."""

    first: int
    instruments: list[int]
    prices: list[str]
    times: list[int]  # microseconds since 1970
    volumes: list[str]  # empty where nothing says
    labels: list[Label]
    label: list[int]  # of each, by its place in `labels`

    def __len__(self) -> int:
        return len(self.instruments)

    def after(self, position: int) -> "Ticks":
        skip = position + 1 - self.first
        return self if skip <= 0 else self._from(skip)

    def _from(self, skip: int) -> "Ticks":
        return Ticks(
            self.first + skip,
            self.instruments[skip:],
            self.prices[skip:],
            self.times[skip:],
            self.volumes[skip:],
            self.labels,
            self.label[skip:],
        )

    def rows(self) -> Iterator[LoggedTick]:
        columns = (self.instruments, self.prices, self.times, self.volumes, self.label)
        for place, (instrument, price, time, volume, label) in enumerate(
            zip(*columns, strict=True), start=self.first
        ):
            traded = Decimal(volume) if volume else None
            whose = self.labels[label]
            yield LoggedTick(place, instrument, Decimal(price), traded, moment(time), *whose)


def packed(
    ticks: Sequence[Tick], instruments: Mapping[str, int], outcomes: Sequence[Outcome]
) -> str:
    """Ticks with what became of each; `instruments` knows their symbols."""
    labels: dict[tuple[str, str, str], int] = {}
    columns = {
        "instruments": [instruments[tick.symbol] for tick in ticks],
        "prices": _texts([tick.price for tick in ticks]),
        "times": [(tick.time - EPOCH) // MICROSECOND for tick in ticks],
        "volumes": _volumes(ticks),
        "label": [
            labels.setdefault((tick.source, str(tick.kind), outcome.value), len(labels))
            for tick, outcome in zip(ticks, outcomes, strict=True)
        ],
    }
    return json.dumps({**columns, "labels": list(labels)}, separators=(",", ":"))


def unpacked(last: int, count: int, content: str) -> Ticks:
    read = json.loads(content)
    return Ticks(
        last - count + 1,
        read["instruments"],
        read["prices"],
        read["times"],
        read["volumes"] or [""] * count,
        [Label(*label) for label in read["labels"]],
        read["label"],
    )


def microseconds(time: datetime) -> int:
    return (time - EPOCH) // MICROSECOND


def moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def _volumes(ticks: Sequence[Tick]) -> list[str]:
    """None at all where nobody says what was traded."""
    known = [tick.volume for tick in ticks if tick.volume is not None]
    if not known:
        return []
    texts = iter(_texts(known))
    return ["" if tick.volume is None else next(texts) for tick in ticks]


def _texts(numbers: Sequence[Decimal]) -> list[str]:
    return [
        text if len(text) < SHORT else str(round(number, PLACES))
        for number, text in zip(numbers, map(str, numbers), strict=True)
    ]
