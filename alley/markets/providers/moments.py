"""The ways providers write a moment, as aware times in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from alley.markets.providers.sanity import BadAnswer

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def of_seconds(written: object) -> datetime:
    if isinstance(written, bool) or not isinstance(written, int | Decimal):
        raise BadAnswer(f"{written!r} is not a time")
    if not 0 < written < 10**11:
        raise BadAnswer(f"{written!r} is not a time")
    return EPOCH + timedelta(microseconds=int(written * 1_000_000))


def of_milliseconds(written: object) -> datetime:
    if isinstance(written, bool) or not isinstance(written, int):
        raise BadAnswer(f"{written!r} is not a time")
    return of_seconds(Decimal(written) / 1000)


def of_text(written: object) -> datetime:
    """RFC 3339."""
    try:
        found = datetime.fromisoformat(str(written))
    except ValueError:
        raise BadAnswer(f"{written!r} is not a time") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def midnight(day: object) -> datetime:
    """A day, as daily bars are kept."""
    try:
        return datetime.combine(date.fromisoformat(str(day)), time(), UTC)
    except ValueError:
        raise BadAnswer(f"{day!r} is not a day") from None
