"""Prices as traded, after splits, after dividends: pure arithmetic with known answers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alley.markets.adjustments import (
    Dividend,
    Ladder,
    Split,
    adjusted,
    ladder,
    reached,
    shares_after,
)
from alley.markets.charts.bars import BarView
from alley.markets.models import Adjustment

RAW, SPLIT, TOTAL = Adjustment.RAW, Adjustment.SPLIT, Adjustment.TOTAL
FIRST = date(2024, 1, 1)
two_for_one = Split(date(2024, 1, 3), Decimal(2), Decimal(1))


def bar(day: int, close: str, volume: str = "100") -> BarView:
    time = datetime(2024, 1, day, tzinfo=UTC)
    price = Decimal(close)
    return BarView(time, price, price, price, price, Decimal(volume))


def way(
    bars: list[BarView],
    splits: list[Split] | None = None,
    dividends: list[Dividend] | None = None,
    have: str = RAW,
    want: str = SPLIT,
) -> Ladder:
    def close_before(day: date) -> Decimal | None:
        return next((b.close for b in reversed(bars) if b.time.date() < day), None)

    return ladder(splits or [], dividends or [], have=have, want=want, close_before=close_before)


def closes(bars: list[BarView]) -> list[Decimal]:
    return [bar.close for bar in bars]


def test_a_split_lowers_earlier_prices_and_raises_earlier_volumes() -> None:
    bars = [bar(1, "100"), bar(2, "110"), bar(3, "56")]

    found = adjusted(bars, way(bars, [two_for_one]))

    assert closes(found) == [Decimal(50), Decimal(55), Decimal(56)]
    assert [bar.volume for bar in found] == [Decimal(200), Decimal(200), Decimal(100)]


def test_a_dividend_of_two_on_a_hundred_is_a_factor_of_098() -> None:
    bars = [bar(1, "50"), bar(2, "100"), bar(3, "98")]

    found = adjusted(
        bars, way(bars, dividends=[Dividend(date(2024, 1, 3), Decimal(2))], want=TOTAL)
    )

    assert closes(found) == [Decimal(49), Decimal(98), Decimal(98)]


def test_what_came_adjusted_is_not_adjusted_again() -> None:
    bars = [bar(1, "50"), bar(2, "55"), bar(3, "56")]

    assert closes(adjusted(bars, way(bars, [two_for_one], have=SPLIT))) == closes(bars)
    assert closes(adjusted(bars, way(bars, [two_for_one], have=TOTAL))) == closes(bars)
    assert reached(TOTAL, SPLIT) == TOTAL
    assert reached(RAW, SPLIT) == SPLIT


def test_raw_prices_come_back_from_split_adjusted_ones() -> None:
    bars = [bar(1, "50", "200"), bar(2, "55", "200"), bar(3, "56")]

    found = adjusted(bars, way(bars, [two_for_one], have=SPLIT, want=RAW))

    assert closes(found) == [Decimal(100), Decimal(110), Decimal(56)]
    assert found[0].volume == Decimal(100)


def test_split_and_dividend_on_one_day_and_from_either_series() -> None:
    """2:1 and a dividend of 1 new share on 3 January: 110 raw is 55, and 55 less 1."""
    dividend = Dividend(date(2024, 1, 3), Decimal(1))
    raw = [bar(2, "110"), bar(3, "54")]
    split = [bar(2, "55"), bar(3, "54")]

    from_raw = adjusted(raw, way(raw, [two_for_one], [dividend], have=RAW, want=TOTAL))
    from_split = adjusted(split, way(split, [two_for_one], [dividend], have=SPLIT, want=TOTAL))

    assert closes(from_raw) == closes(from_split) == [Decimal(54), Decimal(54)]


def test_a_dividend_before_a_split_was_paid_on_old_shares() -> None:
    dividend = Dividend(date(2024, 1, 2), Decimal(2))
    split = [bar(1, "50"), bar(2, "49"), bar(3, "49")]  # 100, 98 and 49 as traded

    found = adjusted(split, way(split, [two_for_one], [dividend], have=SPLIT, want=TOTAL))

    assert closes(found) == [Decimal(49), Decimal(49), Decimal(49)]


@pytest.mark.parametrize("close", ["0", "-36.98", "2", "1.5"])
def test_a_dividend_that_would_turn_prices_over_is_left_out(close: str) -> None:
    bars = [bar(1, "10"), bar(2, close), bar(3, "9")]

    found = adjusted(
        bars, way(bars, dividends=[Dividend(date(2024, 1, 3), Decimal(2))], want=TOTAL)
    )

    assert closes(found) == closes(bars)


def test_a_change_of_unit_moves_prices_but_no_volumes() -> None:
    """100 GBp are 1 GBP from 3 January on."""
    unit = Split(date(2024, 1, 3), Decimal(100), Decimal(1), changes_count=False)
    bars = [bar(2, "1234"), bar(3, "12.35")]

    found = adjusted(bars, way(bars, [unit]))

    assert closes(found) == [Decimal("12.34"), Decimal("12.35")]
    assert found[0].volume == Decimal(100)


def test_missing_highs_stay_missing() -> None:
    only_close = BarView(datetime(2024, 1, 1, tzinfo=UTC), None, None, None, Decimal(10), None)

    (found,) = adjusted([only_close], way([only_close], [two_for_one]))

    assert (found.open, found.high, found.volume, found.close) == (None, None, None, Decimal(5))


def test_shares_bought_the_day_before_a_split() -> None:
    """Ghostfolio's case: 10 at 674.44, 2:1 the next day, price 331.83."""
    splits = [Split(date(2024, 1, 2), Decimal(2), Decimal(1))]

    quantity = shares_after(Decimal(10), FIRST, date(2024, 1, 2), splits)

    assert quantity == 20
    assert quantity * Decimal("331.83") == Decimal("6636.60")
    assert shares_after(Decimal(10), date(2024, 1, 2), date(2024, 1, 9), splits) == 10


@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(1, 20), st.integers(1, 20)), max_size=5),
    st.lists(st.decimals(-50, 500, places=2), min_size=28, max_size=28),
)
def test_there_and_back_gives_the_same_prices(
    splits: list[tuple[int, int, int]], prices: list[Decimal]
) -> None:
    events = [
        Split(FIRST + timedelta(days=day), Decimal(new), Decimal(old)) for day, new, old in splits
    ]
    bars = [bar(day, str(price)) for day, price in enumerate(prices, start=1)]

    there = adjusted(bars, way(bars, events))
    back = adjusted(there, way(there, events, have=SPLIT, want=RAW))

    # each way rounds to eight places; five splits can multiply that by 20 ** 5
    assert all(abs(a.close - b.close) <= Decimal("0.05") for a, b in zip(bars, back, strict=True))
