"""How long a provider that fails is left alone: half a minute, doubled each time, an hour at most.

After FAILURES in a row the breaker is open: nothing is asked until the wait is over, then once; a
good answer closes it. The wait is stretched by up to a quarter, so that many sites do not come back
in the same second.
"""

from datetime import timedelta

FAILURES = 3
FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=1)


def wait_after(failures: int, asked_for: float = 0.0, chance: float = 0.0) -> timedelta:
    """The wait after so many failures in a row; at least what the provider asked for."""
    if failures <= 0:
        return timedelta(0)
    doubled = min(FIRST * (1 << min(failures - 1, 12)), LONGEST)
    return max(doubled * (1 + chance / 4), timedelta(seconds=asked_for))


def is_open(failures: int) -> bool:
    return failures >= FAILURES
