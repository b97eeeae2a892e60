"""What every source of prices can do, and on what terms. One file a provider; copy a neighbour."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from alley.egress import Fetched, fetch
from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind

Fetch = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the provider allows, as its terms read; shown on the desk and enforced.

    `public` is False where prices may not be shown to others without a licence of the operator's.
    """

    source: str  # beside every price: `ECB`
    kind: PriceKind  # of what it streams
    delay_minutes: int = 0
    key: bool = False  # whether it wants one
    public: bool = False
    note: str = ""
    address: str = ""  # where the terms stand


@dataclass(frozen=True, slots=True)
class Trade:
    """One price as the provider tells it, by the provider's own code."""

    code: str
    price: Decimal
    time: datetime
    volume: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Socket:
    """Prices that are pushed: where, what to say first, what a message holds."""

    url: str
    hello: tuple[str, ...]
    heard: Callable[[str], list[Trade]]


@dataclass(frozen=True, slots=True)
class Poll:
    """Prices that are asked for, again and again."""

    every: timedelta
    ask: Callable[[], list[Trade]]


class Provider(Protocol):
    name: str
    terms: Terms

    def instruments(self) -> Iterable[dict[str, str | None]]:
        """Rows for an import of instruments, with the provider's `code`; may be none."""

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        """Bars from `since` to now, oldest first."""

    def stream(self, codes: Sequence[str]) -> Socket | Poll | None:
        """How newest prices come; None where there is only history."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a provider is made with: how it asks, its key, and the clock."""

    fetch: Fetch = fetch
    key: str = ""
