"""Codes resolved in memory: which instrument a symbol or a bare ticker stood for on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

US = ("XNYS", "XNAS", "XASE", "ARCX", "BATS")
Row = tuple[str, int]  # symbol, rank


@dataclass(frozen=True, slots=True)
class Once:
    """A symbol that has ended: given up for a new one, or delisted. `ended` is the first day that
    it no longer stood."""

    written: str
    symbol: str  # of the instrument today
    rank: int
    began: date | None
    ended: date

    def stood(self, day: date) -> bool:
        return (self.began is None or self.began <= day) and day < self.ended


class Listings:
    """The symbols of the master, and of each ticker the listing that is meant by it alone."""

    def __init__(self, rows: Iterable[Row], ended: Iterable[Once] = ()) -> None:
        self.ranks: dict[str, int] = {}
        self._best: dict[str, tuple[tuple[int, int], str, bool]] = {}
        self._once: dict[str, list[Once]] = defaultdict(list)  # by symbol, and by bare ticker
        self._since: dict[str, date] = {}
        for symbol, rank in rows:
            self.ranks[symbol] = rank
            venue, _, ticker = symbol.partition(":")
            self._note(ticker, symbol, (rank, venue not in US))
            if venue == "CRYPTO" and ticker.endswith("-USD"):
                self._note(ticker.removesuffix("-USD"), symbol, (rank, False))
        for one in ended:
            self._once[one.written].append(one)
            self._once[one.written.partition(":")[2]].append(one)
            if one.written != one.symbol:
                self._since[one.symbol] = max(one.ended, self._since.get(one.symbol, one.ended))

    def meant(self, symbol: str, day: date | None) -> str | None:
        """The instrument whose symbol it was on that day; without a day, whose it is."""
        if then := self._then(symbol, day):
            return then
        return symbol if symbol in self.ranks and self._has_begun(symbol, day) else None

    def by_ticker(self, ticker: str, day: date | None) -> str | None:
        """The one listing meant, home in New York first; None between equals."""
        if then := self._then(ticker, day):
            return then
        found = self._best.get(ticker)
        if found is None or found[2] or not self._has_begun(found[1], day):
            return None
        return found[1]

    def _then(self, written: str, day: date | None) -> str | None:
        if day is None or not (held := self._once.get(written)):
            return None
        stood = [one for one in held if one.stood(day)]
        best = min(stood, key=_order, default=None)
        return best.symbol if best else None

    def _has_begun(self, symbol: str, day: date | None) -> bool:
        since = self._since.get(symbol)
        return since is None or day is None or since <= day

    def _note(self, ticker: str, symbol: str, order: tuple[int, int]) -> None:
        before = self._best.get(ticker)
        if before is None or order < before[0]:
            self._best[ticker] = (order, symbol, False)
        elif order == before[0]:
            self._best[ticker] = (order, before[1], True)


def _order(one: Once) -> tuple[int, bool, str]:
    return one.rank, one.written.partition(":")[0] not in US, one.symbol
