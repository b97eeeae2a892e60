"""The arithmetic of reports, and why something may not be done. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alley.refusals import Refusal

DECIDED_BEFORE_IT_COUNTS = 5  # fewer decided reports say nothing about a reporter
LIGHTEST, HEAVIEST = 0.25, 2.0


@dataclass(frozen=True, slots=True)
class Voice:
    """One report, as far as its weight goes."""

    reader: int
    joined: datetime
    weight: float


def weight_of(upheld: int, dismissed: int, *, trusted: bool = False) -> float:
    """A reporter's word: 1 until enough reports are decided, then twice the share upheld."""
    decided = upheld + dismissed
    weight = 1.0 if decided < DECIDED_BEFORE_IT_COUNTS else 2.0 * upheld / decided
    return min(HEAVIEST, max(LIGHTEST, weight + (0.5 if trusted else 0.0)))


def independent(voices: Iterable[Voice], within: timedelta) -> list[Voice]:
    """Readers who registered this close together count as one, with the heaviest weight of them."""
    heard: list[Voice] = []
    last_joined: datetime | None = None
    for voice in sorted(voices, key=lambda voice: voice.joined):
        if last_joined is not None and voice.joined - last_joined < within:
            heard[-1] = max(heard[-1], voice, key=lambda each: each.weight)
        else:
            heard.append(voice)
        last_joined = voice.joined
    return heard


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
