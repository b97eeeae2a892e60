"""The same text, or nearly the same, by several accounts: a campaign, whoever runs it."""

from alley.moderation.campaigns import are_alike, fresh_print_of, print_of
from alley.moderation.context import Context
from alley.moderation.verdicts import Mark

FEWEST_LETTERS = 40  # "To the moon!" is said by many
SCORES = {1: 0.4, 2: 0.7}  # by how many others said it; three and more: 0.9
MESSAGE = "Nearly the same was written by other accounts."


def campaign(text: str, context: Context) -> list[Mark]:
    if len(text) < FEWEST_LETTERS or not context.others:
        return []
    mine = fresh_print_of(text)
    accounts = {
        author
        for author, other in context.others
        if author != context.author_id and are_alike(mine, print_of(other))
    }
    if not accounts:
        return []
    return [Mark("campaign", MESSAGE, SCORES.get(len(accounts), 0.9), ((0, len(text)),))]
