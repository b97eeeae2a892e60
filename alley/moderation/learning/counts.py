"""What promotion has in common whatever it sells: how often a text asks, promises, praises and
shows where to go. A model of words alone knows only the sellers it has met.
"""

import re
from math import log1p

from alley.moderation.folding import Folded
from alley.moderation.words import words

SPEECH = ("calls", "gains", "praise", "crowd")
KINDS = ("<link>", "<money>", "<number>")
COUNTS = (*SPEECH, *KINDS, "capitals' share", "digits' share", "contact")
CONTACTS = frozenset(["<link>", "<at>", "<phone>", "whatsapp", "telegram", "dm", "pm", "inbox"])
NUMBERS = frozenset(["<money>", "<number>"])
CAPITAL = re.compile("[A-Z]")
DIGIT = re.compile(r"\d")


def counts(said: list[str], folded: Folded) -> tuple[float, ...]:
    """The values of COUNTS for a text, whose words are `said`."""
    once, text = set(said), folded.original
    return (
        *[log1p(len(once & words(f"spam_{name}"))) for name in SPEECH],
        *[log1p(said.count(kind)) if kind in once else 0.0 for kind in KINDS],
        len(CAPITAL.findall(text)) / len(text) if folded.may_have_capitals else 0.0,
        len(DIGIT.findall(text)) / len(text) if NUMBERS & once else 0.0,
        float(not CONTACTS.isdisjoint(once)),
    )
