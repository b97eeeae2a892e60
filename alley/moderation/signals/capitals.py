"""Shouting: most of the text in capitals. Tickers and abbreviations are not shouting."""

import re

from alley.moderation.context import Context
from alley.moderation.verdicts import Mark

FEWEST_LETTERS = 12  # "OPEC AND US" says nothing about how somebody writes
WORD = re.compile(r"[^\W\d_]{2,}")
SHORT = 5  # OPEC, NASDAQ's tickers, USD: capitals of up to five letters may be a name


def capitals(text: str, context: Context) -> list[Mark]:
    words = [found for found in WORD.finditer(text) if found[0].upper() != found[0].lower()]
    letters = sum(len(found[0]) for found in words)
    if letters < FEWEST_LETTERS:
        return []
    shouted = [found for found in words if found[0].isupper()]
    loud = sum(len(found[0]) for found in shouted)
    if not any(len(found[0]) > SHORT for found in shouted) and len(shouted) < SHORT:
        return []
    spans = tuple(found.span() for found in shouted)
    return [Mark("capitals", "Please write in upper and lower case.", loud / letters, spans)]
