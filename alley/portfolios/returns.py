"""Time-weighted return and risk over daily figures (float64 is used here, and only for ratios).

r = (value at the end + out) / (value at the start + in) - 1: what comes in is there from the
morning, what goes out until the evening (Portfolio Performance's ClientIndex). Where the divisor is
not above zero there is no return: not 0, not -100 % (Wealthfolio #497, hledger #2391).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TRADING_DAYS = 252


@dataclass(frozen=True, slots=True)
class Growth:
    """`daily` has NaN where no return can be said; `index` is 1 before the first day."""

    daily: Floats
    index: Floats
    undefined: NDArray[np.bool_]

    @property
    def total(self) -> float | None:
        return None if self.undefined.any() or not len(self.index) else float(self.index[-1] - 1)


def daily_returns(before: Floats, after: Floats, into: Floats, out: Floats) -> Floats:
    """NaN where there is no capital to earn on, though something happened; 0 where nothing did."""
    divisor, worth = before + into, after + out
    idle = (np.abs(divisor) < 1e-9) & (np.abs(worth) < 1e-9)
    result = np.full(len(divisor), np.nan)
    np.divide(worth, divisor, out=result, where=divisor > 1e-9)
    result -= 1
    result[idle] = 0.0
    return result


def linked(daily: Floats) -> Growth:
    """The product of the days; a day without a return is stepped over and marked."""
    undefined = np.isnan(daily)
    return Growth(daily, np.cumprod(1 + np.where(undefined, 0.0, daily)), undefined)


def growth(values: Floats, into: Floats, out: Floats, start: float = 0.0) -> Growth:
    """From the values at each day's end and the flows of that day."""
    before = np.concatenate(([start], values[:-1]))
    return linked(daily_returns(before, values, into, out))


@dataclass(frozen=True, slots=True)
class Drawdown:
    """The deepest fall from a peak, as a share of it, and the days it lay between."""

    depth: float
    peak: int
    trough: int
    series: Floats


def drawdown(index: Floats) -> Drawdown:
    full = np.concatenate(([1.0], index))
    peaks = np.maximum.accumulate(full)
    falls = np.where(peaks > 0, full / np.where(peaks > 0, peaks, 1.0) - 1, 0.0)
    trough = int(np.argmin(falls))
    peak = int(np.argmax(full[: trough + 1]))
    return Drawdown(float(falls[trough]), max(0, peak - 1), max(0, trough - 1), falls[1:])


def volatility(daily: Floats, days_a_year: int = TRADING_DAYS) -> float | None:
    """Standard deviation (n - 1) of the days' returns, a year; None for fewer than two days."""
    known = daily[~np.isnan(daily)]
    if len(known) < 2:
        return None
    return float(np.std(known, ddof=1) * np.sqrt(days_a_year))


def yearly(total: float | None, days: int) -> float | None:
    """Never for less than a year (GIPS 2020)."""
    if total is None or days < 365 or total <= -1:
        return None
    return float((1 + total) ** (365 / days) - 1)


def contributions(gains: Floats, capital: Floats, before: Floats) -> Floats:
    """Each column's share of the time-weighted return, so that they add up to it.

    `gains` is days x parts, `capital` each day's divisor, `before` the index the evening before:
    sum of r(day, part) x index(before) telescopes to the product minus one.
    """
    safe = np.where(capital > 1e-9, capital, np.inf)
    result: Floats = (gains * (before / safe)[:, None]).sum(axis=0)
    return result


def modified_dietz(start: float, end: float, flows: list[tuple[float, float]]) -> float | None:
    """`flows` are (amount, share of the period still ahead); None where no capital was at work."""
    net = sum(amount for amount, _ in flows)
    capital = start + sum(amount * ahead for amount, ahead in flows)
    return (end - start - net) / capital if capital > 0 else None
