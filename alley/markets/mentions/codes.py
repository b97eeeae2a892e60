"""Explicit forms: (NYSE:CVX), $CVX, (CVX.N). Where the writer said what is meant, so do we."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alley.markets import symbols

_VENUE = re.compile(
    r"\b([A-Z][A-Za-z0-9]{1,12}(?: American| Arca)?)\s?:\s?\[?([A-Z0-9][A-Z0-9.\-]{0,11})\b"
)
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Z]{1,6}(?:[.\-][A-Z])?)\b(?![.,]?\d)")
_RIC = re.compile(r"[(<\[]\s?(\.?[A-Z0-9]{1,8}(?:\.[A-Z]{1,2})?)\s?[)>\]]")


@dataclass(frozen=True, slots=True)
class Code:
    """`symbols` are what it may stand for, best first; `ticker` where no venue is written."""

    start: int
    end: int
    text: str
    symbols: tuple[str, ...]
    ticker: str
    why: str


def find(text: str) -> Iterator[Code]:
    """Every explicit code in the text, in no order; whether it exists is for the caller to see."""
    for match in _VENUE.finditer(text):
        symbol = symbols.canonical(f"{match[1]}:{match[2].rstrip('.')}")
        if symbol and (symbol.split(":")[0] != match[1].upper() or _is_venue(match[1])):
            end = match.end() - (len(match[2]) - len(match[2].rstrip(".")))
            yield Code(match.start(), end, text[match.start() : end], (symbol,), "", "code")
    for match in _CASHTAG.finditer(text):
        yield Code(*match.span(), match[0], (), match[1], "cashtag")
    for match in _RIC.finditer(text):
        if found := symbols.from_ric(match[1]):
            yield Code(*match.span(1), match[1], tuple(found), "", "code")


def _is_venue(word: str) -> bool:
    return word in {"CRYPTO", "FX", "COMDTY", "INDEX"} or (len(word) == 4 and word.isupper())
