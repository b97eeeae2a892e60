"""Rows of the same letter, mark or emoji: aaaaa, !!!!, $$$$$."""

import re

from alley.moderation.context import Context
from alley.moderation.folding import has_rows
from alley.moderation.verdicts import Mark

ROW = re.compile(r"([^\s\d])\1{3,}")
LONG_ROW = 4  # "Hmmm" and "..." pass
LONG_EMOJI_ROW = 8  # rows of rockets are how markets talk, up to where they fill a line
EMOJI = "\u2600"
SEPARATORS = set("-=_*~.·—–#")  # a drawn line is not a shout, up to a line's end of it


def floods(text: str, context: Context) -> list[Mark]:
    if not has_rows(text, LONG_ROW):
        return []
    spans = []
    for found in ROW.finditer(text):
        length = found.end() - found.start()
        if found[1] in SEPARATORS and length <= LONG_ROW * 3:
            continue
        if found[1] >= EMOJI and length <= LONG_EMOJI_ROW:
            continue
        spans.append(found.span())
    if not spans:
        return []
    longest = max(end - start for start, end in spans)
    score = min(1.0, 0.5 + 0.1 * (longest - LONG_ROW) + 0.1 * (len(spans) - 1))
    message = "Please leave out the rows of the same letter or mark."
    return [Mark("floods", message, score, tuple(spans))]
