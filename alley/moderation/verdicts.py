"""What screening says of a text: an outcome, and findings with guideline and evidence."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from alley.refusals import Refusal

Span = tuple[int, int]  # code points in the text as it was written


class Does(IntEnum):
    """What a rule of the policy does when its signal is found; the strongest one wins."""

    SIGNAL = 0  # shown to moderators, changes nothing
    HOLD = 1
    MEND = 2
    REJECT = 3


class Outcome(IntEnum):
    PUBLISH = 0
    HOLD = 1
    MEND = 2
    REJECT = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Mark:
    """One signal's finding, before the policy has said what it means."""

    signal: str
    message: str
    score: float = 1.0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A mark, with the guideline it goes against and what the policy does about it."""

    guideline: str
    message: str
    score: float = 1.0
    spans: tuple[Span, ...] = ()
    signal: str = ""
    does: Does = Does.SIGNAL

    def as_dict(self) -> dict[str, Any]:
        return {
            "guideline": self.guideline,
            "message": self.message,
            "score": round(self.score, 3),
            "spans": [list(span) for span in self.spans],
            "signal": self.signal,
            "does": self.does.name.lower(),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)
    language: str | None = None
    policy_version: int = 0

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The findings that led to the outcome; not the mere signals."""
        return tuple(finding for finding in self.findings if finding.does is not Does.SIGNAL)

    @property
    def refusal(self) -> Refusal | None:
        """Why the text cannot be posted as it is; None where it is published or held."""
        if self.outcome < Outcome.MEND:
            return None
        strongest = [each for each in self.findings if each.does.value == self.outcome.value]
        words = " ".join(dict.fromkeys(finding.message for finding in strongest))
        code = "mend" if self.outcome is Outcome.MEND else "rejected"
        return Refusal(code, words, 422, more={"reasons": [each.as_dict() for each in strongest]})

    def as_dict(self) -> dict[str, Any]:
        return {
            "verdict": self.outcome.word,
            "reasons": [finding.as_dict() for finding in self.findings],
            "scores": {name: round(score, 3) for name, score in sorted(self.scores.items())},
            "language": self.language,
        }
