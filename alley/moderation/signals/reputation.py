"""What became of the author's comments lately: many turned away, so the next is read first."""

from alley.moderation.context import Context
from alley.moderation.verdicts import Mark

FEWEST_REJECTED = 2  # one may be a mistake, of either side
MESSAGE = "Several of your comments were turned away lately; a moderator reads this one first."


def reputation(text: str, context: Context) -> list[Mark]:
    if context.author_rejected < FEWEST_REJECTED:
        return []
    share = context.author_rejected / (context.author_rejected + context.author_published + 1)
    return [Mark("reputation", MESSAGE, share)]
