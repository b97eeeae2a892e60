"""Names in text: every name of the master in one table by its words, kept per process.

A name begins with a capital or a digit, so only such words are looked up; two looks reject most of
them, the longest name at a place wins, and the text is never rewritten: hyphens, points and line
ends stand between words as they are. Trade words in small letters (`crude`, `the yen`) are few:
they are an Aho-Corasick automaton. Letters keep their case: `Chevron` is a company, `chevron` a
stripe.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import ahocorasick_rs

from alley.markets.mentions.listings import Listings

CAPITAL = re.compile(r"[A-Z0-9\u00c0-\u00de][\w&]*")
WORD = re.compile(r"[\w&]+")
MOST_WORDS = 9  # no name of the master needs more to be told from another
STRENGTHS = ("name", "word", "topic", "hint")
_BREAK = re.compile(r"[!?;:()\[\]\"“”|\n]|,\s|\.\s")
_INITIAL = re.compile(r"(?:\b[A-Z]|\b[A-Z][a-z]|\b(?:St|Co|Inc|Corp|Ltd|Cos|Bros))\.\s?$")
_LEGAL = re.compile(r"^,?\s(?:Inc|Corp|Co|Ltd|LLC|PLC|plc|N\.?V|S\.?A|L\.?P|AG|SE)\b")


@dataclass(frozen=True, slots=True)
class Name:
    symbol: str
    strength: str  # name: stands alone; word: needs evidence; topic, hint: the same of trade words
    rank: int
    valid_from: date | None = None
    valid_to: date | None = None

    def stood(self, day: date | None) -> bool:
        return day is None or (
            (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


class Index:
    """Every name of the master, ready to be looked for."""

    def __init__(self, names: Iterable[tuple[str, Name]], listings: Listings | None = None) -> None:
        self.listings = listings or Listings(())
        self._symbols: list[str] = []
        self._strengths = bytearray()
        self._ranks = array("H")
        self._dates: dict[int, tuple[date | None, date | None]] = {}
        self._meant: dict[str, int | tuple[int, ...]] = {}
        self._starts: dict[str, bool] = {}  # first word -> is it a name alone
        self._pairs: dict[str, int] = {}  # first two words -> how long such names are, in words
        small: list[str] = []
        for text, name in names:
            words = WORD.findall(text)[:MOST_WORDS]
            if any(len(word) > 1 for word in words):
                key = " ".join(words)
                self._add(key, words, name)
                if text[0].islower():
                    small.append(text)
        self._small = sorted(set(small))
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._small or ["\0"],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def __len__(self) -> int:
        return len(self._meant)

    def __iter__(self) -> Iterator[str]:
        return iter(self._meant)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, key) of each name, in order, in code points; `meant` tells what it means."""
        found = [*self._capitals(text), *self._smalls(text)]
        found.sort(key=lambda place: (place[0], -place[1]))
        kept: list[tuple[int, int, str]] = []
        for place in found:
            if kept and place[0] < kept[-1][1]:
                if place[1] - place[0] > kept[-1][1] - kept[-1][0]:
                    kept[-1] = place  # the longer of two that overlap
                continue
            kept.append(place)
        return kept

    def meant(self, key: str, day: date | None = None) -> list[Name]:
        """What a name meant on that day."""
        places = self._meant.get(key, ())
        names = [self._name(place) for place in ((places,) if type(places) is int else places)]  # type: ignore[union-attr]
        return [name for name in names if name.stood(day)]

    def _add(self, key: str, words: list[str], name: Name) -> None:
        place = len(self._symbols)
        held = self._meant.get(key, ())
        places = (held,) if type(held) is int else held
        if any(self._symbols[other] == name.symbol for other in places):  # type: ignore[union-attr]
            return
        self._symbols.append(name.symbol)
        self._strengths.append(STRENGTHS.index(name.strength))
        self._ranks.append(name.rank)
        if name.valid_from or name.valid_to:
            self._dates[place] = name.valid_from, name.valid_to
        self._meant[key] = (*places, place) if places else place  # type: ignore[misc]
        if len(words) == 1:
            self._starts[words[0]] = True
        else:
            self._starts.setdefault(words[0], False)
            pair = f"{words[0]} {words[1]}"
            self._pairs[pair] = self._pairs.get(pair, 0) | 1 << len(words)

    def _name(self, place: int) -> Name:
        dates = self._dates.get(place, (None, None))
        strength = STRENGTHS[self._strengths[place]]
        return Name(self._symbols[place], strength, self._ranks[place], *dates)

    def _capitals(self, text: str) -> Iterator[tuple[int, int, str]]:
        starts, taken = self._starts, 0
        for match in CAPITAL.finditer(text):
            alone = starts.get(match[0])
            start = match.start()
            if alone is None or start < taken or (start and text[start - 1].isalnum()):
                continue
            end, key = self._longest(text, start, match.end(), match[0], alone=alone)
            if key:
                taken = end
                yield start, end, key

    def _longest(
        self, text: str, start: int, end: int, first: str, *, alone: bool
    ) -> tuple[int, str]:
        short = (end, first) if alone else (end, "")
        second = WORD.search(text, end, end + 40)
        if second is None or (sizes := self._pairs.get(f"{first} {second[0]}")) is None:
            return short
        words, ends = [first, second[0]], [end, second.end()]
        while len(words) < sizes.bit_length() - 1:
            following = WORD.search(text, ends[-1], ends[-1] + 40)
            if following is None:
                break
            words.append(following[0])
            ends.append(following.end())
        for count in range(len(words), 1, -1):
            if sizes >> count & 1:
                key = " ".join(words[:count])
                if key in self._meant and holds_together(text, start, ends[count - 1]):
                    return ends[count - 1], key
        return short

    def _smalls(self, text: str) -> Iterator[tuple[int, int, str]]:
        for place, start, end in self._automaton.find_matches_as_indexes(text):
            if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
                continue
            yield start, end, " ".join(WORD.findall(self._small[place]))


def holds_together(text: str, start: int, end: int) -> bool:
    """No end of a sentence runs through it: `in China. Mobile users` is no China Mobile."""
    for gap in _BREAK.finditer(text, start, end):
        before = text[start : gap.end()]
        if gap[0][0] == "." and _INITIAL.search(before):
            continue
        if gap[0][0] == "," and _LEGAL.match(text[gap.start() : end + 1]):
            continue
        if gap[0] == "\n" and text[gap.start() - 1 : gap.start() + 2].count("\n") == 1:
            continue  # a line that was broken by width
        return False
    return True
