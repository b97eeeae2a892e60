"""Codes resolved in memory: which instrument a symbol or a bare ticker stands for."""

from collections.abc import Iterable

US = ("XNYS", "XNAS", "XASE", "ARCX", "BATS")
Row = tuple[str, int]  # symbol, rank


class Listings:
    """The symbols of the master, and of each ticker the listing that is meant by it alone."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.ranks: dict[str, int] = {}
        self._best: dict[str, tuple[tuple[int, int], str, bool]] = {}
        for symbol, rank in rows:
            self.ranks[symbol] = rank
            venue, _, ticker = symbol.partition(":")
            self._note(ticker, symbol, (rank, venue not in US))
            if venue == "CRYPTO" and ticker.endswith("-USD"):
                self._note(ticker.removesuffix("-USD"), symbol, (rank, False))

    def __contains__(self, symbol: str) -> bool:
        return symbol in self.ranks

    def by_ticker(self, ticker: str) -> str | None:
        """The one listing meant, home in New York first; None between equals."""
        found = self._best.get(ticker)
        return None if found is None or found[2] else found[1]

    def _note(self, ticker: str, symbol: str, order: tuple[int, int]) -> None:
        before = self._best.get(ticker)
        if before is None or order < before[0]:
            self._best[ticker] = (order, symbol, False)
        elif order == before[0]:
            self._best[ticker] = (order, before[1], True)
