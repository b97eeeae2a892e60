"""Moments as wires write them."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FORMS = (
    "%b %d, %Y %H:%M",
    "%b %d, %Y %I:%M %p",
    "%B %d, %Y %H:%M",
    "%d %b %Y %H:%M",
    "%d %B %Y %H:%M",
    "%Y-%m-%d %H:%M",
    "%m/%d/%Y %H:%M",
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
STAMP = re.compile(rf"{MONTH} \d{{1,2}}, \d{{4}} \d{{1,2}}:\d{{2}}(?: ?[AP]M)?")


def iso(text: object) -> datetime | None:
    """An RFC 3339 or ISO 8601 moment in UTC; without a zone it is taken as UTC."""
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace("z", "Z"))
    except ValueError:
        return None
    return _utc(moment)


def stamp(text: str, zone: str) -> datetime | None:
    """A moment as printed on a page, read in the source's time zone."""
    for form in FORMS:
        try:
            read = datetime.strptime(text.strip(), form)  # noqa: DTZ007  (the zone follows)
        except ValueError:
            continue
        return _utc(read.replace(tzinfo=zone_named(zone)))
    return iso(text)


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _utc(moment: datetime) -> datetime | None:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        moment = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if 1900 <= moment.year <= 2200 else None
