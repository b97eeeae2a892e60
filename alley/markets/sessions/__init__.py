"""When markets trade: is it open now, when did that day's session end, which sessions are there."""

from datetime import UTC, date, datetime, time, timedelta

from alley.markets.sessions.calendars import Calendar, TradingSession, calendar_of
from alley.markets.sessions.hours import ALWAYS, NEW_YORK, Hours, hours_of
from alley.markets.sessions.many import local_days, open_at

__all__ = [
    "ALWAYS",
    "NEW_YORK",
    "Calendar",
    "Hours",
    "TradingSession",
    "calendar_of",
    "hours_of",
    "is_open",
    "local_days",
    "open_at",
    "opens_after",
    "session_end",
    "trading_sessions",
    "turns",
]
FIXED = {"FX", "COMDTY"}  # daily prices are known at a fixing or settlement, not at a session's end


def is_open(symbol: str, moment: datetime) -> bool:
    calendar = calendar_of(symbol)
    if calendar is not None and calendar.covers(moment):
        return calendar.is_open(moment)
    return hours_of(symbol).is_open(moment)


def session_end(symbol: str, day: date) -> datetime:
    """The moment by which the close of that day is known: an early close is earlier."""
    hours = hours_of(symbol)
    if hours is ALWAYS:
        return datetime.combine(day, time(23, 59, 59), UTC)
    calendar = None if symbol.partition(":")[0] in FIXED else calendar_of(symbol)
    session = calendar.session_on(day) if calendar is not None else None
    return session.closes if session is not None else hours.closing(day)


def trading_sessions(symbol: str, start: date, end: date) -> list[TradingSession]:
    """Sessions of the venue from `start` to `end`, both included, as far as its calendar goes."""
    calendar = calendar_of(symbol)
    return list(calendar.sessions(start, end)) if calendar is not None else []


def turns(symbol: str, now: datetime) -> datetime | None:
    """When the venue next opens or closes; None where it never does or nobody knows."""
    found = trading_sessions(
        symbol, now.date() - timedelta(days=2), now.date() + timedelta(days=14)
    )
    moments = [m for s in found for m in (s.opens, *(s.lunch or ()), s.closes)]
    return next((moment for moment in sorted(moments) if moment > now), None)


def opens_after(symbol: str, moment: datetime) -> datetime | None:
    """When the venue next opens, after lunch or the next session; None where nobody knows."""
    calendar = calendar_of(symbol)
    if calendar is not None and calendar.covers(moment):
        day = moment.date()
        found = calendar.sessions(day - timedelta(days=1), day + timedelta(days=14))
        moments = (m for s in found for m in (s.opens, *((s.lunch[1],) if s.lunch else ())))
        return next((one for one in moments if one > moment), None)
    hours = hours_of(symbol)
    days = (moment.date() + timedelta(days=ahead) for ahead in range(-1, 9))
    return next((one for day in days if (one := hours.opening(day)) and one > moment), None)
