"""What becomes of each price of a batch: newest wins, a late one changes nothing, one that looks
like another unit is kept away. Values in, values out; the same whether they come one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from alley.markets.preference import gives_way
from alley.markets.tick import Tick

LARGEST = Decimal(10) ** 16  # what a price's column holds
TOLERANCE = Decimal("0.02")  # how near to exactly 100 times a price must be to be a unit's mistake
USUAL_LEAST, USUAL_MOST = 0.02, 50.0  # times the last price: nearly every one, far from either
FAR = 1e15  # a float below it is a price that the column holds


class Outcome(StrEnum):
    TAKEN = "accepted"
    LATE = "late"
    QUARANTINED = "quarantined"
    UNKNOWN = "unknown"
    REFUSED = "refused"  # no number, or none that a price can be
    BESIDE = "beside"  # another source, at least as good, is speaking


LOGGED = frozenset({Outcome.TAKEN, Outcome.LATE, Outcome.QUARANTINED})


class Last(NamedTuple):
    """The price held of an instrument before the batch."""

    price: Decimal
    time: datetime
    source: str
    kind: str


Explained = Callable[[str, datetime, datetime], bool]  # a jump between two moments


@dataclass(slots=True)
class Taken:
    outcomes: list[Outcome]  # of each tick
    newest: dict[str, Tick] = field(default_factory=dict)  # of each symbol that moved on
    kept_away: list[tuple[Tick, Decimal]] = field(default_factory=list)  # with the last price


def take(
    ticks: Sequence[Tick],
    held: Mapping[str, Last | None],
    explained: Explained,
    hidden: frozenset[str],
    *,
    guarded: bool,
) -> Taken:
    """`ticks` by time. `held` has every known symbol, `hidden` the sources that readers must not
    see. Without `guarded` any newer price is taken; with it not one beside a source that is heard,
    nor one in what looks like another unit, unless a split or change of unit explains the jump."""
    taken = Taken([])
    newest, ordinary = taken.newest, Outcome.TAKEN
    near: dict[str, float] = {}  # the newest prices as floats, to see at once that nothing is odd
    for tick in ticks:
        symbol = tick.symbol
        last: Tick | Last | None = newest.get(symbol) or held.get(symbol)
        if last is not None and tick.time > last.time and tick.source == last.source:
            price = float(tick.price)
            before = near.get(symbol) or float(last.price)
            if before and USUAL_LEAST < price / before < USUAL_MOST and -FAR < price < FAR:
                newest[symbol] = tick
                near[symbol] = price
                taken.outcomes.append(ordinary)
                continue
        if last is None and symbol not in held:
            outcome = Outcome.UNKNOWN
        elif not tick.price.is_finite() or abs(tick.price) >= LARGEST:
            outcome = Outcome.REFUSED
        elif last is not None and tick.time <= last.time:
            outcome = Outcome.LATE
        elif guarded and last is not None and gives_way(tick, last, hidden):
            outcome = Outcome.BESIDE
        elif (
            guarded
            and last is not None
            and is_unit_mistake(tick.price, last.price)
            and not explained(symbol, last.time, tick.time)
        ):
            taken.kept_away.append((tick, last.price))
            outcome = Outcome.QUARANTINED
        else:
            newest[symbol] = tick
            near.pop(symbol, None)
            outcome = Outcome.TAKEN
        taken.outcomes.append(outcome)
    return taken


def is_unit_mistake(price: Decimal, last: Decimal) -> bool:
    """About a hundred times the last, or a hundredth: pence taken for pounds."""
    if not last or not price:
        return False
    near = float(last)
    if near and USUAL_LEAST < abs(float(price) / near) < USUAL_MOST:
        return False
    ratio = price / last
    return abs(ratio / 100 - 1) <= TOLERANCE or abs(ratio * 100 - 1) <= TOLERANCE
