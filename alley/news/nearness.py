"""Whether two texts tell the same story: MinHash over three-word shingles. Pure."""

import re
from functools import cache

import numpy as np
from datasketch import MinHash

PERMUTATIONS = 64
BANDS = 16  # 16 bands of 4 rows: pairs above a Jaccard of 0.5 nearly always share one
SAME = 0.7  # two agencies' own reports of one event stay far below; one report, edited, above
FEWEST_WORDS = 40  # shorter texts share too much by chance


def signature(text: str) -> bytes | None:
    """The fingerprint of a text, or None where it is too short to know again."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < FEWEST_WORDS:
        return None
    shingles = {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}
    sketch = _blank().copy()
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return np.asarray(sketch.hashvalues).astype("<u4").tobytes()


def bands(mark: bytes) -> list[int]:
    """One number a band, as a database's signed integer."""
    width = len(mark) // BANDS
    return [
        int.from_bytes(mark[at * width : at * width + 8], "little", signed=True) ^ at
        for at in range(BANDS)
    ]


def likeness(one: bytes, other: bytes) -> float:
    """The share of equal values: an estimate of the Jaccard similarity."""
    left, right = np.frombuffer(one, "<u4"), np.frombuffer(other, "<u4")
    return float((left == right).mean()) if len(left) == len(right) else 0.0


@cache
def _blank() -> MinHash:
    """Making the permutations takes longer than using them."""
    return MinHash(num_perm=PERMUTATIONS)
