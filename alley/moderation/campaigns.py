"""Near-same texts by several accounts: MinHash (Broder, 1997) over runs of letters.

Screening and the desk mean the same by it. Each text has a print; texts that share a band of it,
or enough of it, are compared as wholes.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from alley.moderation.folding import skeleton

Numbers = NDArray[np.uint64]
Others = tuple[tuple[int, str], ...]  # earlier texts, with who wrote each
RUN = 5  # letters
HASHES, ROWS = 36, 3  # twelve bands: at a likeness of 0.6 they meet in 95 of 100 cases
SHORTEST = 20  # letters; shorter ones are like one another by chance
ALIKE = 0.6
CLOSE_ENOUGH = 0.35  # of the print, to be worth comparing: 0.6 less three standard errors
LETTERS = re.compile(r"[^\W\d_]+")
APART = {code: " " for code in range(128) if not chr(code).isalpha()}
PRIME = np.uint64(1_099_511_628_211)


@dataclass(frozen=True, eq=False)
class Print:
    """What a text is known again by: its runs of letters, and the least of each hash of them."""

    row: Numbers  # of runs as they stand in the text
    least: Numbers

    @cached_property
    def runs(self) -> Numbers:
        """Each once. Few texts come so near to another one that they are asked for."""
        return np.unique(self.row)


@lru_cache(maxsize=2048)
def print_of(text: str) -> Print | None:
    """None where it is too short. Kept: everybody's next comment meets the same earlier ones."""
    return fresh_print_of(text)


def fresh_print_of(text: str) -> Print | None:
    """Of a text that is only looked at, and forgotten."""
    plain = " ".join(_letters_of(skeleton(text)))
    if len(plain) < SHORTEST:
        return None
    letters = np.frombuffer(plain.encode("utf-32-le"), "<u4").astype(np.uint64)
    many = len(letters) - RUN + 1
    runs = np.zeros(many, np.uint64)
    for at in range(RUN):
        runs = runs * PRIME + letters[at : at + many]
    return Print(runs, (FACTORS[:, None] * runs + SHIFTS[:, None]).min(axis=1))


def _letters_of(text: str) -> list[str]:
    return text.translate(APART).split() if text.isascii() else LETTERS.findall(text)


def likeness(one: Print | None, other: Print | None) -> float:
    """The share of runs that both have (Jaccard)."""
    if one is None or other is None:
        return 0.0
    both = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    return both / (len(one.runs) + len(other.runs) - both)


def are_alike(one: Print | None, other: Print | None) -> bool:
    if one is None or other is None:
        return False
    shorter, longer = sorted((len(one.runs), len(other.runs)))
    if shorter < ALIKE * longer:
        return False  # the one cannot hold enough of the other
    if np.count_nonzero(one.least == other.least) < CLOSE_ENOUGH * HASHES:
        return False
    return likeness(one, other) >= ALIKE


def accounts_alike(text: str, others: Others) -> set[int]:
    """Who wrote what `are_alike` to it; earlier texts are looked at side by side."""
    mine = fresh_print_of(text)
    known, least = _side_by_side(others)
    if mine is None or not known:
        return set()
    agree = (least == mine.least).sum(axis=1)
    near = [known[at] for at in np.flatnonzero(agree >= CLOSE_ENOUGH * HASHES)]
    return {author for author, made in near if are_alike(mine, made)}


@lru_cache(maxsize=8)
def _side_by_side(others: Others) -> tuple[list[tuple[int, Print]], Numbers]:
    known = [(author, made) for author, text in others if (made := print_of(text))]
    least = np.frombuffer(b"".join([made.least.data for _, made in known]), np.uint64)
    return known, least.reshape(-1, HASHES)


def bands_of(text: str) -> list[str]:
    """By which a database finds the few texts that are worth comparing."""
    made = print_of(text)
    if made is None:
        return []
    rows = made.least.astype("<u8").reshape(-1, ROWS)
    return [
        f"{band}:{hashlib.blake2b(row.tobytes(), digest_size=6).hexdigest()}"
        for band, row in enumerate(rows)
    ]


def _mixes() -> tuple[Numbers, Numbers]:
    digests = [hashlib.sha256(b"campaign %d" % number).digest() for number in range(HASHES)]
    factors = [int.from_bytes(each[:8], "big") | 1 for each in digests]
    shifts = [int.from_bytes(each[8:16], "big") for each in digests]
    return np.array(factors, np.uint64), np.array(shifts, np.uint64)


FACTORS, SHIFTS = _mixes()
