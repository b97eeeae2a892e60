"""Money-weighted return: the yearly rate at which all flows are worth nothing (XIRR, act/365F).

Microsoft's XIRR page gives the first reference case; GIPS 2020 forbids yearly figures for less than
a year. Several rates may solve one series; which of them is meant nobody can say, so it is said.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyxirr

from alley.portfolios.returns import Floats

YEAR = 365.0
NOTHING = 1e-9  # of any currency
STEP = 0.0025  # of the logarithm of 1 + rate: what lies nearer together is taken for one
Flow = tuple[date, float]  # below zero: paid in; above: taken out, or worth at the end


@dataclass(frozen=True, slots=True)
class MoneyWeighted:
    """`yearly` is None for less than a year; both are None with the `reason` where none exists."""

    period: float | None
    yearly: float | None
    reason: str = ""


def money_weighted(flows: Sequence[Flow]) -> MoneyWeighted:
    moved = sorted((flow for flow in flows if abs(flow[1]) > NOTHING), key=lambda flow: flow[0])
    if len(moved) < 2 or not (moved[0][0] < moved[-1][0]):
        return MoneyWeighted(None, None, "There must be money in and out on different days.")
    days, amounts = [day for day, _ in moved], [amount for _, amount in moved]
    if all(amount < 0 for amount in amounts) or all(amount > 0 for amount in amounts):
        return MoneyWeighted(None, None, "All money went one way, so no rate explains it.")
    if not pyxirr.is_conventional_cash_flow(amounts) and len(roots(moved)) > 1:
        return MoneyWeighted(None, None, "Several rates solve these flows: not unique.")
    rate = _solved(days, amounts)
    if rate is None:
        return MoneyWeighted(None, None, "No rate was found for these flows.")
    years = (days[-1] - days[0]).days / YEAR
    period = (1 + rate) ** years - 1
    return MoneyWeighted(period, rate if years >= 1 else None)


def roots(flows: Sequence[Flow]) -> list[float]:
    """Where the present value changes its sign, between -99.9 % and 10,000 % a year."""
    days = np.array([day.toordinal() for day, _ in flows], dtype=np.float64)
    amounts = np.array([amount for _, amount in flows], dtype=np.float64)
    years = (days - days.min()) / YEAR
    down = _signs(amounts, years.max() - years, int(math.log(1000) / STEP))
    up = _signs(amounts, -years, int(math.log(101) / STEP))
    signs = np.concatenate((down[:0:-1], up))  # from the lowest rate to the highest
    changes = np.flatnonzero(signs[1:] * signs[:-1] < 0)
    return [math.exp(STEP * (place + 1.5 - len(down))) - 1 for place in changes.tolist()]


def _signs(amounts: Floats, away: Floats, steps: int) -> Floats:
    """Of the present value at rates that grow away from nothing in equal steps of their logarithm:
    each flow is multiplied anew, and dated from whichever end keeps it from growing."""
    factor = np.exp(STEP * (away if away.max() <= 0 else -away))
    found, present = np.empty(steps + 1), amounts.copy()
    for place in range(steps + 1):
        found[place] = np.sign(present.sum())
        present *= factor
    return found


def _solved(days: Sequence[date], amounts: Sequence[float]) -> float | None:
    rate = pyxirr.xirr(days, amounts)
    if rate is None or rate != rate:
        return None
    return float(rate)
