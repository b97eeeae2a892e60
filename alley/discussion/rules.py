"""What may be done in a discussion, and how comments are ordered. Pure: no database, no clock."""

import math
from datetime import UTC, datetime, timedelta

from alley.refusals import Refusal

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
HALF_LIFE = timedelta(hours=24)  # of a comment's worth in "top": tomorrow it needs twice as much
UNLIKED = 0.05  # worth of a comment nobody has liked yet: below one like (0.21), above nothing
Z = 1.96  # 95 % confidence

SIGN_IN = Refusal("sign_in_required", "Please sign in first.", status=401)
CLOSED = Refusal("closed", "This discussion is closed.", status=403)
NO_CHART = Refusal("not_found", "This comment has no chart.", status=404)
NOT_FOUND = Refusal("not_found", "There is no such comment (any more).", status=404)
NO_SUBJECT = Refusal("not_found", "There is nothing here to discuss.", status=404)
PARENT_GONE = Refusal(
    "parent_gone", "The comment you reply to was removed while you were writing.", status=409
)
BLOCKED_PAIR = PARENT_GONE  # the same words: a refusal must not tell who has blocked whom
NOT_YOURS = Refusal("not_yours", "Only its author may do this to a comment.", status=403)
ANSWERED = Refusal("answered", "Somebody has replied, so this can no longer be edited.", status=409)
OWN = Refusal("own_comment", "You cannot like your own comment.", status=422)
OWN_REPORT = Refusal("own_comment", "This is your own comment; you can delete it.", status=422)
STALE = Refusal("stale", "This comment was changed on another page in the meantime.", status=409)


def wilson(likes: int, shown: int) -> float:
    """Lower bound of the share of likes among `shown` opinions, at 95 % confidence."""
    if shown == 0:
        return 0.0
    share, z2 = likes / shown, Z * Z
    spread = Z * math.sqrt((share * (1 - share) + z2 / (4 * shown)) / shown)
    return (share + z2 / (2 * shown) - spread) / (1 + z2 / shown)


def rank(likes: int, posted: datetime) -> float:
    """One stored number for "top": log2(0.05 + Wilson bound) + age in half-lives since 2020.

    Worth halves every 24 hours. Written as a logarithm the order of two comments never changes
    with the clock, so nothing has to be computed again when nobody votes.
    """
    return math.log2(UNLIKED + wilson(likes, likes)) + (posted - EPOCH) / HALF_LIFE


def too_soon(last: datetime | None, now: datetime, wait: timedelta) -> Refusal | None:
    """One comment per `wait`; the refusal says how long is left."""
    if last is None or not wait or now - last >= wait:
        return None
    left = min(wait, wait - (now - last))
    seconds = math.ceil(left.total_seconds())
    unit = "second" if seconds == 1 else "seconds"
    words = f"Please wait {seconds} {unit} before you comment again. Your text is kept."
    return Refusal("too_soon", words, 429, retry_after=left, more={"seconds": seconds})


def too_late_to_edit(
    posted: datetime, now: datetime, window: timedelta, answered: bool
) -> Refusal | None:
    """A comment is edited within `window`, and only until somebody has replied to it."""
    if answered:
        return ANSWERED
    if now - posted <= window:
        return None
    minutes = int(window.total_seconds() // 60)
    words = f"A comment can be edited for {minutes} minutes after it was posted."
    return Refusal("too_late", words, status=409)
