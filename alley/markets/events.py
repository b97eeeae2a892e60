"""What markets announces."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class InstrumentRenamed:
    """A listing trades under another symbol from now on; what is kept by symbol should follow."""

    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class SharesSplit:
    """From `ex_date` on there are `new` shares for `old`; levels set before it mean old ones."""

    instrument_id: int
    ex_date: date
    new: Decimal
    old: Decimal


@dataclass(frozen=True, slots=True)
class BarsChanged:
    """Bars of this interval were added or corrected between two moments; what was made of them is
    old."""

    instrument_id: int
    interval: str
    symbol: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class PriceWithdrawn:
    """A price that was taken was none: what happened because of it stays, and should say so."""

    instrument_id: int
    tick: int  # its place in the log
    time: datetime
    price: Decimal
    why: str
