"""How much a text is about an instrument: where it is first named, and how often, 0 to 1."""

from collections.abc import Iterable
from math import log2

LEAD = 600  # letters: the headline and the first paragraphs
FIRST = {"headline": 0.5, "lead": 0.35, "later": 0.15}


def salience(
    places: Iterable[tuple[str, int]], length: int, headline: Iterable[str] = ()
) -> dict[str, float]:
    """Of each symbol: half for the headline, less for the lead, the rest for the count.

    `places` are (symbol, where) in any order; `headline` the symbols named there.
    """
    counts: dict[str, int] = {}
    firsts: dict[str, int] = {}
    for symbol, place in places:
        counts[symbol] = counts.get(symbol, 0) + 1
        firsts[symbol] = min(place, firsts.get(symbol, place))
    named = set(headline)
    return {
        symbol: _weight(count, firsts[symbol], length, symbol in named)
        for symbol, count in counts.items()
    }


def _weight(count: int, first: int, length: int, in_headline: bool) -> float:
    if in_headline:
        place = FIRST["headline"]
    else:
        place = FIRST["lead" if first < min(LEAD, max(1, length // 2)) else "later"]
    return round(min(1.0, place + min(0.5, log2(1 + count) / 6)), 2)
