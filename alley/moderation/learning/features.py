"""A text as numbered features: its words, pairs of words, and pieces of words, hashed.

Nothing is kept of the words themselves, so a model is a row of weights and no dictionary.
"""

import re
from functools import lru_cache
from zlib import crc32

from alley.moderation.folding import Folded
from alley.moderation.lexicon import lexicon
from alley.moderation.verdicts import Span
from alley.moderation.words import words

BUCKETS = 1 << 17
MASK = BUCKETS - 1
TOKEN = re.compile(
    r"(?P<link>https?://\S+|www\.\S+|\b[\w-]+\.(?:com|net|org|io|me|xyz|info|ly|gg|club|top|site|biz)\b\S*)"
    r"|(?P<at>@\w+)|(?P<ticker>\$[a-z][a-z.]{0,9}\b)|(?P<money>[$£€]\s?\d[\d,.]*[km]?\b)"
    r"|(?P<percent>\d[\d,.]* ?%)|(?P<phone>\+?\(?\d[\d ().-]{7,18}\d)|(?P<number>\d[\d,.]*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)|(?P<marks>[!?]+)|(?P<sign>[^\w\s])"
)
LONGEST_WORD = 24
LONGEST_TICKER = 5
YOU = frozenset(["you", "your", "you're", "youre", "u", "ur", "yourself", "yours", "ya", "r"])
ONESELF = frozenset(["i", "i'm", "im", "i've", "me", "my", "we", "we're", "our"])
NEAR = 4
Word = tuple[str, int, int]


def tokens(folded: Folded) -> list[Word]:
    """The words of a text in order; links, numbers and the like as their kind."""
    found = []
    for match in TOKEN.finditer(folded.text):
        kind = match.lastgroup or ""
        text = match[0]
        if kind == "word":
            text = text.replace("’", "'")[:LONGEST_WORD]
            if len(text) <= LONGEST_TICKER and _is_ticker(text, folded, match):
                text = "<ticker>"
        elif kind == "marks":
            text = "<!!>" if len(text) > 1 else text
        elif kind != "sign":
            text = f"<{kind}>"
        found.append((text, match.start(), match.end()))
    return found


def _is_ticker(word: str, folded: Folded, match: re.Match[str]) -> bool:
    """TSLA, OPEC, USD: capitals that are no word one knows."""
    start, end = folded.span(*match.span())
    if not folded.original[start:end].isupper() or len(word) < 2:
        return False
    known = word in words("english") or word in words("function_words")
    return not (known or word in words("insults") or word in lexicon().kinds)


@lru_cache(maxsize=1 << 16)
def of_word(word: str) -> tuple[int, ...]:
    """The word itself, and its pieces of three to five letters."""
    ids = [_bucket("w " + word)]
    if word[0].isalpha():
        framed = f"_{word}_"
        for size in (3, 4, 5):
            ids += [_bucket(framed[at : at + size]) for at in range(len(framed) - size + 1)]
    return tuple(dict.fromkeys(ids))


def of_pair(first: str, second: str) -> int:
    return _bucket(f"{first} {second}")


@lru_cache(maxsize=64)
def of_sign(name: str) -> int:
    return _bucket(f"s {name}")


def signs(said: list[Word], folded: Folded) -> set[str]:
    """What lists know of the words, and how they stand to "you"."""
    known, insults = lexicon(), words("insults")
    found: set[str] = set()
    yous, harsh = [], []
    for place, (word, _, _) in enumerate(said):
        if word in YOU:
            yous.append(place)
        elif word in insults:
            found.add("insult")
            harsh.append(place)
        elif kind := known.kinds.get(word):
            found.add(kind)
            if kind != "mild_word":
                harsh.append(place)
    if harsh and not yous and any(word in ONESELF for word, _, _ in said[: harsh[0]]):
        found.add("of oneself")
    if yous and any(abs(you - word) <= NEAR for you in yous for word in harsh):
        found.add("you and harsh")
    if _shouts(folded):
        found.add("capitals")
    return found


def where(folded: Folded, word: Word) -> Span:
    return folded.span(word[1], word[2])


def _shouts(folded: Folded) -> bool:
    letters = [char for char in folded.original if char.isalpha()]
    return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _bucket(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) & MASK
