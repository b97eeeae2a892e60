"""Money-weighted return: the yearly rate at which all flows are worth nothing (XIRR, act/365F).

Microsoft's XIRR page gives the first reference case; GIPS 2020 forbids yearly figures for less than
a year. Several rates may solve one series; which of them is meant nobody can say, so it is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyxirr

YEAR = 365.0
Flow = tuple[date, float]  # below zero: paid in; above: taken out, or worth at the end


@dataclass(frozen=True, slots=True)
class MoneyWeighted:
    """`yearly` is None for less than a year; both are None with the `reason` where none exists."""

    period: float | None
    yearly: float | None
    reason: str = ""


def money_weighted(flows: Sequence[Flow]) -> MoneyWeighted:
    moved = sorted((flow for flow in flows if flow[1]), key=lambda flow: flow[0])
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
    days, amounts = [day for day, _ in flows], [amount for _, amount in flows]
    grid = [-0.999 + 0.0025 * place for place in range(400)]
    grid += [0.001 + 0.0025 * place for place in range(1200)] + [3.0 * 1.1**n for n in range(38)]
    found, last = [], None
    for rate in grid:
        value = pyxirr.xnpv(rate, days, amounts)
        if value is not None and last is not None and (last < 0) != (value < 0):
            found.append(rate)
        last = value
    return found


def _solved(days: Sequence[date], amounts: Sequence[float]) -> float | None:
    rate = pyxirr.xirr(days, amounts)
    if rate is None or rate != rate:
        return None
    return float(rate)
