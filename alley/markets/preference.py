"""Which of two sources of one instrument is heard. Two feeds that take turns would make a price
flicker between two markets, and fire alerts at neither's."""

from datetime import datetime, timedelta
from typing import Protocol

from alley.markets.models import PriceKind

SILENT = timedelta(minutes=3)  # a live source that says nothing for so long gives up its place
LIVE = (PriceKind.REALTIME, PriceKind.INDICATIVE, PriceKind.DELAYED)  # the best first


class Sourced(Protocol):
    @property
    def time(self) -> datetime: ...
    @property
    def source(self) -> str: ...
    @property
    def kind(self) -> str: ...


def gives_way(new: Sourced, held: Sourced) -> bool:
    """Whether a price waits because another live source, at least as good, is speaking."""
    return (
        new.source != held.source
        and new.kind in LIVE
        and held.kind in LIVE
        and LIVE.index(PriceKind(new.kind)) >= LIVE.index(PriceKind(held.kind))
        and new.time - held.time <= SILENT
    )
