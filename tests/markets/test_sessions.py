"""When markets trade: holidays, early closes, lunch, round the clock."""

from datetime import UTC, date, datetime

import pytest

from alley.markets.sessions import calendar_of, is_open, session_end, trading_sessions, turns


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("symbol", "moment", "expected"),
    [
        ("XNYS:CVX", "2026-11-25 15:00", True),
        ("XNAS:AAPL", "2026-11-25 15:00", True),
        ("XNYS:CVX", "2026-11-26 15:00", False),  # Thanksgiving
        ("XNYS:CVX", "2026-11-27 17:59", True),
        ("XNYS:CVX", "2026-11-27 18:00", False),  # closes early
        ("XHKG:700", "2026-11-25 03:59", True),
        ("XHKG:700", "2026-11-25 04:00", False),  # lunch
        ("XHKG:700", "2026-11-25 05:00", True),
        ("XTAE:TEVA", "2025-11-23 10:00", True),  # Sundays until 2026
        ("XTAE:TEVA", "2026-11-22 10:00", False),
        ("XTAE:TEVA", "2026-11-25 10:00", True),
        ("CRYPTO:BTC-USD", "2026-12-25 03:00", True),
        ("FX:EUR-USD", "2026-11-22 22:30", True),  # Sunday, after 17:00 in New York
        ("FX:EUR-USD", "2026-11-22 21:30", False),
        ("FX:EUR-USD", "2026-11-27 21:59", True),
        ("FX:EUR-USD", "2026-11-27 22:00", False),
        ("INDEX:N225", "2026-11-25 01:00", True),
        ("XKAZ:KZTO", "2026-11-25 08:00", True),  # no calendar: usual hours
        ("ASEX:OPAP", "2026-11-21 10:00", False),  # a calendar that cannot be read; a Saturday
        ("XNYS:CVX", "1975-06-04 15:00", True),  # before all calendars
    ],
)
def test_open_or_closed(symbol: str, moment: str, expected: bool) -> None:
    assert is_open(symbol, at(moment)) is expected


@pytest.mark.parametrize(
    ("symbol", "day", "end"),
    [
        ("XNYS:CVX", "2022-01-06", "2022-01-06 21:00"),
        ("XNYS:CVX", "2026-11-27", "2026-11-27 18:00"),
        ("XNYS:CVX", "2022-07-06", "2022-07-06 20:00"),
        ("COMDTY:BRENT", "2022-01-05", "2022-01-05 19:30"),
        ("FX:EUR-USD", "2022-01-06", "2022-01-06 15:00"),
        ("CRYPTO:BTC-USD", "2022-01-06", "2022-01-06 23:59:59"),
    ],
)
def test_when_a_close_is_known(symbol: str, day: str, end: str) -> None:
    assert session_end(symbol, date.fromisoformat(day)) == at(end)


def test_the_week_of_thanksgiving() -> None:
    week = trading_sessions("XNYS:CVX", date(2026, 11, 23), date(2026, 11, 27))

    assert [session.day.day for session in week] == [23, 24, 25, 27]
    assert week[0].lunch is None
    (hong_kong,) = trading_sessions("XHKG:700", date(2026, 11, 25), date(2026, 11, 25))
    assert hong_kong.lunch == (at("2026-11-25 04:00"), at("2026-11-25 05:00"))


def test_what_turns_next() -> None:
    assert turns("XNYS:CVX", at("2026-11-25 22:00")) == at("2026-11-27 14:30")
    assert turns("XHKG:700", at("2026-11-25 02:00")) == at("2026-11-25 04:00")
    assert turns("CRYPTO:BTC-USD", at("2026-11-25 02:00")) is None
    assert calendar_of("CRYPTO:BTC-USD") is None
