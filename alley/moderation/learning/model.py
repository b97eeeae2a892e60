"""A model is rows of weights over hashed features: read from a plain file, applied by hand, and
explained by the words that weigh most.

    logit = bias + dense · (doc · x, how harsh the words are, what lists know)

`doc` weighs the words of the text and their pieces, `word` tells how harsh a word is by itself.
"""

import io
import json
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log1p
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from alley.moderation.folding import Folded, fold
from alley.moderation.learning import features
from alley.moderation.learning.counts import COUNTS, counts
from alley.moderation.verdicts import Span

SHIPPED = Path(__file__).parent / "shipped"
KINDS = ("attack", "spam")
SIGNS = ("you and harsh", "of oneself", "insult", "slur", "profanity", "mild_word", "capitals")
DENSE = ("doc", "harshest", "second", "harsh words", "length", *SIGNS, *COUNTS)
REMEMBERED = 1 << 15  # words whose sum of weights is kept
MILDEST = -6.0
SPANS = 6
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text's features, found once for all models."""

    folded: Folded
    once: tuple[str, ...]
    pairs: list[int]
    signs: set[str]
    counts: tuple[float, ...]


@dataclass(slots=True)
class Model:
    kind: str
    doc: "array[float]"
    word: "array[float]"
    dense: tuple[float, ...]
    bias: float
    word_bias: float
    about: dict[str, Any] = field(default_factory=dict)
    sums: dict[str, tuple[float, float]] = field(default_factory=dict)

    def probability(self, text: Prepared) -> float:
        return _squashed(self.logit(text))

    def logit(self, text: Prepared) -> float:
        described = self.described(text)
        return self.bias + sum(w * d for w, d in zip(self.dense, described, strict=True))

    def described(self, text: Prepared) -> tuple[float, ...]:
        """The values of DENSE for a text."""
        sums = self.sums
        known = [sums.get(word) or self._of_word(word) for word in text.once]
        total = sum([doc for doc, _ in known]) + sum(map(self.doc.__getitem__, text.pairs))
        doc = total * max(1, len(known)) ** -0.5
        doc += 0.5 * sum(self.doc[features.of_sign(sign)] for sign in text.signs)
        harsh = sorted([harsh for _, harsh in known if harsh > MILDEST], reverse=True)[:6]
        top = [*harsh, MILDEST, MILDEST][:2]
        return (
            *(doc, *top, sum(map(_squashed, harsh)), log1p(len(text.folded.original))),
            *(float(sign in text.signs) for sign in SIGNS),
            *text.counts,
        )

    def spans(self, text: Prepared, above: float = 0.0) -> tuple[Span, ...]:
        """The words that are harsh by themselves, the harshest first chosen."""
        rated = [(self._of_word(word[0])[1], word) for word in features.tokens(text.folded)]
        chosen = sorted((each for each in rated if each[0] > above), reverse=True)[:SPANS]
        return tuple(sorted(features.where(text.folded, word) for _, word in chosen))

    def _of_word(self, word: str) -> tuple[float, float]:
        if (known := self.sums.get(word)) is None:
            if len(self.sums) >= REMEMBERED:
                self.sums.clear()
            ids = features.of_word(word)
            doc = sum(map(self.doc.__getitem__, ids))
            harsh = sum(map(self.word.__getitem__, ids)) * len(ids) ** -0.5 + self.word_bias
            known = self.sums[word] = (doc, harsh if word[0].isalpha() else MILDEST)
        return known


@lru_cache(maxsize=2)
def prepare(text: str) -> Prepared:
    folded = fold(text)
    said = features.names(folded)
    once = tuple(dict.fromkeys(said))
    signs = features.signs(said, folded)
    return Prepared(folded, once, features.of_pairs(said), signs, counts(said, folded))


@lru_cache(maxsize=len(KINDS))
def shipped(kind: str) -> Model:
    return read((SHIPPED / f"{kind}.npz").read_bytes())


_taught: dict[str, Model] = {}


def in_force(kind: str) -> Model:
    """The model that screens: what this site has switched on, else the one that is shipped."""
    return _taught.get(kind) or shipped(kind)


def put_in_force(kind: str, model: Model | None) -> None:
    """None goes back to the one that is shipped."""
    if model is None:
        _taught.pop(kind, None)
    else:
        _taught[kind] = model


def read(content: bytes) -> Model:
    """A model from its file; never a pickle."""
    with np.load(io.BytesIO(content), allow_pickle=False) as rows:
        doc = rows["doc"].astype(np.float32)
        about = json.loads(str(rows["about"]))
        return Model(
            kind=about["kind"],
            doc=array("f", doc.tobytes()),
            word=array("f", rows["word"].astype(np.float32).tobytes()),
            dense=_as_long_as_now(rows["dense"]),
            bias=float(rows["bias"][0]),
            word_bias=float(rows["bias"][1]),
            about=about,
        )


def _as_long_as_now(dense: Weights) -> tuple[float, ...]:
    """A model that was taught here before a value was added to DENSE gives it no weight."""
    return (*map(float, dense), *[0.0] * (len(DENSE) - len(dense)))


def written(
    *, doc: Weights, word: Weights, dense: list[float], biases: tuple[float, float], about: object
) -> bytes:
    """The file of a model: half-precision rows, compressed."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        doc=doc.astype(np.float16),
        word=word.astype(np.float16),
        dense=np.array(dense, dtype=np.float32),
        bias=np.array(biases, dtype=np.float32),
        about=np.array(json.dumps(about)),
    )
    return out.getvalue()


def _squashed(logit: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
