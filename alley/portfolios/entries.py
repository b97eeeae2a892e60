"""One transaction as the mathematics reads it, and the order in which a day's entries happen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import time as clock_time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

ZERO = Decimal(0)


class Type(StrEnum):
    BUY = "buy"
    SELL = "sell"
    SHORT_SELL = "short_sell"
    COVER = "cover"
    DIVIDEND = "dividend"
    INTEREST = "interest"
    FEE = "fee"
    TAX = "tax"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    TRANSFER_IN = "transfer_in"  # of shares, from another account
    TRANSFER_OUT = "transfer_out"
    SPLIT = "split"
    SPIN_OFF = "spin_off"
    RETURN_OF_CAPITAL = "return_of_capital"
    EXCHANGE = "exchange"  # of one currency for another


OPENING = {Type.BUY, Type.COVER, Type.TRANSFER_IN}
CLOSING = {Type.SELL, Type.SHORT_SELL, Type.TRANSFER_OUT}
TRADES = {Type.BUY, Type.SELL, Type.SHORT_SELL, Type.COVER}
MOVING = OPENING | CLOSING  # what changes how many one has, apart from splits and spin-offs


@dataclass(frozen=True, slots=True)
class Entry:
    """Money is positive as people write it: the type says which way it goes.

    `ratio` is new shares for an old one (split) or shares of `other` for one of `symbol`
    (spin-off), of whose cost `share` percent go along. For an exchange, `other` and `other_amount`
    are what one gets. `fx_rate` is portfolio currency for one unit of `currency`, as the broker
    settled it: the cash then moves in the portfolio's currency.
    """

    date: date
    type: Type
    symbol: str = ""
    quantity: Decimal = ZERO
    price: Decimal = ZERO
    amount: Decimal = ZERO
    currency: str = ""
    fee: Decimal = ZERO
    tax: Decimal = ZERO
    fx_rate: Decimal | None = None
    ratio: Fraction = Fraction(1)
    other: str = ""
    other_amount: Decimal = ZERO
    share: Decimal = ZERO
    lot: int | None = None  # the purchase a sale is taken from
    time: clock_time | None = None
    id: int = 0

    @property
    def gross(self) -> Decimal:
        """What changed hands before fee and tax."""
        return self.amount or self.quantity * self.price


def traded_in(entries: Iterable[Entry]) -> str:
    """The currency in which an instrument's own trades, in order, price it: that of the newest.

    A dividend or a fee may come in another, and says nothing of the price.
    """
    trades = [entry.currency for entry in entries if entry.type in MOVING and entry.quantity]
    return trades[-1] if trades else ""


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """By day; within it what comes in and splits first, then trades, then what leaves.

    Trades of a day go by their time where one is known (those without come first), purchases before
    sales, then as they were written down. So the order of a file does not change a result.
    """
    return sorted(entries, key=_place)


_FIRST = {
    Type.SPLIT: 0, Type.SPIN_OFF: 1, Type.DEPOSIT: 2, Type.TRANSFER_IN: 2,
    Type.DIVIDEND: 3,  # who held it the evening before is paid, or pays
}  # fmt: skip
_LAST = {Type.WITHDRAWAL, Type.TRANSFER_OUT}


def _place(entry: Entry) -> tuple[date, int, int, clock_time, int, int]:
    early = _FIRST.get(entry.type)
    phase = 0 if early is not None else 2 if entry.type in _LAST else 1
    rank = early if early is not None else 0 if entry.type in OPENING else 1
    if entry.type is Type.EXCHANGE:
        rank = -1
    at = entry.time if phase == 1 and entry.time else clock_time.min
    return (entry.date, phase, 0 if phase == 1 else rank, at, rank, entry.id)
