"""The same text, or nearly the same, by several accounts: a campaign, whoever runs it."""

from alley.moderation.campaigns import alike_among, fresh_print_of
from alley.moderation.context import Context
from alley.moderation.verdicts import Mark

FEWEST_LETTERS = 40  # "To the moon!" is said by many
SCORES = {1: 0.4, 2: 0.7}  # by how many others said it; three and more: 0.9
MESSAGE = "Nearly the same was written by other accounts."


def campaign(text: str, context: Context) -> list[Mark]:
    if len(text) < FEWEST_LETTERS or not context.others:
        return []
    mine = fresh_print_of(text)
    others = [each for each in context.others if each[0] != context.author_id]
    if mine is None:
        return []
    accounts = {others[place][0] for place in alike_among(mine, [text for _, text in others])}
    if not accounts:
        return []
    return [Mark("campaign", MESSAGE, SCORES.get(len(accounts), 0.9), ((0, len(text)),))]
