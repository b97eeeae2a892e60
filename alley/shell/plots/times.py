"""Marks of a time scale that people read at a glance: round years, months, days or hours."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

MOST = 5  # words side by side on a phone
EPOCH = date(1970, 1, 1).toordinal()
Moment = date | datetime


def seconds(moment: Moment) -> float:
    """Where a moment stands on a scale; a day is its midnight UTC."""
    if not isinstance(moment, datetime):
        return (moment.toordinal() - EPOCH) * 86_400.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def shown(moment: Moment) -> str:
    day = f"{moment.day} {moment:%b %Y}"
    return (
        f"{day}, {moment:%H:%M}" if isinstance(moment, datetime) and moment.time() != NOON else day
    )


NOON = datetime.min.time()  # midnight: a day, not a moment


def marks(start: float, end: float) -> list[tuple[float, str]]:
    """At most MOST marks between two places, each with its words."""
    low, high = (datetime.fromtimestamp(place, UTC) for place in (start, end))
    found: list[tuple[float, datetime]] = []
    words = "%Y"
    for walk, its_words in _steps():
        found, words = [(seconds(mark), mark) for mark in walk(low, high)], its_words
        if len(found) <= MOST:
            break
    if len(found) < 2:
        found = [(start, low), (end, high)] if end > start else [(start, low)]
        words = "%d %b %Y" if end - start >= 86_400 or end == start else "%H:%M"
    return [(place, _said(f"{mark:{words}}")) for place, mark in found]


def _said(words: str) -> str:
    """`6 Jan`, `6:00`, but `0:00`."""
    return words[1:] if words[0] == "0" else words


Walk = Callable[[datetime, datetime], Iterator[datetime]]


def _steps() -> Iterator[tuple[Walk, str]]:
    for hours in (1, 3, 6, 12):
        yield _spans(timedelta(hours=hours)), "%H:%M"
    for days in (1, 2, 7):
        yield _spans(timedelta(days=days)), "%d %b"
    for months in (1, 3, 6):
        yield _months(months), "%b %Y"
    for years in (1, 2, 5, 10, 20, 50, 100, 1000):
        yield _months(12 * years), "%Y"


def _spans(step: timedelta) -> Walk:
    def walk(low: datetime, high: datetime) -> Iterator[datetime]:
        mark = low.replace(minute=0, second=0, microsecond=0)
        if step.total_seconds() >= 86_400:
            mark = mark.replace(hour=0)
        else:
            mark -= timedelta(hours=mark.hour % int(step.total_seconds() // 3600))
        for _ in range(MOST + 3):
            if mark > high:
                return
            if mark >= low:
                yield mark
            mark += step

    return walk


def _months(step: int) -> Walk:
    def walk(low: datetime, high: datetime) -> Iterator[datetime]:
        count = -(-(low.year * 12 + low.month - (low.day == 1)) // step) * step
        for _ in range(MOST + 2):
            mark = datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC)
            if mark > high or count // 12 >= 9990:
                return
            if mark >= low:
                yield mark
            count += step

    return walk
