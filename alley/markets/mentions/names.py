"""Names in text: one Aho-Corasick automaton over every name, kept per process.

A pattern begins with a space, so that it starts at a word; the longest match at a place wins, and
where it ends inside a word, its shorter beginnings are tried. Punctuation is a space on both sides
and letters keep their case: `Chevron` is a company, `chevron` a stripe.
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import ahocorasick_rs

COMMON = Path(__file__).parent.parent / "data" / "common-words.txt.gz"
_SPACES = dict.fromkeys(map(ord, "\n\r\t.,;:!?\"'()[]{}<>/|*_“”‘’–—-\u00a0…"), " ")
_SUFFIX = re.compile(
    r"(?:\s(?:inc|incorporated|corp|corporation|co|company|companies|plc|p\s?l\s?c|ltd|limited|llc"
    r"|ag|se|sa|s\s?a|nv|n\s?v|spa|s\s?p\s?a|oyj|asa|ab|as|a/s|kgaa|gmbh|holdings?|group|trust"
    r"|the|class [abc]|adr))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    symbol: str
    strength: str  # name, word or topic
    rank: int
    valid_from: date | None = None
    valid_to: date | None = None


class Index:
    """Every name of the master, ready to be looked for."""

    def __init__(self, names: Iterable[tuple[str, Name]]) -> None:
        self.meant: dict[str, list[Name]] = defaultdict(list)
        for text, name in names:
            key = normalised(text).strip()
            if len(key) > 1:
                self.meant[key].append(name)
        self.patterns = [f" {key}" for key in self.meant]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self.patterns or [" \0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def find(self, text: str) -> Iterator[tuple[int, int, list[Name]]]:
        """(start, end, what it may mean) of each name, in order, in code points."""
        flat = " " + normalised(text) + " "
        for place, start, _ in self._automaton.find_matches_as_indexes(flat):
            key = self.patterns[place][1:] if self.meant else ""
            while key and not flat[start + 1 + len(key)].isspace():
                key = key.rpartition(" ")[0]
            if key and key in self.meant:
                yield start, start + len(key), self.meant[key]


def normalised(text: str) -> str:
    """The same length, punctuation as spaces."""
    return text.translate(_SPACES)


def short_name(name: str) -> str:
    """`Chevron Corporation` as `Chevron`."""
    plain = re.sub(r"\s+", " ", normalised(name)).strip()
    return _SUFFIX.sub("", plain).strip()


def strength_of(short: str, kind: str) -> str | None:
    """How far a master's own name can be trusted alone; None: never looked for."""
    words = short.split()
    if kind not in {"equity", "etf", "fund"} or not words or not short[0].isupper():
        return None
    if kind != "equity":
        return "name" if len(words) >= 4 else None
    ordinary = sum(word.lower() in common_words() for word in words)
    if len(words) == 1:
        return None if ordinary or len(short) < 4 else "word"
    return "name" if ordinary <= len(words) - 2 or ordinary == 0 else "word"


@cache
def common_words() -> frozenset[str]:
    return frozenset(gzip.decompress(COMMON.read_bytes()).decode().split())
