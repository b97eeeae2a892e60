"""Text as an eye reads it: look-alike letters, marks and invisible characters folded away.

Each folded letter remembers where it stood, so evidence is shown in the original text.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from alley.moderation.verdicts import Span
from alley.moderation.words import pairs

INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc", "Co", "Cs"})
MOST_CHARACTERS = 4096  # are remembered as they are seen
MOST_OF_ONE = 4  # one Arabic ligature decomposes into 18 letters
BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters that show nothing
PLAIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
CAPITALS = re.compile(r"[A-Z]{2}|[^\x00-\x7f’‘“”–—…]")  # capitals of all the world
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Word(NamedTuple):
    text: str
    start: int
    end: int
    disguised: bool


@dataclass(frozen=True)
class Folded:
    """`places[i]` is where the i-th folded letter stood; None where nothing has moved.

    What signals share of a text is kept here, and forgotten with it.
    """

    text: str
    places: tuple[int, ...] | None
    original: str

    def span(self, start: int, end: int) -> Span:
        """The span in the original of a span (not empty) in the folded text."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    @cached_property
    def terms(self) -> list[str]:
        """The texts of `words`, found without asking where they stand."""
        if not self.text.isascii():
            return PLAIN.findall(self.text)
        pieces = self.text.encode().translate(_LETTERS_ONLY).decode().split()
        if "'" not in self.text:
            return pieces
        return [
            term
            for piece in pieces
            for term in (PLAIN.findall(piece) if "'" in piece else (piece,))
        ]

    @cached_property
    def words(self) -> list[Word]:
        """The words as an eye reads them; disguised where other characters were written."""
        if self.places is None:
            return [Word(found[0], *found.span(), False) for found in PLAIN.finditer(self.text)]
        found_words = []
        for found in PLAIN.finditer(self.text):
            start, end = self.span(*found.span())
            hidden = self.original[start:end].lower() != found[0]
            found_words.append(Word(found[0], start, end, hidden))
        return found_words

    @cached_property
    def may_have_capitals(self) -> bool:
        """Whether two capitals may stand side by side: a shout, a ticker, an abbreviation."""
        return bool(CAPITALS.search(self.original))


@lru_cache(maxsize=2)  # signals look at one text after the other
def fold(text: str) -> Folded:
    if text.isascii() and not UNSEEN.search(text):
        return Folded(text.lower(), None, text)
    shown = text.translate(_SEEN)
    if any(len(_SEEN[ord(char)]) != 1 for char in set(text)):
        places = [place for place, char in enumerate(text) for _ in _SEEN[ord(char)]]
        return Folded(shown, tuple(places), text)
    return Folded(shown, None if shown == text.lower() else tuple(range(len(text))), text)


def has_rows(text: str, length: int) -> bool:
    """Whether a character stands so many times in a row; a pattern would take ten times as long."""
    return any(char * length in text for char in set(text))


def skeleton(text: str) -> str:
    """One form for what looks the same."""
    return fold(text).text


class _Seen(dict[int, str]):
    """How each character is seen, found when it is first met."""

    def __missing__(self, code: int) -> str:
        seen = _seen(chr(code))
        if len(self) < MOST_CHARACTERS:
            self[code] = seen
        return seen


def _seen(char: str) -> str:
    if " " <= char <= "~":
        return char.lower()
    alike = pairs("confusables")
    if char in alike:
        return alike[char]
    if char.isspace():
        return "\n" if char == "\n" else " "
    flat = unicodedata.normalize("NFKD", char)
    shown = [each for each in flat if unicodedata.category(each) not in INVISIBLE]
    seen = "".join(alike.get(each, each) for each in shown if each not in BLANK).lower()
    return seen[:MOST_OF_ONE]


_SEEN = _Seen()
_LETTERS_ONLY = bytes(
    code if chr(code) in "abcdefghijklmnopqrstuvwxyz'" else 32 for code in range(256)
)
