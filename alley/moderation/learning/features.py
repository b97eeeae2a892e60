"""A text as numbered features: its words, pairs of words, and pieces of words, hashed.

Nothing is kept of the words themselves, so a model is a row of weights and no dictionary.
"""

import re
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase
from zlib import crc32

from alley.moderation.folding import Folded
from alley.moderation.lexicon import lexicon
from alley.moderation.verdicts import Span
from alley.moderation.words import words

BUCKETS = 1 << 17
MASK = BUCKETS - 1
LINK = (
    r"https?://\S+|www\.\S+|\b[\w-]+\.(?:com|net|org|io|me|xyz|info|ly|gg|club|top|site|biz)\b\S*"
)
PHONE = r"\+?\(?\d[\d ().-]{7,18}\d"
OTHERS = (
    r"[^\W\d_]+(?:['’][^\W\d_]+)?|@\w+|\$[a-z][a-z.]{0,9}\b|[$£€]\s?\d[\d,.]*[km]?\b"
    rf"|\d[\d,.]* ?%|{PHONE}|\d[\d,.]*|[!?]+|[^\w\s]"
)
TOKEN, UNLINKED = re.compile(f"{LINK}|{OTHERS}"), re.compile(OTHERS)
LINKED = re.compile(r"\.[cnoimxlgtsb]")  # how the endings of LINK begin
IS_PHONE = re.compile(PHONE)
CAPITALS, SMALL = ascii_uppercase.encode(), ascii_lowercase.encode()
LONGEST_WORD = 24
LONGEST_TICKER = 5
PIECES = (3, 4, 5)  # letters
YOU = frozenset(["you", "your", "you're", "youre", "u", "ur", "yourself", "yours", "ya", "r"])
ONESELF = frozenset(["i", "i'm", "im", "i've", "me", "my", "we", "we're", "our"])
NEAR = 4
Word = tuple[str, int, int]


def names(folded: Folded) -> list[str]:
    """The words of a text in order; links, numbers and the like as their kind."""
    if folded.may_have_capitals:
        return [name for name, _, _ in tokens(folded)]
    return [
        token if token.isalpha() and len(token) <= LONGEST_WORD else _name(token)
        for token in _pattern(folded.text).findall(folded.text)
    ]


def tokens(folded: Folded) -> list[Word]:
    """The same, with where each stands."""
    return [
        (_name_at(match[0], match.span(), folded), *match.span())
        for match in _pattern(folded.text).finditer(folded.text)
    ]


def _name_at(token: str, at: Span, folded: Folded) -> str:
    name = token if token.isalpha() and len(token) <= LONGEST_WORD else _name(token)
    if 1 < len(name) <= LONGEST_TICKER and name[0].isalnum() and _is_ticker(name, folded, at):
        return "<ticker>"
    return name


def _pattern(text: str) -> re.Pattern[str]:
    """Links are looked for only where there may be one: most of the time goes there."""
    linked = "://" in text or "www." in text or LINKED.search(text)
    return TOKEN if linked else UNLINKED


def _name(token: str) -> str:
    """What kind of token it is follows from its first letter, and from what else is in it."""
    first = token[0]
    if first.isdecimal():
        return _of_number(token)
    if first.isalnum():
        return "<link>" if "." in token or "/" in token else token.replace("’", "'")[:LONGEST_WORD]
    if first in "!?":
        return "<!!>" if len(token) > 1 else token
    if len(token) == 1:
        return token
    if first in "$£€":
        return "<ticker>" if token[1].isalpha() else "<money>"
    return {"@": "<at>", "+": "<phone>", "(": "<phone>"}.get(first, "<link>")


def _of_number(token: str) -> str:
    if any(map(str.isalpha, token)):
        return "<link>"
    if token.endswith("%"):
        return "<percent>"
    return "<phone>" if IS_PHONE.fullmatch(token) else "<number>"


def _is_ticker(word: str, folded: Folded, at: Span) -> bool:
    """TSLA, OPEC, USD: capitals that are no word one knows."""
    start, end = folded.span(*at)
    if not folded.original[start:end].isupper():
        return False
    known = word in words("english") or word in words("function_words")
    return not (known or word in words("insults") or word in lexicon().kinds)


@lru_cache(maxsize=1 << 16)
def of_word(word: str) -> tuple[int, ...]:
    """The word itself, and its pieces of three to five letters."""
    ids = [_bucket("w " + word)]
    if word[0].isalpha():
        framed = f"_{word}_"
        places = [(at, at + size) for size in PIECES for at in range(len(framed) - size + 1)]
        if framed.isascii():
            raw = framed.encode()
            ids += [crc32(raw[start:end]) & MASK for start, end in places]
        else:
            ids += [_bucket(framed[start:end]) for start, end in places]
    return tuple(dict.fromkeys(ids))


def of_pairs(said: list[str]) -> list[int]:
    """Each pair of neighbours once. A checksum goes on from where the first word left it."""
    coded = {word: _encoded(word) for word in said}
    begun = {word: crc32(code + b" ") for word, code in coded.items()}
    pairs = dict.fromkeys(pairwise(said))
    return [crc32(coded[second], begun[first]) & MASK for first, second in pairs]


@lru_cache(maxsize=64)
def of_sign(name: str) -> int:
    return _bucket(f"s {name}")


def signs(said: list[str], folded: Folded) -> set[str]:
    """What lists know of the words, and how they stand to "you"."""
    known, insults = lexicon().kinds, words("insults")
    found: set[str] = {"capitals"} if _shouts(folded.original) else set()
    if insults.isdisjoint(said) and known.keys().isdisjoint(said):
        return found
    yous, harsh = [], []
    for place, word in enumerate(said):
        if word in YOU:
            yous.append(place)
        elif word in insults:
            found.add("insult")
            harsh.append(place)
        elif kind := known.get(word):
            found.add(kind)
            if kind != "mild_word":
                harsh.append(place)
    if harsh and not yous and not ONESELF.isdisjoint(said[: harsh[0]]):
        found.add("of oneself")
    if yous and any(abs(you - word) <= NEAR for you in yous for word in harsh):
        found.add("you and harsh")
    return found


def where(folded: Folded, word: Word) -> Span:
    return folded.span(word[1], word[2])


def _shouts(text: str) -> bool:
    if text.isascii():
        raw = text.encode()
        loud = len(raw) - len(raw.translate(None, CAPITALS))
        letters = loud + len(raw) - len(raw.translate(None, SMALL))
        return letters > 12 and loud > 0.7 * letters
    chars = [char for char in text if char.isalpha()]
    return len(chars) > 12 and sum(map(str.isupper, chars)) > 0.7 * len(chars)


def _bucket(name: str) -> int:
    return crc32(_encoded(name)) & MASK


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")
