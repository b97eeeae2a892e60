"""How well scores tell bad from good: figures with their counts, and the table of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score


@dataclass(frozen=True, slots=True)
class Figures:
    name: str
    bad: int
    good: int
    auc: float
    average_precision: float
    threshold: float
    precision: float
    recall: float
    false_alarms: float  # the share of good texts at or over the threshold

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, Any]:
        told = {name: _rounded(value) for name, value in asdict(self).items()}
        return {**told, "f1": _rounded(self.f1)}


def _rounded(value: object) -> object:
    """Four digits; nothing where there was nothing to divide by."""
    if not isinstance(value, float):
        return value
    return None if isnan(value) else round(value, 4)


def figures(name: str, bad: Sequence[float], good: Sequence[float], threshold: float) -> Figures:
    truth = np.r_[np.ones(len(bad)), np.zeros(len(good))]
    scores = np.r_[np.asarray(bad, dtype=float), np.asarray(good, dtype=float)]
    found = sum(score >= threshold for score in bad)
    alarms = sum(score >= threshold for score in good)
    both = len(bad) > 0 and len(good) > 0
    return Figures(
        name=name,
        bad=len(bad),
        good=len(good),
        auc=float(roc_auc_score(truth, scores)) if both else float("nan"),
        average_precision=float(average_precision_score(truth, scores)) if both else float("nan"),
        threshold=threshold,
        precision=found / (found + alarms) if found + alarms else float("nan"),
        recall=found / len(bad) if bad else float("nan"),
        false_alarms=alarms / len(good) if good else float("nan"),
    )


def table(rows: Sequence[Figures]) -> str:
    """As a table in Markdown."""
    head = (
        "| set | bad | good | ROC-AUC | avg. precision | at | precision | recall | F1"
        " | false alarms |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|---|---|"]
    for row in rows:
        lines.append(
            f"| {row.name} | {row.bad:,} | {row.good:,} | {row.auc:.3f} |"
            f" {row.average_precision:.3f} | {row.threshold:.2f} | {row.precision:.3f} |"
            f" {row.recall:.3f} | {row.f1:.3f} | {row.false_alarms:.2%} |"
        )
    return "\n".join(lines)
