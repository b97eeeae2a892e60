"""Spam: what is learned of advertising, recruiting and fraud, whatever words it finds."""

from alley.moderation.context import Context
from alley.moderation.learning.model import in_force, prepare
from alley.moderation.verdicts import Mark

MESSAGE = "This reads like spam."


def spam(text: str, context: Context) -> list[Mark]:
    """One mark, whatever the score: the policy says from where it counts."""
    return [Mark("spam", MESSAGE, in_force("spam").probability(prepare(text)))]
