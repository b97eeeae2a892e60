"""What moved between two portfolios of one reader: a payment for each of them, none for both.

The scope says what a flow is (GIPS; the same in Wealthfolio's flow classifier): shares transferred,
or money taken out of one and paid into another, stay inside when both are looked at together.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alley.portfolios.entries import Entry, Type

LEAVES = {Type.TRANSFER_OUT: Type.TRANSFER_IN, Type.WITHDRAWAL: Type.DEPOSIT}
COMES = set(LEAVES.values())
Key = tuple[Type, date, str, Decimal]


@dataclass(frozen=True, slots=True)
class Move:
    """`left` and `came` are the places of the two portfolios."""

    left: int
    came: int
    out: Entry
    into: Entry


def moves(portfolios: Sequence[Sequence[Entry]]) -> list[Move]:
    """Pairs of one day with the same shares and count, or the same money; each entry once."""
    waiting: dict[Key, list[tuple[int, Entry]]] = defaultdict(list)
    for place, entries in enumerate(portfolios):
        for entry in entries:
            if entry.type in LEAVES:
                waiting[_key(LEAVES[entry.type], entry)].append((place, entry))
    found = []
    for place, entries in enumerate(portfolios):
        for entry in entries:
            if entry.type not in COMES:
                continue
            others = waiting[_key(entry.type, entry)]
            other = next((one for one in others if one[0] != place), None)
            if other is not None:
                others.remove(other)
                found.append(Move(other[0], place, other[1], entry))
    return sorted(found, key=lambda move: move.into.date)


def _key(kind: Type, entry: Entry) -> Key:
    if kind is Type.TRANSFER_IN:
        return (kind, entry.date, entry.symbol, entry.quantity)
    return (kind, entry.date, entry.currency, entry.gross)
