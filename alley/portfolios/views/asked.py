"""What the pages of a portfolio take from their address, and what they all show."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from alley.portfolios.models import Portfolio

PERIODS = {"1M": 30, "3M": 91, "1Y": 365, "3Y": 1096, "5Y": 1826}


def frame(found: Portfolio, tab: str) -> dict[str, Any]:
    return {"portfolio": found, "tab": tab, "masked": found.masked}


def day_asked(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def span_asked(asked: Mapping[str, Any], first: date, today: date) -> tuple[date, date, str]:
    """`period=1Y`, `YTD` or `all`; or two dates of the reader's own."""
    period = str(asked.get("period", "")).upper()
    start, end = day_asked(asked.get("from")), day_asked(asked.get("to")) or today
    if period in PERIODS:
        return max(first, today - timedelta(days=PERIODS[period] - 1)), today, period
    if period == "YTD":
        return max(first, date(today.year, 1, 1)), today, period
    return max(first, start or first), end, "" if start else "ALL"
