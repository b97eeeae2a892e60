"""Check a claim against daily prices: true, false, or cannot tell, with the rows that say so."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from alley.markets.claims.find import Claim

Answer = Literal["true", "false", "cannot_tell"]
STEADY = Decimal("0.5")  # percent: what is called little changed
NEAR = Decimal("0.12")  # of the size written: another source or a future may say so
LOOSE = Decimal("0.15")  # of the size written, for `about` and `nearly`
LONG_ENOUGH = timedelta(days=5 * 365)  # of history, for a record that holds for ever
STALE = timedelta(days=5)  # a close this long before a period begins is not the one before it


@dataclass(frozen=True, slots=True)
class DayPrice:
    day: date
    close: Decimal
    high: Decimal | None = None
    low: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    answer: Answer
    why: str
    rows: tuple[DayPrice, ...] = ()
    move: Decimal | None = None  # in percent, where one was computed


def check(claim: Claim, prices: Sequence[DayPrice]) -> Verdict:
    """`prices` oldest first, split-adjusted, reaching back as far as they do."""
    if not claim.period.guessed:
        return _check(claim, prices)
    return _any_day(claim, prices)


def _any_day(claim: Claim, prices: Sequence[DayPrice]) -> Verdict:
    """The sentence does not say when: the day of the story and the one before must agree."""
    end = bisect_right(prices, claim.period.end, key=_day) - 1
    days = [prices[place].day for place in (end, end - 1) if place >= 0]
    found = [_check(_on(claim, day), prices) for day in days if claim.period.end - day < STALE]
    if not found:
        return Verdict("cannot_tell", "no price on those days")
    if len({verdict.answer for verdict in found}) == 1:
        return found[0]
    true = next((verdict for verdict in found if verdict.answer == "true"), None)
    if true and claim.amount is not None and claim.size == "exact":
        return true  # only one of the two days can be meant by 1.72 %
    return Verdict("cannot_tell", "the sentence does not say on which day", found[0].rows)


def _on(claim: Claim, day: date) -> Claim:
    return replace(claim, period=replace(claim.period, start=day, end=day, guessed=False))


def _check(claim: Claim, prices: Sequence[DayPrice]) -> Verdict:
    last = bisect_right(prices, claim.period.end, key=_day) - 1
    if last < 0:
        return Verdict("cannot_tell", "no price so far back")
    now = prices[last]
    if claim.period.is_day and now.day != claim.period.end:
        return Verdict("cannot_tell", "no price on that day", (now,))
    late = claim.period.end - now.day > STALE or now.day < claim.period.start
    if late and not claim.period.is_day:
        return Verdict("cannot_tell", "no price at the end of that time", (now,))
    if claim.kind == "level":
        return _level(claim, now)
    if claim.kind == "extreme":
        return _extreme(claim, prices, last)
    first = bisect_left(prices, claim.period.start, key=_day) - 1
    if first < 0 or claim.period.start - prices[first].day > STALE:
        return Verdict("cannot_tell", "no price before it", (now,))
    return _move(claim, prices[first], now)


def _move(claim: Claim, before: DayPrice, now: DayPrice) -> Verdict:
    rows = (before, now)
    if before.close <= 0 or now.close <= 0:
        return Verdict("cannot_tell", "a percent over a price of zero or less means nothing", rows)
    old, new = (1 / before.close, 1 / now.close) if claim.inverse else (before.close, now.close)
    percent = (new - old) / old * 100
    shown = round(percent, 2)
    if claim.direction == "flat":
        return Verdict("true" if abs(percent) <= STEADY else "false", "little changed", rows, shown)
    moved = percent if claim.unit != "price" else now.close - before.close
    if claim.unit == "price" and claim.inverse:
        moved = -moved
    signed = moved if claim.direction == "up" else -moved
    return replace(_size(claim, signed), rows=rows, move=shown)


def _size(claim: Claim, signed: Decimal) -> Verdict:
    """`signed` is the move in the direction that was said."""
    if signed <= 0:
        return Verdict("false", "it moved the other way" if signed else "it did not move")
    amount = claim.amount
    if claim.size == "any" or amount is None:
        return Verdict("true", "it moved that way")
    half = Decimal(5).scaleb(-claim.places - 1)
    if claim.size == "more":
        return _told(signed > amount or round(signed, claim.places + 1) == amount, "more than that")
    if claim.size == "less":
        return _told(signed < amount, "less than that")
    if claim.size == "at_most":
        beyond = signed > amount + half
        return Verdict("false" if beyond else "cannot_tell", "only closes are known")
    if claim.size in {"about", "nearly"}:
        room = max(amount * LOOSE, half)
        top = amount + (room if claim.size == "about" else half)
        return _told(amount - room <= signed <= top, "about that much")
    away = abs(signed - amount)
    if away <= half:
        return Verdict("true", "that much")
    if away <= half + amount * NEAR:
        return Verdict("cannot_tell", "nearly that much; another source may say so")
    return Verdict("false", "another size")


def _told(holds: bool, why: str) -> Verdict:
    return Verdict("true", why) if holds else Verdict("false", f"not {why}")


def _level(claim: Claim, now: DayPrice) -> Verdict:
    amount, rows = claim.amount or Decimal(0), (now,)
    half = Decimal(5).scaleb(-claim.places - 1)
    if claim.direction == "above":
        if now.close > amount:
            return Verdict("true", "the close was above", rows)
        return _within(claim, now.high is not None and now.high > amount, now.high is None, rows)
    if claim.direction == "below":
        if now.close < amount:
            return Verdict("true", "the close was below", rows)
        return _within(claim, now.low is not None and now.low < amount, now.low is None, rows)
    away = abs(now.close - amount)
    room = max(half, amount * Decimal("0.01")) if claim.size == "about" else half
    if away <= room:
        return Verdict("true", "that was the close", rows)
    if (
        not claim.closing
        and now.low is not None
        and now.high is not None
        and now.low <= amount <= now.high
    ):
        return Verdict("true", "within the day's range", rows)
    near = away <= amount * Decimal("0.03") and not (claim.closing and now.high is not None)
    return Verdict("cannot_tell" if near else "false", "the close was another", rows)


def _within(claim: Claim, reached: bool, unknown: bool, rows: tuple[DayPrice, ...]) -> Verdict:
    """The close says no; the day's range may say yes where the sentence is not about the close."""
    if claim.closing or not (reached or unknown):
        return Verdict("false", "the price did not get there", rows)
    if reached:
        return Verdict("true", "within the day", rows)
    return Verdict("cannot_tell", "the close did not get there; the day's range is not known", rows)


def _extreme(claim: Claim, prices: Sequence[DayPrice], last: int) -> Verdict:
    now = prices[last]
    first = 0 if claim.since is None else bisect_right(prices, claim.since, key=_day)
    before = prices[first:last]
    if not before:
        return Verdict("cannot_tell", "no prices to compare with", (now,))
    high = claim.direction == "high"
    other = max(before, key=_close) if high else min(before, key=_close)
    beaten = now.close >= other.close if high else now.close <= other.close
    if not beaten:
        return Verdict("false", "it stood there before", (other, now))
    if claim.since is None and now.day - prices[0].day < LONG_ENOUGH:
        return Verdict("cannot_tell", "prices do not reach back far enough", (other, now))
    if claim.since is not None and prices[0].day > claim.since:
        return Verdict("cannot_tell", "prices do not reach back far enough", (other, now))
    return Verdict("true", "no close since was beyond it", (other, now))


def _day(price: DayPrice) -> date:
    return price.day


def _close(price: DayPrice) -> Decimal:
    return price.close
