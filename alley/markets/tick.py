"""One price as somebody hands it over."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alley.markets.models import PriceKind


@dataclass(frozen=True, slots=True)
class Tick:
    symbol: str
    price: Decimal
    time: datetime  # when it was made, not when it came
    source: str
    kind: str = PriceKind.INDICATIVE
    delay_minutes: int = 0
    volume: Decimal | None = None  # traded at this price, where the source says so
