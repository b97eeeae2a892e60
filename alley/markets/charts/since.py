"""What became of a price since a chart was posted: in percent, with both prices and whose they are.

A split in between changes the number, not the worth: the price then is told in shares of now.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from alley.markets.quotes import QuoteView, percent, text_of, text_or_none

UNCHANGED = Decimal(0)


@dataclass(frozen=True, slots=True)
class Since:
    price: Decimal  # then, in terms of now
    time: datetime
    label: str
    now: QuoteView | None
    call: str = ""
    adjusted: bool = False  # a split lies between

    @property
    def move(self) -> Decimal | None:
        """In percent; None where no newer price is known or a percent means nothing."""
        if self.now is None or self.now.time <= self.time:
            return None
        return percent(self.now.price - self.price, self.price)

    @property
    def reason(self) -> str:
        """Why there is no move."""
        if self.now is None:
            return "no price is known now"
        if self.now.time <= self.time:
            return "no newer price yet"
        return "" if self.price > 0 else "percent not meaningful: the price then was not above zero"

    @property
    def standing(self) -> str:
        """How a call stands: `right so far`, `wrong so far`, or nothing to say."""
        if not self.call or self.now is None or self.now.time <= self.time:
            return ""
        if self.now.price == self.price:
            return "unchanged so far"
        rose = self.now.price > self.price
        return "right so far" if rose == (self.call == "up") else "wrong so far"

    def as_dict(self) -> dict[str, Any]:
        return {
            "price": text_of(self.price),
            "time": self.time,
            "label": self.label,
            "adjusted_for_splits": self.adjusted,
            "now": self.now.as_dict() if self.now else None,
            "percent": text_or_none(self.move),
            "unavailable": self.reason or None,
            "call": self.call or None,
            "standing": self.standing or None,
        }
