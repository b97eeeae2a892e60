"""Teaching a model what this site's moderators decide: a small correction to its weights.

What is already known stays as the starting point: the correction minimises the loss on the site's
decisions, and is drawn to zero (ridge), so a word that was decided twice moves little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from alley.moderation.learning import training
from alley.moderation.learning.data import Example
from alley.moderation.learning.evaluation import Figures, figures
from alley.moderation.learning.model import Model, prepare, read, written

FEWEST = 100  # decisions; fewer tell nothing that could be checked
FEWEST_OF_A_KIND = 20
RIDGE = 0.5
Floats = npt.NDArray[np.float64]


class TooFew(ValueError):
    """There is not enough to learn from; the words say how much there is."""


@dataclass(frozen=True, slots=True)
class Taught:
    content: bytes
    decisions: int
    before: Figures  # of the model that was there, on decisions neither has seen
    after: Figures

    @property
    def better(self) -> bool:
        """Tells good from bad at least as well, without more false alarms."""
        known = isfinite(self.before.auc) and isfinite(self.after.auc)
        return known and (
            self.after.auc >= self.before.auc
            and self.after.false_alarms <= self.before.false_alarms + 0.005
        )


def teach(model: Model, decided: Sequence[Example]) -> Taught:
    """Raises TooFew. A fifth, by author, is only for the figures."""
    bad = sum(each.bad for each in decided)
    if len(decided) < FEWEST or min(bad, len(decided) - bad) < FEWEST_OF_A_KIND:
        raise TooFew(
            f"{len(decided)} decisions ({bad} against the comment) are too few to learn from:"
            f" {FEWEST} are needed, and {FEWEST_OF_A_KIND} each way"
        )
    seen = [each for each in decided if each.part != training.HELD_OUT]
    unseen = [each for each in decided if each.part == training.HELD_OUT]
    content = _corrected(model, seen)
    return Taught(
        content,
        len(decided),
        _figures("before", model, unseen),
        _figures("after", read(content), unseen),
    )


def _corrected(model: Model, examples: Sequence[Example]) -> bytes:
    rows = training.matrix([each.text for each in examples])
    active = np.unique(rows.indices)
    part = rows[:, active].astype(np.float64)
    known = np.array([model.logit(prepare(each.text)) for each in examples])
    truth = np.array([float(each.bad) for each in examples])

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = known + part @ weights[:-1] + weights[-1]
        missed = 1 / (1 + np.exp(-np.clip(logits, -30, 30))) - truth
        value = np.logaddexp(0, logits).sum() - (truth * logits).sum()
        value += RIDGE * float(weights[:-1] @ weights[:-1])
        slope = np.append(part.T @ missed + 2 * RIDGE * weights[:-1], missed.sum())
        return float(value), slope

    found = minimize(loss, np.zeros(len(active) + 1), jac=True, method="L-BFGS-B").x
    doc = np.frombuffer(model.doc, dtype=np.float32).copy()
    doc[active] += (found[:-1] / model.dense[0]).astype(np.float32)
    return written(
        doc=doc,
        word=np.frombuffer(model.word, dtype=np.float32),
        dense=list(model.dense),
        biases=(model.bias + float(found[-1]), model.word_bias),
        about={**model.about, "decisions": len(examples)},
    )


def _figures(name: str, model: Model, examples: Sequence[Example]) -> Figures:
    scored = [(each.bad, model.probability(prepare(each.text))) for each in examples]
    bad, good = ([score for was, score in scored if was is which] for which in (True, False))
    return figures(name, bad, good, training.ACTS_FROM)
