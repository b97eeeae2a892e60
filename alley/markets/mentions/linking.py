"""Codes first, then names; an everyday word only with evidence, and then for the whole text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from alley.markets.mentions import codes, evidence
from alley.markets.mentions.everyday import common_words
from alley.markets.mentions.names import Index, Name
from alley.markets.mentions.naming import WELL_KNOWN
from alley.markets.mentions.salience import salience
from alley.markets.mentions.surroundings import Surroundings

CERTAIN = {"name": 0.95, "topic": 0.9, "hint": 0.85}
_ROW = re.compile(r"(?:,|,? and|,? or|;|/| &) ?")
NEAR_WORDS = 60  # letters between companies named together
Rulings = Mapping[str, str | None]  # what an editor said these words mean; None: no instrument


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    text: str
    symbol: str
    confidence: float
    why: str
    salience: float = 0.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    names: tuple[Name, ...]
    near: Surroundings


def link_in(
    text: str, index: Index, *, as_of: date | None = None, rulings: Rulings | None = None
) -> list[Mention]:
    """The instruments a text speaks of, in order, each with its reason and its weight."""
    said, brackets = codes.find(text, index.listings, as_of)
    found = [Mention(one.start, one.end, one.text, one.symbol, 0.99, one.why) for one in said]
    ruled = list(_ruled(text, rulings or {}))
    found.extend(mention for mention in ruled if mention.symbol)
    candidates = _candidates(text, index, as_of, [*found, *ruled])
    found.extend(_in_brackets(text, candidates, brackets, index, as_of))
    found.extend(_named(text, candidates, {mention.symbol for mention in found}))
    found.sort(key=lambda mention: (mention.start, mention.symbol))
    return _weighed(text, found)


def _candidates(
    text: str, index: Index, as_of: date | None, taken: Sequence[Mention]
) -> list[_Candidate]:
    kept = []
    for start, end, key in index.find(text):
        if any(start < other.end and other.start < end for other in taken):
            continue
        names = index.meant(key, as_of)
        if names:
            kept.append(_Candidate(start, end, tuple(names), Surroundings(text, start, end)))
    return kept


def _ruled(text: str, rulings: Rulings) -> list[Mention]:
    """Every place of words an editor has ruled on; without symbol where they mean nothing."""
    found = []
    for words, symbol in rulings.items():
        start = text.find(words)
        while start >= 0:
            end = start + len(words)
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
                found.append(Mention(start, end, words, symbol or "", 1.0, "an editor said so"))
            start = text.find(words, end)
    return found


def _in_brackets(
    text: str,
    candidates: Sequence[_Candidate],
    brackets: Sequence[codes.Bracketed],
    index: Index,
    as_of: date | None,
) -> list[Mention]:
    """`Target (TGT)`: each makes the other certain; the ticker as it was on that day."""
    found = []
    ends = {candidate.end: candidate for candidate in candidates}
    for bracket in brackets:
        gap_start = text.rfind("(", 0, bracket.start)
        before = len(text[:gap_start].rstrip()) if gap_start >= 0 else -1
        candidate = ends.get(before) or ends.get(_without_legal(text, before))
        for name in candidate.names if candidate else ():
            venue = name.symbol.partition(":")[0]
            if index.listings.meant(f"{venue}:{bracket.text}", as_of) == name.symbol:
                found.append(
                    Mention(
                        *_span(bracket), bracket.text, name.symbol, 0.98, "ticker after its name"
                    )
                )
                break
    return found


def _without_legal(text: str, end: int) -> int:
    """The end of a name before its `Inc.` or `, Corp`."""
    for legal in (
        " Inc.",
        " Inc",
        ", Inc.",
        " Corp.",
        " Corp",
        " plc",
        " Plc",
        " Co.",
        " Ltd",
        " Group",
        "'s",
    ):
        if text.endswith(legal, 0, end):
            return end - len(legal)
    return end


def _span(bracket: codes.Bracketed) -> tuple[int, int]:
    return bracket.start, bracket.end


def _named(text: str, candidates: Sequence[_Candidate], known: set[str]) -> list[Mention]:
    """First what stands alone, then everyday words by their evidence, then what they made known."""
    found: list[Mention] = []
    open_: list[tuple[_Candidate, Name]] = []
    companies: list[tuple[int, int]] = []
    for candidate in candidates:
        trade = [name for name in candidate.names if name.strength in {"topic", "hint"}]
        if trade:
            found.extend(_traded(text, candidate, trade, known))
            continue
        best = _best(candidate.names, known)
        if best is None or evidence.is_boilerplate(text, candidate.start, candidate.end):
            continue
        if evidence.everyday(candidate.near) >= evidence.VETO:
            continue
        if best.strength == "name" and not _part_of_longer(candidate, best):
            found.append(_mention(text, candidate, best, CERTAIN["name"], "name"))
            known.add(best.symbol)
            companies.append((candidate.start, candidate.end))
        else:
            open_.append((candidate, best))
    waiting = []
    for candidate, best in open_:
        points = _points(text, candidate, best, companies, known)
        if points >= evidence.ENOUGH:
            sure = min(0.95, 0.6 + points / 20)
            found.append(_mention(text, candidate, best, sure, "name with business words near"))
            known.add(best.symbol)
            companies.append((candidate.start, candidate.end))
        else:
            waiting.append((candidate, best, points))
    found.extend(
        _mention(text, candidate, best, 0.8, "named elsewhere in the text")
        for candidate, best, points in waiting
        if best.symbol in known and points >= 0
    )
    return found


def _traded(
    text: str, candidate: _Candidate, trade: Sequence[Name], known: set[str]
) -> list[Mention]:
    start, end = candidate.start, candidate.end
    words = text[start:end]
    if evidence.is_something_else(candidate.near):
        return []
    if trade[0].strength == "hint":
        proper = words[:1].isupper() and words.lower() not in common_words()
        priced = not proper or trade[0].symbol.startswith(("INDEX:", "FX:"))
        speaks = evidence.is_priced if priced else evidence.is_spoken_of_markets
        if not speaks(candidate.near):
            return []
    known.update(name.symbol for name in trade)
    return [_mention(text, candidate, name, CERTAIN[name.strength], "trade word") for name in trade]


def _best(names: Sequence[Name], known: set[str]) -> Name | None:
    """The listing meant: one already named, else the best known; None between equals."""
    first = min(names, key=lambda name: (name.symbol not in known, name.rank, name.symbol))
    if first.symbol in known or first.rank == WELL_KNOWN:
        return first
    equals = sum(name.rank == first.rank for name in names)
    return first if equals == 1 else None


def _part_of_longer(candidate: _Candidate, name: Name) -> bool:
    """A master's own name inside a longer one is somebody else's; curated names stand alone."""
    return name.rank != WELL_KNOWN and evidence.continues_a_name(candidate.near)


def _points(
    text: str,
    candidate: _Candidate,
    name: Name,
    companies: Sequence[tuple[int, int]],
    known: set[str],
) -> float:
    words = text[candidate.start : candidate.end]
    bonus = 0.0 if name.rank == WELL_KNOWN else -1.0
    bonus += 2 if name.symbol in known else 0
    if any(abs(start - candidate.start) < NEAR_WORDS for start, _ in companies):
        bonus += evidence.NEAR_COMPANY
    if any(_in_one_row(text, candidate, *company) for company in companies):
        bonus += 2
    ordinary = words.lower() in common_words()
    return evidence.company_points(candidate.near, ordinary=ordinary, bonus=bonus)


def _in_one_row(text: str, candidate: _Candidate, start: int, end: int) -> bool:
    """`Microsoft, Nvidia and Apple`: nothing but a comma or an `and` between."""
    between = text[end : candidate.start] if end <= candidate.start else text[candidate.end : start]
    return len(between) < 7 and bool(_ROW.fullmatch(between))


def _mention(text: str, candidate: _Candidate, name: Name, sure: float, why: str) -> Mention:
    start, end = candidate.start, candidate.end
    return Mention(start, end, text[start:end], name.symbol, round(sure, 2), why)


def _weighed(text: str, found: Sequence[Mention]) -> list[Mention]:
    weights = salience([(mention.symbol, mention.start) for mention in found], len(text))
    return [replace(mention, salience=weights[mention.symbol]) for mention in found]
