"""The names a master gives: aliases, full names, short names, and how far each holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from alley.markets.mentions.everyday import common_words, short_name, strength_of
from alley.markets.mentions.names import Name

GENERIC = frozenset({"Average", "Composite", "Index", "Industrial", "Industrials"})
WELL_KNOWN = 10  # rank of the starter set; its names are curated
TRADE = frozenset({"topic", "hint"})
PRICED = frozenset({"commodity", "fx", "crypto", "index"})  # named by trade words only


@dataclass(frozen=True, slots=True)
class Listed:
    symbol: str
    name: str
    kind: str
    rank: int
    delisted: date | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """An alias: the words an instrument goes by."""

    symbol: str
    text: str
    strength: str
    rank: int
    valid_from: date | None = None
    valid_to: date | None = None


def names_of(listed: Iterable[Listed], called: Iterable[Called]) -> Iterator[tuple[str, Name]]:
    for alias in called:
        name = Name(alias.symbol, alias.strength, alias.rank, alias.valid_from, alias.valid_to)
        curated = alias.rank == WELL_KNOWN
        for form in _forms(alias.text, trade=alias.strength in TRADE, curated=curated):
            yield form, name
        if curated and alias.symbol.startswith("INDEX:"):
            yield from ((form, name) for form in _index_forms(alias.text))
    for one in listed:
        yield from _own(one)


def _own(one: Listed) -> Iterator[tuple[str, Name]]:
    curated = one.rank == WELL_KNOWN
    if one.kind in PRICED:
        if one.kind == "fx" or (curated and one.kind == "crypto"):
            yield one.symbol.partition(":")[2], Name(one.symbol, "topic", one.rank)  # EUR/USD
        return
    short = short_name(one.name)
    strength = "name" if curated else strength_of(short, one.kind)
    if strength is None:
        return
    full = Name(one.symbol, "name", one.rank, valid_to=one.delisted)
    if curated:
        yield from ((form, full) for form in _forms(one.name, trade=False, curated=True))
        return
    name = Name(one.symbol, strength, one.rank, valid_to=one.delisted)
    yield one.name, full if short != one.name else name
    yield short, name


def _forms(text: str, *, trade: bool, curated: bool) -> Iterator[str]:
    """As it stands, as a headline has it, and in capitals."""
    yield text
    if trade and text[0].islower():
        yield text[0].upper() + text[1:]
        yield " ".join(word[0].upper() + word[1:] for word in text.split())
    if curated and text.upper() != text and (len(text) > 3 or not text.isalpha()):
        yield text.upper()


def _index_forms(text: str) -> Iterator[str]:
    """`Dow Jones industrial average`, `the Dax`: houses differ on what has a capital."""
    first, *others = text.split()
    small = " ".join([first, *(word.lower() if word in GENERIC else word for word in others)])
    if small != text:
        yield small
    acronym = len(first) > 2 and first.isalpha() and first.isupper()
    if acronym and first.lower() not in common_words():
        yield " ".join([first.capitalize(), *others])
