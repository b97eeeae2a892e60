"""What a token may be read as once leetspeak, gaps, stars and drawn-out letters are undone.

A reading is only looked up among known swear words, never searched for inside other words, so
Scunthorpe stays what it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from alley.moderation.folding import Folded, has_rows

LEET = str.maketrans("0123456789@$!|+(<{#", "oizeasgtbgasiitccch")
LOOSE = str.maketrans("lvzqc", "iuskk")
WILD = frozenset("*#%^~-_")
VOWELS = re.compile("[aeiou]")
READABLE = re.compile(r"[a-z@$]")
TOKEN = re.compile(r"[^\s\"“”„«»,;]+")
ODD = re.compile(r"[^a-z]")
DRAWN_OUT = re.compile(r"(.)\1{2,}")
UNIT = r"[a-z0-9@$!|]"
SPELLED = re.compile(rf"(?<![a-z0-9]){UNIT}(?:[\s._\-*,/:]{{1,3}}{UNIT}){{2,40}}(?![a-z0-9])")
CONTRACTED = re.compile(r"[a-z]+['’](?:s|t|d|m|ll|re|ve|em)?")
ENDS = ".,:;?!'’\"()[]{}<>*~-_/\\"
# Marks at the ends of a word that no letter is meant by, and what tokens are taken apart at.
NO_LETTERS = "".join(each for each in ENDS if each not in WILD and ord(each) not in LEET)
APART = str.maketrans(dict.fromkeys('"“”„«»,;', " "))
SHORTEST, LONGEST = 3, 18


@dataclass(frozen=True, slots=True)
class Reading:
    """Forms to look up, from the strictest to the loosest; `stars` is a pattern of one word."""

    forms: tuple[str, ...]
    start: int
    end: int
    stars: str = ""
    exactly: bool = False  # nothing odd inside the word, only at its ends: $hit!
    inside: bool = False  # a word may begin and end within it: letters spelled one by one


def readings(folded: Folded) -> Iterator[Reading]:
    for found in _odd_tokens(folded):
        token = found[0]
        if len(token) < SHORTEST or len(token) > 40:
            continue
        other = folded.places is not None and _was_other(folded, found)
        if not other and not ODD.search(token) and not DRAWN_OUT.search(token):
            continue
        if not CONTRACTED.fullmatch(token) and not _is_cashtag(folded, found):
            yield from _of_token(token, found.start(), found.end(), other=other)
    for found in SPELLED.finditer(folded.text):
        letters = "".join(re.findall(UNIT, found[0])).translate(LEET)
        yield Reading((letters,), found.start(), found.end(), inside=True)


def _odd_tokens(folded: Folded) -> Iterator[re.Match[str]]:
    """All but those of letters, with marks around them that stand for no letter."""
    text = folded.text
    if folded.places is not None or not text.isascii() or has_rows(text, 3):
        yield from TOKEN.finditer(text)
        return
    odd = {
        token for token in text.translate(APART).split() if not token.strip(NO_LETTERS).isalpha()
    }
    if odd:
        yield from (found for found in TOKEN.finditer(text) if found[0] in odd)


def loosely(form: str) -> str:
    """A key that agrees for the usual swaps of letters: phvcck and fuck."""
    alike = form.replace("ph", "f").replace("vv", "w").replace("ck", "k").translate(LOOSE)
    return "".join(letter for letter, _ in groupby(alike))


def _of_token(token: str, start: int, end: int, *, other: bool) -> Iterator[Reading]:
    if not READABLE.search(token):
        return  # a number, or another script
    left, right = token.lstrip(ENDS), token.rstrip(ENDS)
    both = left.rstrip(ENDS)
    forms: dict[str, None] = {}
    for each in dict.fromkeys((both, left, right, token)):
        for swap in dict.fromkeys((each, each.replace("6", "b"), each.replace("1", "l"))):
            forms[ODD.sub("", swap.translate(LEET))] = None
        forms[ODD.sub("", each)] = None
    for form in tuple(forms):
        if DRAWN_OUT.search(form):
            forms[DRAWN_OUT.sub(r"\1", form)] = None
            forms[DRAWN_OUT.sub(r"\1\1", form)] = None
    odd = other or ODD.search(both) or DRAWN_OUT.search(both)
    if not odd:
        forms.pop(both, None)  # a plain word, which others look up
    long_enough = tuple(form for form in forms if len(form) >= SHORTEST)
    stars = _starred(token, both)
    if long_enough or stars:
        yield Reading(long_enough, start, end, stars, exactly=not odd)


def _starred(token: str, both: str) -> str:
    """The pattern of a word with letters behind stars, or nothing: f.ck for f*ck and f-ck."""
    stripped = token.strip(ENDS.replace("*", ""))
    if re.fullmatch(r"[a-z]+\*{2,}", stripped):
        return stripped.replace("*", ".")
    if both[:1].isalpha() and any(each in WILD for each in both):
        pattern = "".join("." if each in WILD else each for each in both.translate(_KEEPING_WILD))
        return pattern if re.fullmatch(r"[a-z.]+", pattern) else ""
    return ""


_KEEPING_WILD = {code: to for code, to in LEET.items() if chr(code) not in WILD}


def _was_other(folded: Folded, found: re.Match[str]) -> bool:
    start, end = folded.span(*found.span())
    return folded.original[start:end].lower() != found[0]


def _is_cashtag(folded: Folded, found: re.Match[str]) -> bool:
    start, end = folded.span(*found.span())
    return bool(re.fullmatch(r"\$[A-Z.]{1,6}\W*", folded.original[start:end]))
