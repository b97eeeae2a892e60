"""What a price did after a story: an event study in plain arithmetic.

Reference: the last price before publication. Windows: an hour (where intraday prices exist), the
first close after, the fifth close from the reference. Beta is the least-squares slope of moves of
the same horizon over the 250 sessions before (MacKinlay, "Event Studies in Economics and
Finance", Journal of Economic Literature 35, 1997, section 3); usual is their sample standard
deviation. It measures association, not cause.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import stdev
from typing import Any

from alley.markets.quotes import text_of

SESSIONS = 250
FEWEST = 60  # below this many sessions only the bare move is shown
TOO_FAR = timedelta(days=7)  # prices this far from the story say nothing about it
HOUR = timedelta(hours=1)
NO_BEFORE = "no price in the week before publication"
NO_AFTER = "no price in the week after publication"
NO_INTRADAY = "no intraday prices for that day"
NOT_MEANINGFUL = "not meaningful: the price before was zero or negative"


@dataclass(frozen=True, slots=True)
class Price:
    at: datetime
    price: Decimal


@dataclass(frozen=True, slots=True)
class WindowResult:
    window: str
    unavailable: str = ""
    price: Decimal | None = None
    at: datetime | None = None
    reference: Price | None = None
    move_percent: Decimal | None = None
    benchmark: str = ""
    benchmark_move_percent: Decimal | None = None
    abnormal_percent: Decimal | None = None
    usual_percent: Decimal | None = None
    z: Decimal | None = None

    @property
    def words(self) -> str:
        """`twice its usual day`."""
        return in_words(self.z, "week" if self.window == "1w" else "day")

    def as_dict(self) -> dict[str, Any]:
        """The contract's window."""
        if self.unavailable:
            return {"window": self.window, "unavailable": self.unavailable}
        numbers = ("move_percent", "benchmark_move_percent", "abnormal_percent")
        found = {name: getattr(self, name) for name in (*numbers, "usual_percent", "z", "price")}
        return {
            "window": self.window,
            **{name: None if value is None else text_of(value) for name, value in found.items()},
            "at": None if self.at is None else stamp(self.at),
            "benchmark": self.benchmark or None,
            "words": self.words,
            "also": [],
        }


def stamp(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def in_words(z: Decimal | None, period: str) -> str:
    if z is None:
        return ""
    size = abs(z)
    for limit, words in (
        (Decimal("0.25"), f"hardly a move for a {period}"),
        (Decimal("0.75"), f"smaller than its usual {period}"),
        (Decimal("1.5"), f"about its usual {period}"),
        (Decimal("2.5"), f"about twice its usual {period}"),
    ):
        if size < limit:
            return words
    return f"about {round(size)} times its usual {period}"


def measure(
    event_time: datetime,
    closes: Sequence[Price],
    benchmark: Sequence[Price] = (),
    *,
    benchmark_name: str = "",
    intraday: Sequence[Price] = (),
) -> list[WindowResult]:
    """The moves of one instrument after a story; `closes` and `benchmark` oldest first."""
    hour = _hour(event_time, intraday)
    return [hour] + [
        _sessions(window, count, event_time, closes, benchmark, benchmark_name)
        for window, count in (("1d", 1), ("1w", 5))
    ]


def _hour(event_time: datetime, prices: Sequence[Price]) -> WindowResult:
    before = bisect_left(prices, event_time, key=lambda price: price.at) - 1
    after = bisect_left(prices, event_time + HOUR, key=lambda price: price.at)
    if before < 0 or after >= len(prices) or prices[after].at - prices[before].at > 2 * HOUR:
        return WindowResult("1h", unavailable=NO_INTRADAY)
    move = percent_move(prices[before].price, prices[after].price)
    if move is None:
        return WindowResult("1h", unavailable=NOT_MEANINGFUL)
    target = prices[after]
    return WindowResult(
        "1h",
        price=target.price,
        at=target.at,
        reference=prices[before],
        move_percent=_two(move),
    )


def _sessions(
    window: str,
    count: int,
    event_time: datetime,
    closes: Sequence[Price],
    benchmark: Sequence[Price],
    benchmark_name: str,
) -> WindowResult:
    first = bisect_left(closes, event_time, key=lambda close: close.at)
    target = first + count - 1
    if reason := _missing(event_time, closes, first, target):
        return WindowResult(window, unavailable=reason)
    before, after = closes[first - 1], closes[target]
    move = percent_move(before.price, after.price)
    if move is None:
        return WindowResult(window, unavailable=NOT_MEANINGFUL)
    history = closes[max(0, first - 1 - SESSIONS - count) : first]
    usual = usual_move(history, count)
    other, beta = _against(benchmark, history, before, after, count)
    return WindowResult(
        window,
        price=after.price,
        at=after.at,
        reference=before,
        move_percent=_two(move),
        benchmark=benchmark_name if other is not None else "",
        benchmark_move_percent=None if other is None else _two(other),
        abnormal_percent=None if other is None or beta is None else _two(move - beta * other),
        usual_percent=None if usual is None else _two(usual),
        z=_two(move / usual) if usual else None,
    )


def _missing(event_time: datetime, closes: Sequence[Price], first: int, target: int) -> str | None:
    if first == 0 or event_time - closes[first - 1].at > TOO_FAR:
        return NO_BEFORE
    if first >= len(closes) or closes[first].at - event_time > TOO_FAR:
        return NO_AFTER
    if target >= len(closes) or closes[target].at - event_time > 2 * TOO_FAR:
        return "not enough sessions since publication"
    return None


def percent_move(before: Decimal, after: Decimal) -> float | None:
    """In percent; None over a base of zero or less (WTI, 20 April 2020: -36.98)."""
    return float((after - before) / before * 100) if before > 0 else None


def moves(closes: Sequence[Price], count: int) -> dict[datetime, float]:
    """Every move over `count` sessions, by the moment it ended."""
    pairs = zip(closes, closes[count:], strict=False)
    found = {after.at: percent_move(before.price, after.price) for before, after in pairs}
    return {at: move for at, move in found.items() if move is not None}


def usual_move(closes: Sequence[Price], count: int) -> float | None:
    sizes = list(moves(closes, count).values())[-SESSIONS:]
    return stdev(sizes) if len(sizes) >= FEWEST else None


def beta_of(own: Sequence[float], market: Sequence[float]) -> float | None:
    """The least-squares slope of own moves on the market's."""
    if len(own) < FEWEST:
        return None
    own_mean, market_mean = sum(own) / len(own), sum(market) / len(market)
    spread = sum((m - market_mean) ** 2 for m in market)
    shared = sum((a - own_mean) * (m - market_mean) for a, m in zip(own, market, strict=True))
    return shared / spread if spread else None


def _against(
    benchmark: Sequence[Price], history: Sequence[Price], before: Price, after: Price, count: int
) -> tuple[float | None, float | None]:
    """The benchmark's move between the same two days, and beta; None where it has no such day."""
    by_day = {price.at.date(): price for price in benchmark}
    start, end = by_day.get(before.at.date()), by_day.get(after.at.date())
    if start is None or end is None:
        return None, None
    shared = [close for close in history if close.at.date() in by_day]
    own = moves(shared, count)
    market = moves([Price(close.at, by_day[close.at.date()].price) for close in shared], count)
    both = [at for at in own if at in market][-SESSIONS:]
    beta = beta_of([own[at] for at in both], [market[at] for at in both])
    return percent_move(start.price, end.price), beta


def _two(number: float) -> Decimal:
    return round(Decimal(repr(number)), 2)
