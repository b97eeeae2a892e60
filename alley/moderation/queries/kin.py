"""Who uses the same device or network as a reader, as far as their traces say."""

from dataclasses import dataclass
from datetime import datetime

from alley.accounts.models import Reader
from alley.moderation.models import Trace


@dataclass(frozen=True, slots=True)
class Kin:
    """Ids of readers."""

    device: frozenset[int]
    network: frozenset[int]


def kin_of(reader: Reader, now: datetime) -> Kin:
    mine = Trace.objects.filter(reader=reader, expires__gt=now).values("digest")
    theirs = Trace.objects.filter(digest__in=mine, expires__gt=now).exclude(reader=reader)
    found: dict[str, set[int]] = {"device": set(), "network": set()}
    for kind, pk in theirs.values_list("kind", "reader_id"):
        found.setdefault(kind, set()).add(pk)
    return Kin(frozenset(found["device"]), frozenset(found["network"]))
