"""What this room announces, inside the transaction in which it happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["approve", "reject", "hide", "hold"]


@dataclass(frozen=True, slots=True)
class Decided:
    """`outcome` is where the subject now stands: approve (shown), reject, or hide (for now)."""

    subject_kind: str
    subject_key: str
    revision: int
    outcome: State
    guideline: str
    case_id: int


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision was taken back: `outcome` is what is undone, `back_to` what holds again."""

    subject_kind: str
    subject_key: str
    revision: int
    outcome: State
    guideline: str
    case_id: int
    back_to: State


@dataclass(frozen=True, slots=True)
class CaseLapsed:
    """Nobody decided in time: what was hidden provisionally is shown again."""

    subject_kind: str
    subject_key: str
    revision: int
    case_id: int


@dataclass(frozen=True, slots=True)
class ReaderSanctioned:
    reader_id: int
    kind: str  # suspension or ban
    until: datetime | None
    remove_comments: bool
    sanction_id: int


@dataclass(frozen=True, slots=True)
class ReaderRestored:
    """A sanction was lifted or undone; what was removed with it comes back where it stood."""

    reader_id: int
    kind: str  # suspension or ban
    sanction_id: int
    removed: tuple[tuple[str, str, str], ...] = ()  # kind, key, where it stood
