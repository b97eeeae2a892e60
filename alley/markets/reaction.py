"""What a price did after a story: an event study in plain arithmetic.

Reference: the last price before publication. Windows: an hour (where intraday prices exist; of the
next session where the market was closed), the first close after, the fifth close from the
reference. Beta is the least-squares slope of moves of the same horizon over the 250 sessions before
(market_model.py); usual is their sample standard deviation. It measures association, not cause.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

from alley.markets.market_model import MarketModel, critical, estimate

SESSIONS = 250
FEWEST = 60  # below this many sessions only the bare move is shown
FEWEST_HOURS = 30
TOO_FAR = timedelta(days=7)  # prices this far from the story say nothing about it
HOUR = timedelta(hours=1)
AT_ONCE = timedelta(minutes=15)  # a market that trades shows a price within
LONGEST_HOUR = timedelta(hours=1, minutes=30)
NO_BEFORE = "no price in the week before publication"
NO_AFTER = "no price in the week after publication"
TOO_SOON = "not enough sessions since publication"
NO_INTRADAY = "no intraday prices for that day"
NOT_MEANINGFUL = "not meaningful: the price before was zero or negative"
PERIODS = {"1h": "hour", "1d": "day", "1w": "week"}


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
    beta: Decimal | None = None
    usual_percent: Decimal | None = None
    z: Decimal | None = None
    within_percent: Decimal | None = None  # 95 of 100 such moves lie within this of what is usual
    unusual: bool = False
    next_session: bool = False  # the market was closed when the story came

    @property
    def words(self) -> str:
        """`about twice its usual day`."""
        return in_words(self.z, PERIODS[self.window])


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
            return words.replace("for a hour", "for an hour")
    return f"about {round(size)} times its usual {period}"


def measure(
    event_time: datetime,
    closes: Sequence[Price],
    benchmark: Sequence[Price] = (),
    *,
    benchmark_name: str = "",
    intraday: Sequence[Price] = (),
    hourly: Sequence[Price] = (),
) -> list[WindowResult]:
    """The moves of one instrument after a story; all prices oldest first.

    `hourly` are closes of hours before the story, for the usual size of an hour.
    """
    hour = _hour(event_time, intraday, hourly)
    return [hour] + [
        _sessions(window, count, event_time, closes, benchmark, benchmark_name)
        for window, count in (("1d", 1), ("1w", 5))
    ]


def _hour(event_time: datetime, prices: Sequence[Price], hourly: Sequence[Price]) -> WindowResult:
    after = bisect_left(prices, event_time, key=lambda price: price.at)
    if after == 0 or after >= len(prices) or event_time - prices[after - 1].at > TOO_FAR:
        return WindowResult("1h", unavailable=NO_INTRADAY)
    opened = prices[after].at
    if opened - event_time > TOO_FAR:
        return WindowResult("1h", unavailable=NO_INTRADAY)
    closed = opened - event_time > AT_ONCE
    wanted = (opened if closed else event_time) + HOUR
    target = bisect_left(prices, wanted, key=lambda price: price.at)
    if target >= len(prices) or prices[target].at - wanted > AT_ONCE:
        return WindowResult("1h", unavailable=NO_INTRADAY)
    before, found = prices[after - 1], prices[target]
    move = percent_move(before.price, found.price)
    if move is None:
        return WindowResult("1h", unavailable=NOT_MEANINGFUL)
    usual = _usual_hour(hourly)
    return WindowResult(
        "1h",
        price=found.price,
        at=found.at,
        reference=before,
        move_percent=_two(move),
        usual_percent=None if usual is None else _two(usual),
        z=_two(move / usual) if usual else None,
        next_session=closed,
    )


def _usual_hour(hourly: Sequence[Price]) -> float | None:
    sizes = [
        move
        for before, after in pairwise(hourly)
        if after.at - before.at <= LONGEST_HOUR
        and (move := percent_move(before.price, after.price)) is not None
    ]
    return stdev(sizes) if len(sizes) >= FEWEST_HOURS else None


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
    history = closes[max(0, first - SESSIONS - count) : first]
    sizes = list(moves(history, count).values())[-SESSIONS:]
    usual = stdev(sizes) if len(sizes) >= FEWEST else None
    held = _against(benchmark, history, before, after, count)
    surprise, within = _surprise(move, sizes, held)
    return WindowResult(
        window,
        price=after.price,
        at=after.at,
        reference=before,
        move_percent=_two(move),
        benchmark=benchmark_name if held else "",
        benchmark_move_percent=_two(held.market) if held else None,
        abnormal_percent=_two(move - held.model.beta * held.market)
        if held and held.model
        else None,
        beta=_two(held.model.beta) if held and held.model else None,
        usual_percent=None if usual is None else _two(usual),
        z=_two(move / usual) if usual else None,
        within_percent=None if within is None else _two(within),
        unusual=within is not None and abs(surprise) > within,
    )


def _missing(event_time: datetime, closes: Sequence[Price], first: int, target: int) -> str | None:
    if first == 0 or event_time - closes[first - 1].at > TOO_FAR:
        return NO_BEFORE
    if first >= len(closes) or closes[first].at - event_time > TOO_FAR:
        return NO_AFTER
    if target >= len(closes) or closes[target].at - event_time > 2 * TOO_FAR:
        return TOO_SOON
    return None


def percent_move(before: Decimal, after: Decimal) -> float | None:
    """In percent; None over a base of zero or less (WTI, 20 April 2020: -36.98)."""
    return float((after - before) / before * 100) if before > 0 else None


def moves(closes: Sequence[Price], count: int) -> dict[datetime, float]:
    """Every move over `count` sessions, by the moment it ended."""
    pairs = zip(closes, closes[count:], strict=False)
    found = {after.at: percent_move(before.price, after.price) for before, after in pairs}
    return {at: move for at, move in found.items() if move is not None}


@dataclass(frozen=True, slots=True)
class _Held:
    """The benchmark's move between the same two days, and the model of 250 sessions before."""

    market: float
    model: MarketModel | None


def _against(
    benchmark: Sequence[Price], history: Sequence[Price], before: Price, after: Price, count: int
) -> _Held | None:
    """None where the benchmark has no price on one of the two days."""
    by_day: dict[date, Price] = {price.at.date(): price for price in benchmark}
    start, end = by_day.get(before.at.date()), by_day.get(after.at.date())
    market = percent_move(start.price, end.price) if start and end else None
    if market is None:
        return None
    shared = [close for close in history if close.at.date() in by_day]
    own = moves(shared, count)
    others = moves([Price(close.at, by_day[close.at.date()].price) for close in shared], count)
    both = [at for at in own if at in others][-SESSIONS:]
    if len(both) < FEWEST:
        return _Held(market, None)
    return _Held(market, estimate([own[at] for at in both], [others[at] for at in both]))


def _surprise(
    move: float, sizes: Sequence[float], held: _Held | None
) -> tuple[float, float | None]:
    """What is left of the move beyond its market or its mean, and what 95 of 100 stay within."""
    if held and held.model:
        model = held.model
        (left,) = model.abnormal([move], [held.market])
        return left, critical(model.count - 2) * model.error([held.market])
    if len(sizes) < FEWEST:
        return 0.0, None
    error = stdev(sizes) * sqrt(1 + 1 / len(sizes))
    return move - fmean(sizes), critical(len(sizes) - 1) * error


def _two(number: float) -> Decimal:
    return round(Decimal(repr(number)), 2)
