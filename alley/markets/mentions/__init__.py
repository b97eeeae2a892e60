"""Instruments found in a text: precision over recall, every find with its reason."""

from dataclasses import dataclass
from datetime import date

from alley.markets.mentions import codes
from alley.markets.models import Instrument
from alley.markets.queries import instrument_for


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    text: str
    symbol: str
    confidence: float
    why: str


def link(text: str, *, as_of: date | None = None) -> list[Mention]:
    """The instruments a text speaks of, in order; `as_of` is the day of first publication."""
    found = []
    for code in codes.find(text):
        instrument = _meant(code)
        if instrument is not None:
            found.append(
                Mention(code.start, code.end, code.text, instrument.symbol, 0.99, code.why)
            )
    return sorted(found, key=lambda mention: mention.start)


def _meant(code: codes.Code) -> Instrument | None:
    for symbol in code.symbols:
        if instrument := Instrument.objects.filter(symbol=symbol).first():
            return instrument
    return instrument_for(code.ticker) if code.ticker else None
