"""The arithmetic of reports, and why something may not be done. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alley.refusals import Refusal

DECIDED_BEFORE_IT_COUNTS = 5  # fewer decided reports say nothing about a reporter
LIGHTEST, HEAVIEST = 0.25, 2.0


@dataclass(frozen=True, slots=True)
class Voice:
    """One report, as far as its weight goes. `traces` are hashes of devices and networks."""

    reader: int
    joined: datetime
    weight: float
    fresh: bool = True
    devices: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()

    def related(self, other: "Voice", within: timedelta) -> bool:
        """The same device is the same person; a network or a birthday says so of fresh accounts
        only: a campus shares one, and old readers may have joined on the same day."""
        if self.devices & other.devices:
            return True
        if not (self.fresh and other.fresh):
            return False
        return bool(self.networks & other.networks) or abs(self.joined - other.joined) < within


def weight_of(upheld: int, dismissed: int, *, trusted: bool = False) -> float:
    """A reporter's word: 1 until enough reports are decided, then twice the share upheld."""
    decided = upheld + dismissed
    weight = 1.0 if decided < DECIDED_BEFORE_IT_COUNTS else 2.0 * upheld / decided
    return min(HEAVIEST, max(LIGHTEST, weight + (0.5 if trusted else 0.0)))


def independent(voices: Iterable[Voice], within: timedelta) -> list[Voice]:
    """Related readers count as one, with the heaviest weight among them."""
    groups: list[list[Voice]] = []
    for voice in voices:
        near = [group for group in groups if any(voice.related(each, within) for each in group)]
        for group in near:
            groups.remove(group)
        groups.append([voice, *(each for group in near for each in group)])
    return [max(group, key=lambda each: each.weight) for group in groups]


def enough(voices: Sequence[Voice], *, readers: int, weight: float) -> bool:
    return len(voices) >= readers and sum(voice.weight for voice in voices) >= weight


def suspended(until: datetime, *, by_reports: bool, statement: int | None) -> Refusal:
    """As clear as can be: why, whether somebody looks at it, until when, and where to appeal."""
    cause = "because other readers reported your comments" if by_reports else "by a moderator"
    review = " A moderator will review this." if by_reports else ""
    where = f"/statements/{statement}/" if statement else "/statements/"
    words = (
        f"Your right to comment is suspended {cause}.{review} It ends on"
        f" {until:%-d %B %Y at %H:%M} UTC at the latest. Why, and how to appeal: {where}"
    )
    return Refusal("suspended", words, 403, more={"until": until.isoformat(), "statement": where})


BANNED = Refusal(
    "banned", "This account is banned. The e-mail about it says why, and how to appeal."
)
