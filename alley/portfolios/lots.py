"""Lots of one instrument: what was bought when for how much, and what a sale took from them.

Cost is kept apart from fees, in the currency traded and in the portfolio's. A gain is split so that
its parts add up exactly: price = (value - cost) x rate now, exchange = cost x (rate now - rate
then). Methods as in IRS Publication 550 (specific lot, FIFO), and moving average.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from alley.portfolios.entries import ZERO


class Method(StrEnum):
    FIFO = "fifo"
    AVERAGE = "average"
    LIFO = "lifo"
    HIFO = "hifo"
    SPECIFIC = "specific"


@dataclass(frozen=True, slots=True)
class Lot:
    """Negative quantity and cost: sold short. `cost_base` is the cost in the portfolio's money."""

    id: int
    opened: date
    quantity: Decimal
    cost: Decimal
    cost_base: Decimal
    fees: Decimal = ZERO  # in the portfolio's money, like all that is only summed

    def part(self, quantity: Decimal) -> "Lot":
        if quantity == self.quantity:
            return self
        return replace(
            self,
            quantity=quantity,
            cost=self.cost * quantity / self.quantity,
            cost_base=self.cost_base * quantity / self.quantity,
            fees=self.fees * quantity / self.quantity,
        )

    def less(self, part: "Lot") -> "Lot":
        return replace(
            self,
            quantity=self.quantity - part.quantity,
            cost=self.cost - part.cost,
            cost_base=self.cost_base - part.cost_base,
            fees=self.fees - part.fees,
        )


@dataclass(frozen=True, slots=True)
class Gain:
    """What became of one lot, or a part of it: in the portfolio's money, before fees."""

    closed: date
    opened: date
    quantity: Decimal
    cost: Decimal
    proceeds: Decimal
    price: Decimal
    exchange: Decimal
    fees: Decimal

    @property
    def total(self) -> Decimal:
        return self.price + self.exchange


@dataclass(slots=True)
class Lots:
    """The open lots of one instrument, oldest first; all long or all short, never both."""

    method: Method = Method.FIFO
    open: "list[Lot]" = field(default_factory=list)
    gains: list[Gain] = field(default_factory=list)
    gained_price: Decimal = ZERO  # the sums of the gains' parts
    gained_exchange: Decimal = ZERO
    gained_fees: Decimal = ZERO

    @property
    def quantity(self) -> Decimal:
        return sum((lot.quantity for lot in self.open), ZERO)

    @property
    def cost(self) -> Decimal:
        return sum((lot.cost for lot in self.open), ZERO)

    @property
    def cost_base(self) -> Decimal:
        return sum((lot.cost_base for lot in self.open), ZERO)

    @property
    def fees(self) -> Decimal:
        return sum((lot.fees for lot in self.open), ZERO)

    def trade(
        self,
        day: date,
        quantity: Decimal,
        value: Decimal,
        rate: Decimal,
        *,
        fees: Decimal = ZERO,
        id: int = 0,
        chosen: int | None = None,
    ) -> None:
        """Take `quantity` in (or out, below zero) for `value`; through zero it closes, opens."""
        rest = quantity
        while rest and self.open and (self.open[0].quantity > 0) != (rest > 0):
            place = self._next(chosen)
            lot = self.open[place]
            closing = min(abs(lot.quantity), abs(rest)).copy_sign(lot.quantity)
            part = lot.part(closing)
            size, whole = abs(closing), abs(quantity)
            self._close(day, part, value * size / whole, rate, fees * size / whole)
            if part.quantity == lot.quantity:
                del self.open[place]
            else:
                self.open[place] = lot.less(part)
            rest += closing
        if rest:
            cost = value * rest / abs(quantity)
            self._add(Lot(id, day, rest, cost, cost * rate, fees * abs(rest / quantity)))

    def _next(self, chosen: int | None) -> int:
        if chosen is not None:
            for place, lot in enumerate(self.open):
                if lot.id == chosen:
                    return place
        if self.method is Method.LIFO:
            return len(self.open) - 1
        if self.method is Method.HIFO:  # dearest a share in the portfolio's money, oldest of these
            dear = [abs(lot.cost_base / lot.quantity) for lot in self.open]
            return dear.index(max(dear))
        return 0

    def _close(self, day: date, part: Lot, value: Decimal, rate: Decimal, fees: Decimal) -> None:
        proceeds = value if part.quantity > 0 else -value
        self._gain(
            Gain(
                closed=day,
                opened=part.opened,
                quantity=part.quantity,
                cost=part.cost_base,
                proceeds=proceeds * rate,
                price=(proceeds - part.cost) * rate,
                exchange=part.cost * rate - part.cost_base,
                fees=part.fees + fees,
            )
        )

    def _gain(self, gain: Gain) -> None:
        self.gains.append(gain)
        self.gained_price += gain.price
        self.gained_exchange += gain.exchange
        self.gained_fees += gain.fees

    def _add(self, lot: Lot) -> None:
        if self.method is Method.AVERAGE and self.open:
            pool = self.open[0]
            self.open[0] = replace(
                pool,
                quantity=pool.quantity + lot.quantity,
                cost=pool.cost + lot.cost,
                cost_base=pool.cost_base + lot.cost_base,
                fees=pool.fees + lot.fees,
            )
        else:
            self.open.append(lot)

    def split(self, ratio: Fraction) -> None:
        """`ratio` new shares for one old; what was paid stays what it was."""
        self.open = [
            replace(lot, quantity=lot.quantity * ratio.numerator / ratio.denominator)
            for lot in self.open
        ]

    def spin_off(self, ratio: Fraction, percent: Decimal, id: int) -> list[Lot]:
        """The lots of the new company; `percent` of each cost goes along, the sum is kept."""
        new, kept = [], []
        for lot in self.open:
            cost, base = lot.cost * percent / 100, lot.cost_base * percent / 100
            fees = lot.fees * percent / 100
            quantity = lot.quantity * ratio.numerator / ratio.denominator
            new.append(Lot(id, lot.opened, quantity, cost, base, fees))
            kept.append(
                replace(
                    lot,
                    cost=lot.cost - cost,
                    cost_base=lot.cost_base - base,
                    fees=lot.fees - fees,
                )
            )
        self.open = kept
        return new

    def take_in(self, lots: list[Lot]) -> None:
        for lot in lots:
            self._add(lot)

    def return_capital(self, day: date, amount: Decimal, rate: Decimal) -> None:
        """Lowers the cost, not below zero: what is beyond is a gain."""
        quantity = self.quantity
        if not quantity:
            self._gain(Gain(day, day, ZERO, ZERO, amount * rate, amount * rate, ZERO, ZERO))
            return
        kept = []
        for lot in self.open:
            due = amount * lot.quantity / quantity
            taken = min(due, max(lot.cost, ZERO))
            base = lot.cost_base * taken / lot.cost if lot.cost else ZERO
            self._gain(
                Gain(
                    closed=day,
                    opened=lot.opened,
                    quantity=ZERO,
                    cost=base,
                    proceeds=due * rate,
                    price=(due - taken) * rate,
                    exchange=taken * rate - base,
                    fees=ZERO,
                )
            )
            kept.append(replace(lot, cost=lot.cost - taken, cost_base=lot.cost_base - base))
        self.open = kept
