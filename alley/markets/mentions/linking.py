"""Codes first, then names; an everyday word only with evidence, and then for the whole text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from threading import Lock

from alley.markets.mentions import codes, evidence
from alley.markets.mentions.names import Index, Name, short_name, strength_of
from alley.markets.models import Alias, Instrument, Master
from alley.markets.queries import instrument_for

WELL_KNOWN = 10  # rank of the starter set; its names are curated
CONFIDENCE = {"name": 0.95, "topic": 0.9, "word": 0.8}


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    text: str
    symbol: str
    confidence: float
    why: str


def link(text: str, *, as_of: date | None = None) -> list[Mention]:
    """The instruments a text speaks of, in order; `as_of` is the day of first publication."""
    found = list(_coded(text))
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    known = {mention.symbol for mention in found}
    candidates = [
        (start, end, names)
        for start, end, names in index().find(text)
        if not taken.intersection(range(start, end))
    ]
    for start, end, names in candidates:
        found.extend(_named(text, start, end, _valid(names, as_of), known))
        known.update(mention.symbol for mention in found)
    return sorted(found, key=lambda mention: (mention.start, mention.symbol))


def _coded(text: str) -> Iterator[Mention]:
    for code in codes.find(text):
        instrument = _meant(code)
        if instrument is not None:
            yield Mention(code.start, code.end, code.text, instrument.symbol, 0.99, code.why)


def _meant(code: codes.Code) -> Instrument | None:
    for symbol in code.symbols:
        if instrument := Instrument.objects.filter(symbol=symbol).first():
            return instrument
    return instrument_for(code.ticker) if code.ticker else None


def _valid(names: list[Name], as_of: date | None) -> list[Name]:
    if as_of is None:
        return names
    return [
        name
        for name in names
        if (name.valid_from is None or name.valid_from <= as_of)
        and (name.valid_to is None or as_of <= name.valid_to)
    ]


def _named(
    text: str, start: int, end: int, names: list[Name], known: set[str]
) -> Iterator[Mention]:
    topics = [name for name in names if name.strength == "topic"]
    if topics:
        for name in topics:
            yield _mention(text, start, end, name, "trade word")
        return
    best = _best(names, known)
    if best is None or evidence.is_boilerplate(text, start, end):
        return
    if best.symbol in known:
        yield _mention(text, start, end, best, "named before")
    elif best.strength == "name" and not _part_of_longer(text, start, end, best):
        yield _mention(text, start, end, best, "name")
    elif best.strength == "word" and _is_company(text, start, end):
        yield _mention(text, start, end, best, "name with business words near")


def _best(names: list[Name], known: set[str]) -> Name | None:
    """The listing meant: one already named, else the best known; None between equals."""
    ranked = sorted(names, key=lambda name: (name.symbol not in known, name.rank, name.symbol))
    if not ranked:
        return None
    first = ranked[0]
    equals = {name.symbol for name in ranked if name.rank == first.rank}
    if first.symbol not in known and first.rank != WELL_KNOWN and len(equals) > 1:
        return None
    return first


def _part_of_longer(text: str, start: int, end: int, name: Name) -> bool:
    """A master's own name inside a longer one is somebody else's; curated names stand alone."""
    return name.rank != WELL_KNOWN and evidence.continues_a_name(text, start, end)


def _is_company(text: str, start: int, end: int) -> bool:
    return not evidence.continues_a_name(text, start, end) and evidence.speaks_of_business(
        text, start, end
    )


def _mention(text: str, start: int, end: int, name: Name, why: str) -> Mention:
    return Mention(start, end, text[start:end], name.symbol, CONFIDENCE[name.strength], why)


_lock = Lock()
_built: tuple[int, Index] | None = None


def index() -> Index:
    """The automaton of this process, built anew when instruments have changed."""
    global _built  # one per process, behind a lock
    version = Master.objects.filter(pk=1).values_list("version", flat=True).first() or 0
    if _built is None or _built[0] != version:
        with _lock:
            if _built is None or _built[0] != version:
                _built = (version, Index(_names()))
    return _built[1]


def _names() -> Iterator[tuple[str, Name]]:
    rows = Alias.objects.select_related("instrument").only(
        "text", "kind", "valid_from", "valid_to", "instrument__symbol", "instrument__rank"
    )
    for alias in rows:
        one = alias.instrument
        name = Name(one.symbol, alias.kind, one.rank, alias.valid_from, alias.valid_to)
        yield alias.text, name
        if alias.kind == Alias.Strength.TOPIC and alias.text[0].islower():
            yield alias.text[0].upper() + alias.text[1:], name  # a sentence begins with it
    listed = Instrument.objects.values_list("symbol", "name", "kind", "rank")
    for symbol, full, kind, rank in listed.iterator():
        short = short_name(full)
        strength = "name" if rank == WELL_KNOWN else strength_of(short, kind)
        if strength:
            yield full, Name(symbol, "name", rank)
            if rank != WELL_KNOWN and short != full:
                yield short, Name(symbol, strength, rank)
