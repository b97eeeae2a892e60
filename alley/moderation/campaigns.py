"""Near-same texts by several accounts: MinHash (Broder, 1997) over runs of letters.

Each text has a sketch; texts that share a band of it are compared as wholes.
"""

import hashlib
import re
from collections.abc import Iterable

from alley.moderation.folding import skeleton

RUN = 5  # letters
HASHES, ROWS = 24, 3  # eight bands: at a likeness of 0.6 they meet in 85 of 100 cases
SHORTEST = 20  # shorter ones are like one another by chance
ALIKE = 0.6
NUMBERS = re.compile(r"[\W\d_]+")


def runs_of(text: str) -> frozenset[int]:
    """What the text is made of, without its numbers, marks and disguises."""
    plain = NUMBERS.sub(" ", skeleton(text)).strip()
    if len(plain) < SHORTEST:
        return frozenset()
    return frozenset(
        int.from_bytes(
            hashlib.blake2b(plain[at : at + RUN].encode(), digest_size=8).digest(), "big"
        )
        for at in range(len(plain) - RUN + 1)
    )


def bands_of(text: str) -> list[str]:
    runs = runs_of(text)
    if not runs:
        return []
    least = [min((run * factor + shift) & MASK for run in runs) for factor, shift in MIXES]
    return [
        f"{band}:{_digest(least[band * ROWS : (band + 1) * ROWS])}"
        for band in range(HASHES // ROWS)
    ]


def likeness(one: str, other: str) -> float:
    """The share of runs that both have (Jaccard)."""
    first, second = runs_of(one), runs_of(other)
    return len(first & second) / len(first | second) if first and second else 0.0


MASK = (1 << 64) - 1
MIXES = [
    (
        int.from_bytes(hashlib.sha256(b"campaign %d" % number).digest()[:8], "big") | 1,
        int.from_bytes(hashlib.sha256(b"campaign %d" % number).digest()[8:16], "big"),
    )
    for number in range(HASHES)
]


def _digest(values: Iterable[int]) -> str:
    packed = b"".join(value.to_bytes(8, "big") for value in values)
    return hashlib.blake2b(packed, digest_size=6).hexdigest()
