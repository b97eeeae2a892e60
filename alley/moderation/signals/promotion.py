"""The phrases of promotion, recruiting and giveaways."""

import re

from alley.moderation.context import Context
from alley.moderation.folding import fold
from alley.moderation.verdicts import Mark, Span
from alley.moderation.words import words

PHRASES = {  # how strongly each phrase speaks of promotion
    weight: re.compile(rf"(?<!\w)(?=\w)(?:{'|'.join(sorted(words(name)))})")
    for weight, name in ((0.6, "promotion_strong"), (0.3, "promotion_weak"))
}


def promotion(text: str, context: Context) -> list[Mark]:
    folded = fold(text)
    spans: list[Span] = []
    score = 0.0
    for weight, pattern in PHRASES.items():
        for found in pattern.finditer(folded.text):
            spans.append(folded.span(*found.span()))
            score += weight
    if not spans:
        return []
    return [Mark("promotion", "This reads like promotion.", min(1.0, score), tuple(sorted(spans)))]
