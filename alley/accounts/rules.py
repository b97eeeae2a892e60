"""When one reader may block another."""

from datetime import datetime, timedelta

from alley.refusals import Refusal

BEFORE_BLOCKING_AGAIN = timedelta(hours=48)
LEFT, LEFT_NAME = "left-", "A reader who left"  # how the user names of erased accounts begin
DAY = timedelta(days=1)
MAX_BLOCKS_A_DAY = 50
LAST_ADMIN = Refusal("last_admin", "Somebody must remain who can give roles.", status=409)


def cannot_block(
    *, oneself: bool, staff: bool, lifted_until: datetime | None, today: int, now: datetime
) -> Refusal | None:
    """Why this block may not be set now, or None."""
    if oneself:
        return Refusal("yourself", "You cannot block yourself.", status=422)
    if staff:
        return Refusal("staff_is_met", "Moderators and editors are seen by everybody.", status=403)
    if lifted_until is not None and lifted_until > now:
        return Refusal(
            "blocked_recently",
            "You unblocked this reader less than 48 hours ago. Please wait before blocking again.",
            status=409,
            retry_after=lifted_until - now,
        )
    if today >= MAX_BLOCKS_A_DAY:
        words = "You have blocked many readers today. Please go on tomorrow."
        return Refusal("too_many_blocks", words, status=429, retry_after=DAY)
    return None
