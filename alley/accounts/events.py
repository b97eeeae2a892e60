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
class SignedOut:
    """On one device, as `devices.known_as` names it."""

    reader_id: int
    device: str


@dataclass(frozen=True, slots=True)
class SignedOutElsewhere:
    """On every device but this one, which is "" where nobody can say."""

    reader_id: int
    device: str


@dataclass(frozen=True, slots=True)
class RoleGiven:
    reader_id: int
    role: str
