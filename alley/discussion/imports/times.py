"""Moments as exports write them; without a zone they are UTC."""

from datetime import UTC, datetime


def moment(written: str | float | None) -> datetime | None:
    """None where there is none, or none that makes sense."""
    try:
        if isinstance(written, int | float):
            return datetime.fromtimestamp(written, UTC)
        read = datetime.fromisoformat((written or "").strip())
    except (ValueError, OverflowError, OSError):
        return None
    if read.year < 1990:
        return None  # 0000-00-00 and other zeros
    return read if read.tzinfo else read.replace(tzinfo=UTC)
