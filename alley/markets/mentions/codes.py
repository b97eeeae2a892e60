"""Explicit forms: (NYSE:CVX), $CVX, (CVX.N), <LCOc1>. The writer said what is meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alley.markets import symbols
from alley.markets.mentions.listings import US, Listings

_SIGN = re.compile(r"[:$(<\[]")  # a code has one of these before it, or within
_VENUE = re.compile(r"(?<![\w.&-])([A-Z][A-Za-z0-9]{1,12}(?: American| Arca)?)\s?$")
_TICKER = re.compile(r"[:]\s?\[?([A-Z0-9](?:[A-Z0-9.\-]{0,11}[A-Z0-9])?\.?)(?![\w])")
_CASHTAG = re.compile(r"\$([A-Z]{1,6}(?:[.\-][A-Z])?)\b(?![.,]?\d)")
_RIC = re.compile(r"[(<\[]\s?(\^?\.?[A-Z0-9]{1,8}(?:\.[A-Z]{1,2}|c1|=[FXR]?)?)\s?[)>\]]")
_LONGEST_VENUE = 24


@dataclass(frozen=True, slots=True)
class Code:
    """What was written, and the one symbol of the master it stands for."""

    start: int
    end: int
    text: str
    symbol: str
    why: str


@dataclass(frozen=True, slots=True)
class Bracketed:
    """`(CVX)`: a code only where the name before it is that instrument's."""

    start: int
    end: int
    text: str


def find(
    text: str, listings: Listings, day: date | None = None
) -> tuple[list[Code], list[Bracketed]]:
    """Every explicit code that stood for something on that day, and every short word in brackets
    that may be one."""
    said = [
        one
        for sign in _SIGN.finditer(text)
        for one in _at(text, sign.start(), sign[0], listings, day)
    ]
    codes = [one for one in said if isinstance(one, Code)]
    return codes, [one for one in said if isinstance(one, Bracketed)]


def _at(
    text: str, place: int, sign: str, listings: Listings, day: date | None
) -> Iterator[Code | Bracketed]:
    if sign == ":":
        yield from _with_venue(text, place, listings, day)
    elif sign == "$":
        match = _CASHTAG.match(text, place)
        before = text[place - 1] if place else " "
        symbol = listings.by_ticker(match[1].replace("-", "."), day) if match else None
        if match and symbol and not (before.isalnum() or before in "$_"):
            yield Code(*match.span(), match[0], symbol, "cashtag")
    elif match := _RIC.match(text, place):
        forms = symbols.from_ric(match[1])
        symbol = next(filter(None, (listings.meant(form, day) for form in forms)), None)
        if symbol:
            yield Code(*match.span(1), match[1], symbol, "code")
        elif not forms and sign != "<":
            yield Bracketed(*match.span(1), match[1])


def _with_venue(text: str, colon: int, listings: Listings, day: date | None) -> Iterator[Code]:
    ticker = _TICKER.match(text, colon)
    if ticker is None:
        return
    low = max(0, colon - _LONGEST_VENUE)
    venue = _VENUE.search(text[low:colon])
    if venue is None:
        return
    written = ticker[1]
    for form in dict.fromkeys((written, written.rstrip("."))):  # XLON:BP. ends with its dot
        symbol = symbols.canonical(f"{venue[1]}:{form}")
        if symbol and (known := _listed(symbol, listings, day)):
            start, end = low + venue.start(1), ticker.start(1) + len(form)
            yield Code(start, end, text[start:end], known, "code")
            return


def _listed(symbol: str, listings: Listings, day: date | None) -> str | None:
    """The symbol, or its ticker elsewhere in the American market, where a ticker is unique."""
    if known := listings.meant(symbol, day):
        return known
    venue, _, ticker = symbol.partition(":")
    forms = [f"{venue}:{ticker}."] if venue == "XLON" else []
    forms += [f"{other}:{ticker}" for other in US] if venue in US else []
    return next(filter(None, (listings.meant(form, day) for form in forms)), None)
