"""Text as an eye reads it: look-alike letters, marks and invisible characters folded away.

Each folded letter remembers where it stood, so evidence is shown in the original text.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from alley.moderation.verdicts import Span
from alley.moderation.words import pairs

INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc", "Co", "Cs"})
MOST_OF_ONE = 4  # one Arabic ligature decomposes into 18 letters
BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters that show nothing
PLAIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    disguised: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """`places[i]` is where the i-th folded letter stood; None where nothing has moved."""

    text: str
    places: tuple[int, ...] | None
    original: str

    def span(self, start: int, end: int) -> Span:
        """The span in the original of a span (not empty) in the folded text."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=2)  # signals look at one text after the other
def fold(text: str) -> Folded:
    if text.isascii() and not UNSEEN.search(text):
        return Folded(text.lower(), None, text)
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        shown = char.lower() if " " <= char <= "~" else _seen(char)
        letters.append(shown)
        places.extend([place] * len(shown))
    return Folded("".join(letters), tuple(places), text)


def skeleton(text: str) -> str:
    """One form for what looks the same."""
    return fold(text).text


def plain_words(text: str) -> list[Word]:
    """The words as an eye reads them; disguised where other characters were written."""
    folded = fold(text)
    found = []
    for match in PLAIN.finditer(folded.text):
        start, end = folded.span(*match.span())
        hidden = folded.places is not None and text[start:end].lower() != match[0]
        found.append(Word(match[0], start, end, hidden))
    return found


@lru_cache(maxsize=4096)
def _seen(char: str) -> str:
    alike = pairs("confusables")
    if char in alike:
        return alike[char]
    if char.isspace():
        return "\n" if char == "\n" else " "
    flat = unicodedata.normalize("NFKD", char)
    shown = [each for each in flat if unicodedata.category(each) not in INVISIBLE]
    seen = "".join(alike.get(each, each) for each in shown if each not in BLANK).lower()
    return seen[:MOST_OF_ONE]
