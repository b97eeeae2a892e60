"""A chart in words: for its title, for those who do not see it, for alternative texts."""

from datetime import datetime
from decimal import Decimal

from alley.markets.charts.bars import BarView
from alley.markets.charts.spec import ChartSpec
from alley.markets.charts.window import Window
from alley.markets.quotes import text_of

DISCLAIMER = "Past prices say nothing certain about future ones. No advice."
INTERVALS = {
    "1m": "by the minute",
    "5m": "every 5 minutes",
    "15m": "every 15 minutes",
    "1h": "hourly",
    "1d": "daily",
    "1w": "weekly",
    "1mo": "monthly",
}
RANGES = {
    "1D": "one day",
    "5D": "five days",
    "1M": "one month",
    "3M": "three months",
    "6M": "six months",
    "YTD": "since January",
    "1Y": "one year",
    "2Y": "two years",
    "5Y": "five years",
    "10Y": "ten years",
    "MAX": "all there is",
}


def title(spec: ChartSpec, window: Window) -> str:
    """`Brent crude oil, daily, one year`."""
    against = f" against {', '.join(spec.compare)}" if spec.compare else ""
    span = f", {RANGES[spec.range]}" if isinstance(spec.range, str) else ""
    return f"{window.main.name}{against}, {INTERVALS[spec.interval]}{span}"


def description(spec: ChartSpec, window: Window) -> str:
    """The chart in a few sentences, the numbers with whose they are."""
    bars = window.shown
    if not bars:
        return "No prices."
    unit, daily = window.main.unit, spec.interval in {"1d", "1w", "1mo"}
    low = min(bars, key=lambda bar: bar.lowest)
    high = max(bars, key=lambda bar: bar.highest)
    first, last = bars[0], bars[-1]
    parts = [
        f"From {price_text(first.close)} on {_when(first.time, daily)} to "
        f"{price_text(last.close)} {unit} on {_when(last.time, daily)}{_moved(first, last)}; "
        f"lowest {price_text(low.lowest)} on {_when(low.time, daily)}, highest "
        f"{price_text(high.highest)} on {_when(high.time, daily)}."
    ]
    if spec.indicators:
        parts.append(f"With {', '.join(each.label for each in spec.indicators)}.")
    if spec.drawings:
        parts.append(f"{len(spec.drawings)} drawn by hand.")
    if spec.words:
        parts.append(f"It says: {' / '.join(spec.words.splitlines())}.")
    parts.append(f"{window.main.credit}.")
    return " ".join(parts)


def price_text(price: Decimal) -> str:
    """For people: `4,700.58`, never fewer than two places, a true minus."""
    whole, _, part = text_of(abs(price)).partition(".")
    sign = "−" if price < 0 else ""
    return f"{sign}{int(whole):,}.{part.ljust(2, '0')}"


def _moved(first: BarView, last: BarView) -> str:
    if first.close <= 0:
        return ""
    percent = (last.close / first.close - 1) * 100
    return f", {'up' if percent >= 0 else 'down'} {abs(percent):.1f} %"


def _when(time: datetime, daily: bool) -> str:
    day = f"{time.day} {time:%b %Y}"
    return day if daily else f"{day}, {time:%H:%M} UTC"
