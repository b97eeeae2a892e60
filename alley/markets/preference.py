"""Which of two sources of one instrument is heard. Two feeds that take turns would make a price
flicker between two markets, and fire alerts at neither's."""

from datetime import datetime
from typing import Protocol

from alley.markets.models import PriceKind
from alley.markets.quotes import FRESH_LIVE

LIVE = (PriceKind.REALTIME, PriceKind.INDICATIVE, PriceKind.DELAYED)  # the best first


class Sourced(Protocol):
    @property
    def time(self) -> datetime: ...
    @property
    def source(self) -> str: ...
    @property
    def kind(self) -> str: ...


def gives_way(new: Sourced, held: Sourced, hidden: frozenset[str]) -> bool:
    """Whether a price waits because another live source, at least as good, has spoken while its
    price is fresh. One of the `hidden` sources, which readers must not see, is never as good as
    one that may be shown."""
    return (
        new.source != held.source
        and new.kind in LIVE
        and held.kind in LIVE
        and _rank(new, hidden) >= _rank(held, hidden)
        and new.time - held.time <= FRESH_LIVE
    )


def _rank(one: Sourced, hidden: frozenset[str]) -> tuple[bool, int]:
    return one.source in hidden, LIVE.index(PriceKind(one.kind))
