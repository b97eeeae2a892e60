"""A recording of ticks, played again: event times are kept, only the waiting is scaled."""

import csv
import gzip
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alley.markets.importing.prices import Unreadable, moment, number
from alley.markets.models import PriceKind
from alley.markets.tick import Tick

FRAME = 0.25  # seconds: what falls into one frame is recorded together


@dataclass(frozen=True, slots=True)
class BadTick:
    line: int
    reason: str


def read(path: Path) -> Iterator[Tick | BadTick]:
    """The ticks of a file with columns time, symbol, price (and more)."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            yield _tick(line, row, path.name)


def _tick(line: int, row: dict[str, str | None], name: str) -> Tick | BadTick:
    try:
        return Tick(
            symbol=(row.get("symbol") or "").strip(),
            price=number((row.get("price") or "").strip()),
            time=moment((row.get("time") or "").strip()),
            source=(row.get("source") or "").strip() or name,
            kind=PriceKind.SYNTHETIC,
            volume=number(volume) if (volume := (row.get("volume") or "").strip()) else None,
        )
    except Unreadable as error:
        return BadTick(line, str(error))


def frames(ticks: Iterable[Tick], speed: float) -> Iterator[tuple[float, list[Tick]]]:
    """(seconds after the start, what is due then). Each symbol's recording starts at zero, so
    that days recorded years apart can run side by side."""
    started: dict[str, datetime] = {}
    due = []
    for tick in ticks:
        start = started.setdefault(tick.symbol, tick.time)
        due.append(((tick.time - start).total_seconds() / speed, tick))
    due.sort(key=lambda pair: pair[0])
    frame: list[Tick] = []
    until = 0.0
    for seconds, tick in due:
        if seconds > until and frame:
            yield until, frame
            frame = []
        if seconds > until:
            until = (seconds // FRAME + 1) * FRAME
        frame.append(tick)
    if frame:
        yield until, frame


def play(
    ticks: Iterable[Tick],
    record: Callable[[list[Tick]], object],
    *,
    speed: float,
    wait: Callable[[float], bool] | None = None,
) -> None:
    """Record each frame when it is due. `wait(seconds)` says True to stop."""
    began = time.monotonic()
    for due, frame in frames(ticks, speed):
        rest = began + due - time.monotonic()
        if rest > 0 and (wait or _sleep)(rest):
            return
        record(frame)


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return False
