"""Topics of which only the newest counts, such as quotes: one row of the log says on which of them
there is something newer, and what that is is read from where it stands when it is told. So a batch
of ten thousand prices is one row, and only what somebody listens to is ever put into words."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from alley.live.models import Event

RENEWED = "renewed"  # the topic of such rows; no page may listen to it
Read = Callable[[Sequence[str]], Mapping[str, dict[str, Any]]]  # topics -> event of each
_reads: dict[str, Read] = {}


def register(kind: str, read: Read) -> None:
    """`read` answers for topics that begin with `kind:`, leaving out those that have nothing."""
    _reads[kind] = read


def renewable(topics: Iterable[str]) -> list[str]:
    return [topic for topic in topics if topic.partition(":")[0] in _reads]


def newest(place: int, topics: Iterable[str]) -> list[Event]:
    """How these topics stand now, as events at a place of the log."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for topic in renewable(topics):
        by_kind[topic.partition(":")[0]].append(topic)
    return [
        Event(pk=place, topic=topic, payload=event)
        for kind, some in by_kind.items()
        for topic, event in _reads[kind](some).items()
    ]


def opened(rows: Sequence[Event], listened: Container[str]) -> list[Event]:
    """Rows of the log, each renewal followed by the newest of the topics that somebody listens to:
    once, however often they were renewed meanwhile."""
    renewals = [row for row in rows if row.topic == RENEWED]
    if not renewals:
        return list(rows)
    topics = dict.fromkeys(topic for row in renewals for topic in row.payload["topics"])
    told = newest(renewals[-1].pk, [topic for topic in topics if topic in listened])
    return sorted([*rows, *told], key=lambda event: event.pk)
