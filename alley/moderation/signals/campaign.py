"""The same text, or nearly the same, by several accounts: a campaign, whoever runs it.

MinHash (Broder 1997) finds the few earlier texts that may agree; those are then compared exactly.
"""

from functools import lru_cache

from datasketch import MinHash

from alley.moderation.context import Context
from alley.moderation.signals.thread import alike, shingles_of
from alley.moderation.verdicts import Mark

PERMUTATIONS = 32
CLOSE_ENOUGH = 0.35  # by MinHash, to be worth comparing: 0.6 less three standard errors
NEARLY_THE_SAME = 0.6
FEWEST_LETTERS = 40  # "To the moon!" is said by many
SCORES = {1: 0.4, 2: 0.7}  # by how many others said it; three and more: 0.9
MESSAGE = "Nearly the same was written by other accounts."


def campaign(text: str, context: Context) -> list[Mark]:
    if len(text) < FEWEST_LETTERS or not context.others:
        return []
    mine = shingles_of(text)
    print_of_mine = _print(mine)
    accounts = {
        author
        for author, other in context.others
        if author != context.author_id
        and print_of_mine.jaccard(_print_of(other)) >= CLOSE_ENOUGH
        and alike(mine, shingles_of(other)) >= NEARLY_THE_SAME
    }
    if not accounts:
        return []
    return [Mark("campaign", MESSAGE, SCORES.get(len(accounts), 0.9), ((0, len(text)),))]


@lru_cache(maxsize=2048)
def _print_of(text: str) -> MinHash:
    """Of a comment that was posted: every author's next comment is compared with the same ones."""
    return _print(shingles_of(text))


def _print(shingles: set[tuple[str, ...]]) -> MinHash:
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([" ".join(each).encode() for each in sorted(shingles)])
    return made
