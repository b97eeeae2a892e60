"""Shouting: most of the text in capitals. Tickers, abbreviations, headings of a few words and the
headlines of a wire (*BRENT RISES 2% AFTER OPEC CUTS) are not shouting.
"""

import re

from alley.moderation.context import Context
from alley.moderation.folding import fold
from alley.moderation.verdicts import Mark, Span
from alley.moderation.words import words

FEWEST_LETTERS = 12  # "OPEC AND US" says nothing about how somebody writes
WORD = re.compile(r"(?<![$@#\w])[^\W\d_]{2,}")  # not $TSLA
SENTENCE = words("function_words")
WIRE_HEADLINE = re.compile(r"^\*\S.*$", re.M)  # the star is how terminals print them
LONG_HEADING = 25  # letters; shorter without "the" or "is" it is a heading: PREMARKET MOVERS
SHORT = 5  # OPEC, NASDAQ's tickers, USD: capitals of up to five letters may be a name


def capitals(text: str, context: Context) -> list[Mark]:
    if not fold(text).may_have_capitals:
        return []
    quoted = [found.span() for found in WIRE_HEADLINE.finditer(text)] if "*" in text else []
    found_words = [
        found
        for found in WORD.finditer(text)
        if found[0].upper() != found[0].lower() and not _within(found.start(), quoted)
    ]
    letters = sum(len(found[0]) for found in found_words)
    if letters < FEWEST_LETTERS:
        return []
    shouted = [found for found in found_words if found[0].isupper()]
    loud = sum(len(found[0]) for found in shouted)
    said = any(each[0].lower() in SENTENCE for each in shouted)
    if not said and (loud < LONG_HEADING or all(len(each[0]) <= SHORT for each in shouted)):
        return []  # a heading, or a row of tickers
    spans = tuple(found.span() for found in shouted)
    return [Mark("capitals", "Please write in upper and lower case.", loud / letters, spans)]


def _within(place: int, spans: list[Span]) -> bool:
    return any(start <= place < end for start, end in spans)
