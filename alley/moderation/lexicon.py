"""Swear words by every form they are looked up in; built once from the word lists."""

import re
from functools import lru_cache
from itertools import pairwise, product
from typing import Literal

from alley.moderation.disguises import LONGEST, VOWELS, loosely
from alley.moderation.words import words

Kind = Literal["slur", "profanity", "mild_word"]
LISTS: tuple[tuple[Kind, str], ...] = (
    ("mild_word", "mild"),
    ("profanity", "profanity"),
    ("slur", "slurs"),
)
STEMS = ("fuck", "faggot", "nigger", "asshole", "bullshit")  # in no innocent word
STARRED = words("starred")  # what people put stars into
LETTERS = re.compile(r"[a-z]+(?:'[a-z]+)?")


class Lexicon:
    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
        for kind, name in LISTS:
            for entry in words(name):
                self._enter(entry, kind)
        strong = {word: kind for word, kind in self.kinds.items() if kind != "mild_word"}
        self.strong = dict(strong)
        for word, kind in strong.items():
            for form in _swapped(word):
                self.strong.setdefault(form, kind)
        self.openings = {  # the first two words of each phrase
            (first, rest[0]) for first, phrases in self.phrases.items() for rest, _ in phrases
        }
        self.beginnings = {word[:size] for word in self.strong for size in range(1, len(word) + 1)}
        self.loose = {loosely(word): kind for word, kind in strong.items() if len(word) > 3}
        self.voiceless = {VOWELS.sub("", word): "profanity" for word in STARRED if len(word) > 3}
        self.starred: dict[tuple[str, int], list[str]] = {}
        for word in strong:
            self.starred.setdefault((word[0], len(word)), []).append(word)

    def _enter(self, entry: str, kind: Kind) -> None:
        parts = tuple(LETTERS.findall(entry))
        if " ".join(parts) == entry and len(parts) > 1:
            self.phrases.setdefault(parts[0], []).append((parts[1:], kind))
            entry = entry.replace(" ", "")
            if kind == "mild_word":
                return
        elif "-" in entry and len(parts) > 1:
            self.phrases.setdefault(parts[0], []).append((parts[1:], kind))
        if entry.isalpha() and entry.isascii():
            self.kinds[entry] = kind

    def may_be_among(self, terms: list[str], text: str) -> bool:
        """A quick look: False where no term is in a list, and no phrase begins."""
        if not (self.strong.keys().isdisjoint(terms) and self.kinds.keys().isdisjoint(terms)):
            return True
        if any(stem in text for stem in STEMS):
            return True
        if "'s" in text and any(term[:-2] in self.kinds for term in terms if term.endswith("'s")):
            return True
        return not (
            self.phrases.keys().isdisjoint(terms) or self.openings.isdisjoint(pairwise(terms))
        )

    def plain(self, word: str) -> Kind | None:
        if kind := self.kinds.get(word) or self.strong.get(word):
            return kind
        if any(stem in word for stem in STEMS) and word not in words("innocent"):
            return "profanity"
        return self.kinds.get(word[:-2]) if word.endswith("'s") else None

    def read(self, form: str, *, exactly: bool = False) -> Kind | None:
        """A form that took some undoing: the loose key counts too."""
        if kind := self.strong.get(form):
            return kind
        if exactly:
            return None
        if any(stem in form for stem in STEMS):
            return "profanity"
        key = loosely(form)
        return self.loose.get(key) if len(key) >= 3 else None

    def within(self, letters: str) -> Kind | None:
        """A word of four letters or more that is spelled out somewhere in `letters`."""
        if kind := self.read(letters):
            return kind
        for start, length in product(range(len(letters) - 3), range(4, LONGEST)):
            if kind := self.strong.get(letters[start : start + length]):
                return kind
        return None

    def behind_stars(self, pattern: str) -> bool:
        shown = sum(each != "." for each in pattern)
        if len(pattern) < 3 or (len(pattern) == 3 and pattern[1] != "."):
            return False
        if pattern.replace(".", "") in self.voiceless:
            return True
        return any(
            all(each in (".", letter) for each, letter in zip(pattern, word, strict=True))
            for word in self.starred.get((pattern[0], len(pattern)), ())
            if shown * 2 >= len(word) or word in STARRED
        )


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return Lexicon()


def _swapped(word: str) -> list[str]:
    """u as v and i as l, where no other word comes of it: fvck, bltch."""
    if len(word) < 4:
        return []
    forms = (word.replace("u", "v"), word.replace("i", "l"), word.replace("w", "vv"))
    return [form for form in forms if form != word and form not in words("innocent")]
