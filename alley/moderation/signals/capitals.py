"""Shouting: most of the text in capitals. Tickers and abbreviations are not shouting."""

import re

from alley.moderation.context import Context
from alley.moderation.verdicts import Mark
from alley.moderation.words import words

FEWEST_LETTERS = 12  # "OPEC AND US" says nothing about how somebody writes
WORD = re.compile(r"(?<![$@#\w])[^\W\d_]{2,}")  # not $TSLA
SENTENCE = words("function_words")
SHORT = 5  # OPEC, NASDAQ's tickers, USD: capitals of up to five letters may be a name


def capitals(text: str, context: Context) -> list[Mark]:
    found_words = [found for found in WORD.finditer(text) if found[0].upper() != found[0].lower()]
    letters = sum(len(found[0]) for found in found_words)
    if letters < FEWEST_LETTERS:
        return []
    shouted = [found for found in found_words if found[0].isupper()]
    loud = sum(len(found[0]) for found in shouted)
    if not any(len(each[0]) > SHORT or each[0].lower() in SENTENCE for each in shouted):
        return []  # a row of tickers
    spans = tuple(found.span() for found in shouted)
    return [Mark("capitals", "Please write in upper and lower case.", loud / letters, spans)]
