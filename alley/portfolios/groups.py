"""Entries in groups that know nothing of one another: an instrument each, or those that a spin-off
joins, and one for what belongs to none. What was reckoned of a group stays right until one of its
own entries changes, so a correction costs one group, not the portfolio.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from alley.portfolios.entries import Entry, Type, ordered

Found = TypeVar("Found")
MOST_KEPT = 5  # results of one group: its table, and its ledger until a few days


@dataclass(slots=True, eq=False)
class Group:
    """`given` is how the entries came, by which the group is known again; `entries` how they are
    carried out. `kept` are results by what they are of: droppable, each with all that it was made
    from, and only the last one made."""

    given: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    symbols: frozenset[str]
    currencies: frozenset[str]
    deposits: bool
    kept: dict[Hashable, tuple[Hashable, Any]] = field(default_factory=dict)

    @property
    def first(self) -> date:
        return self.entries[0].date

    @property
    def last(self) -> date:
        return self.entries[-1].date

    def once(self, of: Hashable, source: Hashable, make: Callable[[], Found]) -> Found:
        """What `make` answers, made once as long as its `source` stays the same."""
        kept = self.kept.get(of)
        if kept is not None and kept[0] == source:
            found: Found = kept[1]
            return found
        found = make()
        if of not in self.kept and len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        self.kept[of] = (source, found)
        return found


def grouped(
    entries: Iterable[Entry], before: Mapping[str, Group] | None = None
) -> dict[str, Group]:
    """By name, in the order of names; a group of `before` with the same entries is taken over."""
    entries = list(entries)
    joined = _joined(entries)
    sorted_out: dict[str, list[Entry]] = {}
    for entry in entries:
        sorted_out.setdefault(joined.get(entry.symbol, entry.symbol), []).append(entry)
    found = {}
    for name in sorted(sorted_out):
        given, old = tuple(sorted_out[name]), (before or {}).get(name)
        found[name] = old if old is not None and old.given == given else _group(given)
    return found


def _joined(entries: list[Entry]) -> dict[str, str]:
    """The name of the group of each symbol that a spin-off joins to another."""
    name: dict[str, str] = {}
    for entry in entries:
        if entry.type is Type.SPIN_OFF:
            one, two = (name.get(symbol, symbol) for symbol in (entry.symbol, entry.other))
            kept = min(one, two)
            members = {symbol for symbol, group in name.items() if group in {one, two}}
            name |= dict.fromkeys(members | {one, two, entry.symbol, entry.other}, kept)
    return name


def _group(given: tuple[Entry, ...]) -> Group:
    currencies = {entry.currency for entry in given}
    currencies |= {entry.other for entry in given if entry.type is Type.EXCHANGE}
    symbols = {entry.symbol for entry in given}
    symbols |= {entry.other for entry in given if entry.type is Type.SPIN_OFF}
    return Group(
        given=given,
        entries=tuple(ordered(given)),
        symbols=frozenset(symbols - {""}),
        currencies=frozenset(currencies - {""}),
        deposits=any(entry.type is Type.DEPOSIT for entry in given),
    )
