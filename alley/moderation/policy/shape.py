"""The policy as typed, frozen values; alley/moderation/policy/reading.py makes them from YAML."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from alley.moderation.verdicts import Does

Returning = Literal["hold", "refuse"]
PreModeration = Literal["off", "new", "all"]


@dataclass(frozen=True, slots=True)
class Rule:
    """When `signal` scores `above` or more, `does` happens."""

    signal: str
    does: Does
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Guideline:
    id: str
    title: str
    text: str
    rules: tuple[Rule, ...]
    dsa: str = ""  # CATEGORY.KEYWORD of the Commission's list, for the transparency report


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a reader reports a comment."""

    id: str
    title: str
    guideline: str
    note_required: bool = False
    dsa: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    comment_length: int
    comment_code_points: int
    comment_wait: timedelta
    edit_window: timedelta
    duplicate_window: timedelta
    block_cooldown: timedelta
    new_reader_comments: int
    monopoly_comments: int
    reports_a_day: int


@dataclass(frozen=True, slots=True)
class Reports:
    reasons: tuple[Reason, ...]
    hide_readers: int
    hide_weight: float
    related_within: timedelta
    after_approval: float
    review_within: timedelta

    def reason(self, id: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.id == id), None)


@dataclass(frozen=True, slots=True)
class Likes:
    """Beyond these, a like is shown and kept but does not move a comment in "most liked"."""

    one_device: int = 1
    one_network: int = 3
    new_accounts: int = 10
    within: timedelta = timedelta(hours=1)
    new_for: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sanctions:
    ladder: tuple[timedelta, ...]
    upheld_reports: int
    upheld_within: timedelta
    ban_remembered: timedelta
    returning: Returning = "hold"


@dataclass(frozen=True, slots=True)
class Decisions:
    claim: timedelta
    undo: timedelta
    appeal_within: timedelta
    appeal_length: int


@dataclass(frozen=True, slots=True)
class Retention:
    case_text: timedelta
    log: timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    version: int
    issued: date
    language: str
    intro: str
    closing: str
    pre_moderation: PreModeration
    guidelines: tuple[Guideline, ...]
    allowed_domains: frozenset[str]
    limits: Limits
    reports: Reports
    sanctions: Sanctions
    decisions: Decisions
    retention: Retention
    likes: Likes = Likes()

    def guideline(self, id: str) -> Guideline | None:
        return next((each for each in self.guidelines if each.id == id), None)

    @property
    def report_reasons(self) -> tuple[Reason, ...]:
        return self.reports.reasons


def title_of(name: str, known: Iterable[Guideline | Reason]) -> str:
    """What the policy calls it; the machine's own reasons have no title there, but a name."""
    titles = {each.id: each.title for each in known}
    return titles.get(name) or name.replace("_", " ").capitalize()
