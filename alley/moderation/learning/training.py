"""Fitting a model to examples, on the parts it may see."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from alley.moderation.folding import fold
from alley.moderation.learning import features
from alley.moderation.learning.counts import COUNTS
from alley.moderation.learning.data import Example
from alley.moderation.learning.model import DENSE, Model, Weights, prepare, read, written
from alley.moderation.words import words

HELD_OUT, JOINED = 0, 1  # the part for figures, and the part on which the rows are joined
FITTED = (2, 3, 4)
ACTS_FROM = 0.6  # the probability from which the shipped policy holds
FALSE_ALARMS = {"attack": 0.01, "spam": 0.002}  # of everyday comments held, on validation
LOWEST_BAR = {"attack": 2.2, "spam": 3.2}  # a probability of 0.9 and 0.96 where half is bad
EVERYDAY = ("written", "stock posts", "english sentences", "surge")
STRENGTH = {"attack": 0.3, "spam": 1.0}
APART: dict[str, tuple[str, ...]] = {"attack": (), "spam": ("telegram", "written")}
USED = {  # lists of abuse say nothing of spam, nor does length; counts of promotion none of abuse
    "attack": tuple(name for name in DENSE if name not in COUNTS),
    "spam": ("doc", *COUNTS),
}
WORD_STRENGTH = 10.0
LISTED = {"profanity": 6.0, "slurs": 6.0, "insults": 4.0}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    doc: Weights
    word: Weights
    biases: tuple[float, float]


def fit(kind: str, examples: Sequence[Example], about: dict[str, Any]) -> bytes:
    """A model of `kind`, as its file; the part HELD_OUT is not looked at.

    The rows are first fitted without the part on which they are joined, then with it.
    """
    fitting = [each for each in examples if each.part in FITTED]
    joining = [each for each in examples if each.part == JOINED]
    rows = _rows(kind, fitting)
    dense, bias = _joined(kind, _described(kind, rows, fitting, joining), joining)
    about = {"kind": kind, **about}
    model = read(_file(rows, dense, bias, about))
    clean = [each for each in joining if not each.bad and each.source in EVERYDAY]
    bias += _shift(kind, model, clean)
    rows = _rows(kind, fitting + joining)
    return _file(rows, dense, bias, about)


def _file(rows: Rows, dense: list[float], bias: float, about: dict[str, Any]) -> bytes:
    biases = (bias, rows.biases[1])
    return written(doc=rows.doc, word=rows.word, dense=dense, biases=biases, about=about)


def _shift(kind: str, model: Model, clean: Sequence[Example]) -> float:
    """What makes ACTS_FROM mean that few clean comments are over it.

    The training sets are half bad, a site is not: its base rate moves the bias and no weight.
    """
    logits = [model.logit(prepare(each.text)) for each in clean]
    bar = LOWEST_BAR[kind]
    if logits:
        bar = max(bar, float(np.quantile(logits, 1 - FALSE_ALARMS[kind])))
    return log(ACTS_FROM / (1 - ACTS_FROM)) - bar


def matrix(texts: Sequence[str]) -> csr_matrix:
    """What Model.described calls doc, as a matrix: a row a text."""
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        prepared = prepare(text)
        row: dict[int, float] = defaultdict(float)
        share = max(1, len(prepared.once)) ** -0.5
        for word in prepared.once:
            for place in features.of_word(word):
                row[place] += share
        for place in prepared.pairs:
            row[place] += share
        for sign in prepared.signs:
            row[features.of_sign(sign)] += 0.5
        places += row.keys()
        values += row.values()
        ends.append(len(places))
    shape = (len(texts), features.BUCKETS)
    return csr_matrix((np.array(values, dtype=np.float32), np.array(places), ends), shape=shape)


def _rows(kind: str, examples: Sequence[Example]) -> Rows:
    doc = LogisticRegression(C=STRENGTH[kind], solver="liblinear").fit(
        matrix([each.text for each in examples]),
        [each.bad for each in examples],
        sample_weight=_balanced(examples),
    )
    if kind == "attack":
        word, word_bias = _harshness(examples)
    else:
        word, word_bias = np.zeros(features.BUCKETS, dtype=np.float32), -6.0
    return Rows(doc.coef_[0].astype(np.float32), word, (float(doc.intercept_[0]), word_bias))


def _harshness(examples: Sequence[Example]) -> tuple[Weights, float]:
    """How likely each word is marked as bad, learned from what people marked; by its pieces too."""
    marked, plain = _counted(examples)
    ids: list[tuple[int, ...]] = []
    truth: list[bool] = []
    weights: list[float] = []
    for word in sorted(marked | plain):
        for bad, count in ((True, marked[word]), (False, plain[word])):
            if count:
                ids.append(features.of_word(word))
                truth.append(bad)
                weights.append(count**0.7)
    values = np.concatenate([np.full(len(row), len(row) ** -0.5) for row in ids])
    ends = np.cumsum([0, *map(len, ids)])
    rows = csr_matrix((values, np.concatenate(ids), ends), shape=(len(ids), features.BUCKETS))
    fitted = LogisticRegression(C=WORD_STRENGTH, solver="liblinear").fit(
        rows, truth, sample_weight=weights
    )
    return fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0])


def _counted(examples: Sequence[Example]) -> tuple[Counter[str], Counter[str]]:
    marked: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for example in examples:
        if example.bad and not example.spans:
            continue
        bad = {place for start, end in example.spans for place in range(start, end)}
        folded = fold(example.text)
        for word in features.tokens(folded):
            if word[0][0].isalpha():
                start, end = features.where(folded, word)
                hit = 2 * sum(place in bad for place in range(start, end)) > end - start
                (marked if hit else plain)[word[0]] += 1
    for name, times in LISTED.items():
        for entry in words(name):
            if entry.isascii() and entry.isalpha():
                marked[entry] += int(times)
    return marked, plain


def _described(
    kind: str, rows: Rows, fitting: Sequence[Example], joining: Sequence[Example]
) -> Floats:
    """The values of DENSE, of rows that were fitted without the source of a text where there is
    another of its kind: so that what only one source shows does not outweigh the counts."""
    values = np.empty((len(joining), len(DENSE)))
    for source in (*APART[kind], ""):
        here = [at for at, each in enumerate(joining) if _source_of(kind, each) == source]
        others = [each for each in fitting if _source_of(kind, each) != source]
        fitted = _rows(kind, others) if source and here else rows
        plain = read(_file(fitted, [0.0] * len(DENSE), 0.0, {"kind": kind}))
        for at in here:
            values[at] = plain.described(prepare(joining[at].text))
    return values


def _source_of(kind: str, example: Example) -> str:
    return example.source if example.source in APART[kind] else ""


def _joined(kind: str, described: Floats, examples: Sequence[Example]) -> tuple[list[float], float]:
    """The weights of DENSE, fitted where the rows have not been.

    No count speaks for a text: that spam seen so far had few of something is chance.
    """
    used = np.isin(DENSE, USED[kind])
    while True:
        described[:, ~used] = 0
        spread = described.std(axis=0)
        spread[spread == 0] = 1
        fitted = LogisticRegression(C=1.0, max_iter=1000).fit(
            described / spread, [each.bad for each in examples], sample_weight=_balanced(examples)
        )
        weights = fitted.coef_[0] / spread
        against = np.isin(DENSE, COUNTS) & (weights < 0)
        if not against.any():
            return list(map(float, weights)), float(fitted.intercept_[0])
        used &= ~against


def _balanced(examples: Sequence[Example]) -> Floats:
    """The examples' weights, with bad and good of one mass."""
    weights = np.array([each.weight for each in examples])
    bad = np.array([each.bad for each in examples])
    weights[bad] *= weights[~bad].sum() / weights[bad].sum()
    return weights
