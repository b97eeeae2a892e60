"""What is known of prices and rates, and a price for every day made of it (float64)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alley.portfolios.entries import Entry, traded_in
from alley.portfolios.returns import Floats

Ints = NDArray[np.int64]
NEAR = 7  # days: a trade's own price counts only where the market's is not this near


@dataclass(frozen=True, slots=True)
class Series:
    """Known values on days (ordinals), oldest first. `raw` prices know nothing of later splits;
    the same `edition` is the same values."""

    days: Ints
    values: Floats
    raw: bool = True
    edition: Hashable = ()

    def on(self, days: Ints) -> Floats:
        """The day's or the last before it; NaN before the first."""
        if not len(self.days):
            return np.full(len(days), np.nan)
        places = np.searchsorted(self.days, days, side="right") - 1
        return np.where(places < 0, np.nan, self.values[np.maximum(places, 0)])


NO_SERIES = Series(np.array([], dtype=np.int64), np.array([], dtype=np.float64))
Splits = Sequence[tuple[int, float]]  # (ordinal, new shares for an old one)


@dataclass(frozen=True, slots=True)
class Market:
    """What prices and rates are known. Prices are in whole units of `currencies[symbol]`."""

    prices: Mapping[str, Series]
    currencies: Mapping[str, str]
    rates: Mapping[str, Series]  # portfolio currency for one unit
    splits: Mapping[str, Splits]

    def priced_in(self, symbol: str, trades: Sequence[Entry]) -> str:
        """The currency of an instrument's price: the listing's, or that of the reader's own trades
        where the market has no price at all."""
        listed = self.currencies.get(symbol, "")
        return listed if self.knows(symbol) else traded_in(trades) or listed

    def knows(self, symbol: str) -> bool:
        return len(self.prices.get(symbol, NO_SERIES).days) > 0


def filled(
    known: Floats, market: Ints, days: Ints, traded: dict[int, float], factor: Floats
) -> Floats:
    """Market prices, and trades' own ones where the market's last is far or there is none."""
    if traded:
        points = np.array(sorted(traded))
        last = np.searchsorted(market, points, side="right") - 1
        age = (
            points - market[np.maximum(last, 0)] if len(market) else np.full(len(points), NEAR + 1)
        )
        lone = points[(last < 0) | (age > NEAR)]
        if len(lone):
            values = np.array([traded[int(day)] / factor[int(day - days[0])] for day in lone])
            own = np.searchsorted(lone, days, side="right") - 1
            newest = np.searchsorted(market, days, side="right") - 1
            since = market[np.maximum(newest, 0)] if len(market) else np.zeros(len(days))
            later = (own >= 0) & ((newest < 0) | (lone[np.maximum(own, 0)] > since))
            known = np.where(later, values[np.maximum(own, 0)], known)
    return np.nan_to_num(known)
