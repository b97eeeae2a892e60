"""Which models screen here: looked up again at most every half minute, on every node."""

import time

from alley.moderation.learning.model import KINDS, put_in_force, read
from alley.moderation.models import LearnedModel

LOOK_AGAIN = 30.0  # seconds
_looked = -LOOK_AGAIN
_loaded: dict[str, int | None] = dict.fromkeys(KINDS)


def refresh(*, now: float | None = None) -> None:
    """One small query; weights are read only when another model was switched on."""
    global _looked
    now = time.monotonic() if now is None else now
    if now - _looked < LOOK_AGAIN:
        return
    _looked = now
    switched = dict(LearnedModel.objects.filter(in_force=True).values_list("kind", "pk"))
    for kind in KINDS:
        chosen = switched.get(kind)
        if chosen != _loaded[kind]:
            content = LearnedModel.objects.values_list("content", flat=True)
            put_in_force(kind, read(bytes(content.get(pk=chosen))) if chosen else None)
            _loaded[kind] = chosen


def look_again() -> None:
    """The next text is screened by what is switched on now."""
    global _looked
    _looked = -LOOK_AGAIN
