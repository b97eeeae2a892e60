"""A policy replayed over texts: what it would do, beside what another does and people decided.

Counted are comments it would not have published, against those people removed: precision and
recall as everywhere (https://en.wikipedia.org/wiki/Precision_and_recall).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from alley.moderation.context import Context
from alley.moderation.policy import Policy
from alley.moderation.screening import judge, look_at
from alley.moderation.verdicts import Finding, Outcome

SHOWN = 200  # comments that change fate, kept to be looked at
OUTCOMES = tuple(outcome.word for outcome in Outcome)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, and what people made of it: `bad` is None where nobody has decided."""

    text: str
    bad: bool | None = None
    context: Context = field(default_factory=Context)
    url: str = ""
    source: str = "past"


@dataclass(slots=True)
class Score:
    """One policy against what people decided."""

    right: int = 0  # stopped, and people removed it
    wrong: int = 0  # stopped, and people let it stand
    missed: int = 0  # published, and people removed it
    passed: int = 0  # published, and people let it stand

    def count(self, *, stopped: bool, bad: bool) -> None:
        if stopped:
            self.right, self.wrong = self.right + bad, self.wrong + (not bad)
        else:
            self.missed, self.passed = self.missed + bad, self.passed + (not bad)

    @property
    def precision(self) -> float | None:
        stopped = self.right + self.wrong
        return self.right / stopped if stopped else None

    @property
    def recall(self) -> float | None:
        bad = self.right + self.missed
        return self.right / bad if bad else None

    def as_dict(self) -> dict[str, Any]:
        return {
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
            "passed": self.passed,
            "precision": None if self.precision is None else round(self.precision, 4),
            "recall": None if self.recall is None else round(self.recall, 4),
        }


@dataclass(slots=True)
class Replay:
    """The new policy beside the old one, over however many samples."""

    old: Policy
    new: Policy
    seen: int = 0
    labelled: int = 0
    changed: int = 0
    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    scores: dict[str, Score] = field(default_factory=lambda: {"old": Score(), "new": Score()})
    guidelines: dict[str, Counter[str]] = field(
        default_factory=lambda: {"old": Counter(), "new": Counter()}
    )
    examples: list[dict[str, Any]] = field(default_factory=list)

    def add(self, sample: Sample) -> None:
        seen = look_at(sample.text, sample.context)
        before = judge(sample.text, seen, sample.context, self.old)
        after = judge(sample.text, seen, sample.context, self.new)
        self.seen += 1
        self.table[before.outcome.word, after.outcome.word] += 1
        for name, verdict in (("old", before), ("new", after)):
            self.guidelines[name].update({each.guideline for each in verdict.reasons})
            if sample.bad is not None:
                stopped = verdict.outcome is not Outcome.PUBLISH
                self.scores[name].count(stopped=stopped, bad=sample.bad)
        self.labelled += sample.bad is not None
        if before.outcome is not after.outcome:
            self.changed += 1
            if len(self.examples) < SHOWN:
                stricter = after.outcome > before.outcome
                reasons = (after if stricter else before).reasons
                self.examples.append(_example(sample, before.outcome, after.outcome, reasons))

    def over(self, samples: Iterable[Sample], every: int = 250) -> Iterator[int]:
        """Add them all, and say every now and then how many there were."""
        for sample in samples:
            self.add(sample)
            if self.seen % every == 0:
                yield self.seen

    def as_dict(self) -> dict[str, Any]:
        names = sorted(set(self.guidelines["old"]) | set(self.guidelines["new"]))
        return {
            "comments": self.seen,
            "labelled": self.labelled,
            "changed": self.changed,
            "outcomes": {
                "before": {each: self._total(each, 0) for each in OUTCOMES},
                "after": {each: self._total(each, 1) for each in OUTCOMES},
            },
            "table": [
                {"before": before, "after": after, "comments": many}
                for (before, after), many in sorted(self.table.items())
            ],
            "before": self.scores["old"].as_dict(),
            "after": self.scores["new"].as_dict(),
            "guidelines": [
                {
                    "guideline": name,
                    "before": self.guidelines["old"][name],
                    "after": self.guidelines["new"][name],
                }
                for name in names
            ],
            "examples": self.examples,
        }

    def _total(self, outcome: str, side: int) -> int:
        return sum(many for pair, many in self.table.items() if pair[side] == outcome)


def _example(
    sample: Sample, before: Outcome, after: Outcome, reasons: tuple[Finding, ...]
) -> dict[str, Any]:
    return {
        "text": sample.text[:600],
        "url": sample.url,
        "source": sample.source,
        "bad": sample.bad,
        "before": before.word,
        "after": after.word,
        "reasons": [each.as_dict() for each in reasons],
    }
