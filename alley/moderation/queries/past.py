"""The site's own past, for a policy to be replayed over: every comment, and what people decided."""

from collections.abc import Iterator
from datetime import datetime

from alley.moderation import places
from alley.moderation.models import Case, Decision
from alley.moderation.replay import Sample

CHUNK = 500
Known = dict[tuple[str, str, int], bool]


def count_past(since: datetime | None) -> int:
    return places.count_past(since)


def past_samples(since: datetime | None) -> Iterator[Sample]:
    """Comments as they stand, each with the last thing a person decided about that text."""
    chunk: list[places.Past] = []
    for past in places.past_texts(since):
        chunk.append(past)
        if len(chunk) == CHUNK:
            yield from _labelled(chunk)
            chunk = []
    yield from _labelled(chunk)


def _labelled(chunk: list[places.Past]) -> Iterator[Sample]:
    decided = _decided(chunk)
    for past in chunk:
        bad = decided.get((past.kind, past.key, past.revision))
        yield Sample(past.text, bad, past.context, past.url)


def _decided(chunk: list[places.Past]) -> Known:
    about = Decision.objects.filter(
        case__subject_key__in=[past.key for past in chunk],
        case__subject_kind__in={past.kind for past in chunk},
        case__kind__in=[Case.Kind.HELD, Case.Kind.REPORTED],
        by__isnull=False,
        undone=None,
    )
    rows = about.order_by("pk").values_list(
        "case__subject_kind", "case__subject_key", "revision", "action"
    )
    approve = Decision.Action.APPROVE
    return {(kind, key, revision): action != approve for kind, key, revision, action in rows}
