"""What other rooms may hear from accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReaderBlocked:
    """Two readers no longer meet; who set it is nobody's business but the blocker's."""

    blocker_id: int
    blocked_id: int


@dataclass(frozen=True, slots=True)
class ReaderUnblocked:
    blocker_id: int
    blocked_id: int


@dataclass(frozen=True, slots=True)
class RoleGiven:
    reader_id: int
    role: str
