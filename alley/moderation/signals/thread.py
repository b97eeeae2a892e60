"""What only the thread tells: repetition, taking it over, leaving the subject, being new."""

import re
from functools import lru_cache

from alley.moderation.context import Context
from alley.moderation.folding import skeleton
from alley.moderation.verdicts import Mark
from alley.moderation.words import words

WORD = re.compile(r"[^\W_]{2,}")
FEWEST_SHINGLES = 4  # of three words: shorter texts agree by chance
COMMON = words("common")


def duplicate(text: str, context: Context) -> list[Mark]:
    """The same text again is exact; nearly the same is measured by shared rows of three words."""
    if not context.recent:
        return []
    mine = _words(text)
    if any(words == mine for words, _ in map(_of_earlier, context.recent)):
        return [Mark("duplicate", "You have posted this already.", 1.0, ((0, len(text)),))]
    shingles = _shingles(mine)
    score = max(alike(shingles, others) for _, others in map(_of_earlier, context.recent))
    if not score:
        return []
    return [Mark("near_duplicate", "Nearly the same as an earlier comment of yours.", score)]


def monopoly(text: str, context: Context) -> list[Mark]:
    if not context.thread_share:
        return []
    message = "You have written a large part of this thread; a moderator will read this first."
    return [Mark("monopoly", message, min(1.0, context.thread_share))]


def relevance(text: str, context: Context) -> list[Mark]:
    """No word shared with the subject says little; it is for moderators to see."""
    if not context.subject_text:
        return []
    mine = set(_words(text)) - COMMON
    if len(mine) < 6:
        return []
    subject = _of_subject(context.subject_text)
    shared = len(mine & subject) / len(mine)
    return [Mark("off_topic", "Few words in common with the subject.", max(0.0, 1 - 8 * shared))]


@lru_cache(maxsize=1024)
def _of_earlier(text: str) -> tuple[list[str], set[tuple[str, ...]]]:
    """Of a comment that was posted: the same ones come back with an author's every comment."""
    words = _words(text)
    return words, _shingles(words)


@lru_cache(maxsize=64)
def _of_subject(text: str) -> set[str]:
    return set(_words(text)) - COMMON


def _words(text: str) -> list[str]:
    return WORD.findall(skeleton(text) if not text.isascii() else text.lower())


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def alike(mine: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    if len(mine) < FEWEST_SHINGLES or not other:
        return 0.0
    both = len(mine & other)
    return both / (len(mine) + len(other) - both)
