"""The words around a place in a text: its sentence, what stands directly before and after it."""

import re
from functools import cached_property

REACH = 160  # letters each side that are looked at
BESIDE = 64  # letters in which the words next to a place are looked for
_SENTENCE = re.compile(r"[.!?][\"”’')]?\s+(?=[A-Z“\"'‘(\-])|\n\s*\n|\n(?=[-•*])")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Inc|Corp|Co|Ltd|vs|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
)
_WORDS = re.compile(r"[\w&$%€£.,'’\-]*[\w&%]")
_POSSESSIVE = re.compile(r"^['’]s?\b")
_LETTERS = re.compile(r"[A-Za-z]{4,}")
_NOTHING = frozenset(" \t\n\"“'‘(-–—•*>")  # what may stand before a sentence's first word


class Surroundings:
    """`before` and `after` are the rest of the sentence, within reach; worked out when asked."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end

    @cached_property
    def before(self) -> str:
        left = max(0, self.start - REACH)
        for stop in _SENTENCE.finditer(self.text, left, self.start):
            if not _ABBREVIATED.search(self.text[left : stop.start() + 1]):
                left = stop.end()
        return self.text[left : self.start]

    @cached_property
    def after(self) -> str:
        right = min(len(self.text), self.end + REACH)
        for stop in _SENTENCE.finditer(self.text, self.end, right):
            if not _ABBREVIATED.search(self.text[self.start : stop.start() + 1]):
                right = stop.start()
                break
        return self.text[self.end : right]

    @cached_property
    def sentence(self) -> str:
        return f"{self.before} {self.after}"

    @cached_property
    def words_before(self) -> list[str]:
        """The last three, in order."""
        return _WORDS.findall(self.before[-BESIDE:])[-3:]

    @cached_property
    def words_after(self) -> list[str]:
        """The next four, without the 's of a possessive."""
        return _WORDS.findall(_POSSESSIVE.sub("", self.after[:BESIDE]))[:4]

    @property
    def last(self) -> str:
        return self.words_before[-1] if self.words_before else ""

    @property
    def next(self) -> str:
        return self.words_after[0].strip(",.") if self.words_after else ""

    @property
    def possessive(self) -> bool:
        return self.after[:2] in {"'s", "’s"}

    @cached_property
    def opens(self) -> bool:
        """Where the place begins its sentence."""
        return _NOTHING.issuperset(self.before)

    @property
    def shouted(self) -> bool:
        """The line is in capitals."""
        return self._case[0]

    @property
    def titled(self) -> bool:
        """Nearly every word of the line has a capital, as in a headline."""
        return self._case[1]

    @cached_property
    def _case(self) -> tuple[bool, bool]:
        name = self.text[self.start : self.end]
        line = f"{self.before.rpartition(chr(10))[2]}{name}{self.after.partition(chr(10))[0]}"
        words = _LETTERS.findall(line)
        if len(words) < 2:
            return False, False
        if sum(map(str.isupper, words)) >= 0.8 * len(words):
            return True, True
        return False, sum(word[0].isupper() for word in words) >= 0.75 * len(words)
