"""A bar as charts, tables and the API show it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BarView:
    """Open, high and low are None where only the close is known."""

    time: datetime
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal
    volume: Decimal | None

    @property
    def is_candle(self) -> bool:
        return None not in (self.open, self.high, self.low)

    @property
    def highest(self) -> Decimal:
        return self.close if self.high is None else self.high

    @property
    def lowest(self) -> Decimal:
        return self.close if self.low is None else self.low
