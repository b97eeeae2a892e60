"""From when to when a report goes: whole days, both included."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone


def span(since: date | None, until: date | None, days: int = 30) -> tuple[datetime, datetime]:
    last = until or timezone.now().date()
    first = since or max(date(1970, 1, 2), last) - timedelta(days=days)
    midnight = time(tzinfo=UTC)
    end = datetime.combine(last, midnight)
    return datetime.combine(first, midnight), end + timedelta(days=last != date.max)


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
