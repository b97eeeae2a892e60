"""The market model: what a share would have done with its market, and how surely that is known.

MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35 (1997),
sections 4 and 5: own = alpha + beta x market, by least squares over the estimation window; abnormal
is what is left; its variance has the error of the estimate in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean


@dataclass(frozen=True, slots=True)
class MarketModel:
    alpha: float
    beta: float
    residual: float  # standard deviation of what is left, over n - 2
    count: int
    market_mean: float
    market_spread: float  # sum of squared distances from the mean

    def abnormal(self, own: Sequence[float], market: Sequence[float]) -> list[float]:
        pairs = zip(own, market, strict=True)
        return [a - self.alpha - self.beta * m for a, m in pairs]

    def error(self, market: Sequence[float]) -> float:
        """Of the sum of abnormal returns over these periods, the estimate's own error included."""
        length = len(market)
        away = sum(m - self.market_mean for m in market)
        known = length**2 / self.count + away**2 / self.market_spread
        return self.residual * sqrt(length + known)


def estimate(own: Sequence[float], market: Sequence[float]) -> MarketModel | None:
    """None where the market did not move, or there are too few periods for a line."""
    count = len(own)
    if count < 3:
        return None
    own_mean, market_mean = fmean(own), fmean(market)
    spread = sum((m - market_mean) ** 2 for m in market)
    if not spread:
        return None
    shared = sum((a - own_mean) * (m - market_mean) for a, m in zip(own, market, strict=True))
    beta = shared / spread
    alpha = own_mean - beta * market_mean
    left = (a - alpha - beta * m for a, m in zip(own, market, strict=True))
    residual = sqrt(sum(part**2 for part in left) / (count - 2))
    return MarketModel(alpha, beta, residual, count, market_mean, spread)


def critical(freedom: int, level: float = 0.95) -> float:
    """Student's t for a two-sided level, by its first expansion about the normal (Abramowitz and
    Stegun 26.7.5): within 0.001 from 30 degrees on."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    first = (z**3 + z) / (4 * freedom)
    return z + first + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
