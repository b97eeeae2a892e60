"""What a price did after a story: shocks that were planted, noise in which nothing happened."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from alley.markets.reaction import (
    NO_AFTER,
    NO_BEFORE,
    NO_INTRADAY,
    NOT_MEANINGFUL,
    TOO_SOON,
    Price,
    WindowResult,
    in_words,
    measure,
)
from alley.markets.reaction_form import InstrumentReaction, kept, read

PATHS = 200
START = datetime(2021, 1, 4, 21, tzinfo=UTC)
LENGTH = 300
EVENT = 280


def path(seed: int, *, shock: float, noise: float) -> tuple[list[Price], list[Price]]:
    """A share and its market, day by day: beta 1.2, a shock on one day, noise on all."""
    random = Random(seed)
    own, market = [Price(START, Decimal(100))], [Price(START, Decimal(100))]
    for day in range(1, LENGTH):
        at, swing = START + timedelta(days=day), random.gauss(0, 0.01)
        move = 1.2 * swing + random.gauss(0, noise) + (shock if day == EVENT else 0)
        market.append(Price(at, market[-1].price * Decimal(1 + swing)))
        own.append(Price(at, own[-1].price * Decimal(1 + move)))
    return own, market


def the_day_after(own: list[Price], market: list[Price]) -> WindowResult:
    story = START + timedelta(days=EVENT - 1, hours=15)
    return measure(story, own, market, benchmark_name="M")[1]


def test_a_planted_shock_is_found_on_every_path() -> None:
    for seed in range(PATHS):
        found = the_day_after(*path(seed, shock=0.025, noise=0.0002))
        assert found.abnormal_percent is not None
        assert abs(found.abnormal_percent - Decimal("2.5")) <= Decimal("0.1")
        assert found.unusual


def test_through_everyday_noise_it_is_found_on_average() -> None:
    found = [the_day_after(*path(seed, shock=0.025, noise=0.008)) for seed in range(PATHS)]
    mean = sum((one.abnormal_percent or Decimal(0) for one in found), Decimal(0)) / PATHS

    assert abs(mean - Decimal("2.5")) <= Decimal("0.1")


def test_noise_alone_is_called_unusual_five_times_in_a_hundred() -> None:
    alarms = sum(
        the_day_after(*path(seed, shock=0, noise=0.008)).unusual for seed in range(5 * PATHS)
    )

    assert 0.03 <= alarms / (5 * PATHS) <= 0.07


def test_beta_is_what_it_was_made_with() -> None:
    found = the_day_after(*path(7, shock=0, noise=0.0005))

    assert found.beta == Decimal("1.20")


def closes(*rows: tuple[str, str]) -> list[Price]:
    return [Price(datetime.fromisoformat(f"{day}T21:00:00+00:00"), Decimal(p)) for day, p in rows]


def test_a_story_at_the_weekend_is_followed_by_monday() -> None:
    week = closes(("2022-01-06", "100"), ("2022-01-07", "101"), ("2022-01-10", "103.02"))
    found = measure(datetime(2022, 1, 8, 12, tzinfo=UTC), week)[1]

    assert found.move_percent == Decimal("2.00")
    assert found.reference == week[1]


def test_a_story_after_the_close_is_followed_by_the_next_day() -> None:
    week = closes(("2022-01-05", "100"), ("2022-01-06", "110"), ("2022-01-07", "121"))
    found = measure(datetime(2022, 1, 6, 22, tzinfo=UTC), week)[1]

    assert found.move_percent == Decimal("10.00")
    assert found.reference == week[1]


@pytest.mark.parametrize(
    ("prices", "reason"),
    [
        ([], NO_BEFORE),
        ([("2022-01-07", "1")], NO_BEFORE),
        ([("2022-01-05", "1")], NO_AFTER),
        ([("2021-12-01", "1"), ("2022-01-07", "1")], NO_BEFORE),
        ([("2022-01-05", "0"), ("2022-01-06", "1")], NOT_MEANINGFUL),
        ([("2022-01-05", "-36.98"), ("2022-01-06", "10")], NOT_MEANINGFUL),
    ],
)
def test_what_is_missing_is_said(prices: list[tuple[str, str]], reason: str) -> None:
    found = measure(datetime(2022, 1, 6, 12, tzinfo=UTC), closes(*prices))

    assert found[1].unavailable == reason


def test_a_week_that_is_not_over_is_not_guessed() -> None:
    week = closes(("2022-01-05", "100"), ("2022-01-06", "101"))

    assert measure(datetime(2022, 1, 6, 12, tzinfo=UTC), week)[2].unavailable == TOO_SOON


def minutes(start: datetime, *prices: str) -> list[Price]:
    return [
        Price(start + timedelta(minutes=place), Decimal(price))
        for place, price in enumerate(prices)
    ]


def test_an_hour_from_the_last_price_before() -> None:
    open_ = minutes(datetime(2022, 1, 6, 14, 0, tzinfo=UTC), *["100"] * 16, *["102"] * 90)
    found = measure(datetime(2022, 1, 6, 14, 15, 30, tzinfo=UTC), [], intraday=open_)[0]

    assert found.move_percent == Decimal("2.00")
    assert not found.next_session


def test_where_the_market_was_closed_its_first_hour_counts() -> None:
    thursday = minutes(datetime(2022, 1, 6, 20, 58, tzinfo=UTC), "100", "100")
    friday = minutes(datetime(2022, 1, 7, 14, 30, tzinfo=UTC), *["101"] * 30, *["103"] * 60)
    found = measure(datetime(2022, 1, 6, 23, tzinfo=UTC), [], intraday=[*thursday, *friday])[0]

    assert found.move_percent == Decimal("3.00")
    assert found.next_session


def test_without_intraday_prices_there_is_no_hour() -> None:
    assert measure(datetime(2022, 1, 6, 12, tzinfo=UTC), [])[0].unavailable == NO_INTRADAY


@pytest.mark.parametrize(
    ("z", "words"),
    [
        ("0.1", "hardly a move for a day"),
        ("-0.5", "smaller than its usual day"),
        ("1.0", "about its usual day"),
        ("-2.0", "about twice its usual day"),
        ("3.4", "about 3 times its usual day"),
    ],
)
def test_sizes_in_words(z: str, words: str) -> None:
    assert in_words(Decimal(z), "day") == words


def test_what_is_kept_is_read_back_the_same() -> None:
    own, market = path(3, shock=0.01, noise=0.005)
    windows = measure(START + timedelta(days=EVENT - 1, hours=15), own, market, benchmark_name="M")
    told = InstrumentReaction("XNYS:CVX", "Chevron", "eod", "EIA", "as traded", windows)

    assert kept(read(kept(told))) == kept(told)
    assert date.fromisoformat(kept(told)["windows"][1]["at"][:10]) > START.date()
