"""What became of one attempt."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Outcome:
    """`gone`: the address takes no more, for ever. `wait`: the receiver said how long."""

    sent: bool
    words: str = ""
    gone: bool = False
    wait: timedelta | None = None


SENT = Outcome(True)
STEPS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000)
)  # Standard Webhooks' own suggestion
LONGEST = timedelta(hours=6)


def failed(words: str, *, gone: bool = False, wait: timedelta | None = None) -> Outcome:
    return Outcome(False, words[:300], gone, wait)


def retry_after(value: str | None) -> timedelta | None:
    """`Retry-After` in seconds, within reason."""
    if value is None or not value.strip().isdecimal():
        return None
    return min(timedelta(seconds=int(value.strip()[:9])), LONGEST)
