"""The same text, or nearly the same, by several accounts: a campaign, whoever runs it."""

from alley.moderation.campaigns import accounts_alike
from alley.moderation.context import Context
from alley.moderation.verdicts import Mark

FEWEST_LETTERS = 40  # "To the moon!" is said by many
SCORES = {1: 0.4, 2: 0.7}  # by how many others said it; three and more: 0.9
MESSAGE = "Nearly the same was written by other accounts."


def campaign(text: str, context: Context) -> list[Mark]:
    if len(text) < FEWEST_LETTERS or not context.others:
        return []
    accounts = accounts_alike(text, context.others) - {context.author_id}
    if not accounts:
        return []
    return [Mark("campaign", MESSAGE, SCORES.get(len(accounts), 0.9), ((0, len(text)),))]
