"""Where the subject of a case stands: rooms above register how to look at theirs.

places.register("comment", queries.place_of)    # in AppConfig.ready(): (key) -> Place | None
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from alley.moderation.context import Context


@dataclass(frozen=True, slots=True)
class Said:
    """One contribution beside the subject."""

    author: str
    text: str
    at: datetime
    status: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """`revision` is the one that stands now; `gone` where its author has removed it."""

    revision: int
    gone: bool = False
    about: str = ""  # title of what is talked about
    about_url: str = ""
    about_text: str = ""
    status: str = ""
    likes: int = 0
    idle_likes: tuple[tuple[str, int], ...] = ()  # why some do not move it, and how many
    parent: Said | None = None
    around: tuple[Said, ...] = field(default=())
    earlier: tuple[Said, ...] = field(default=())  # its earlier revisions


@dataclass(frozen=True, slots=True)
class Past:
    """Something that was said before, with what surrounds it."""

    kind: str
    key: str
    revision: int
    text: str
    context: Context
    url: str = ""


class PastOf(Protocol):
    """What was said since then, oldest first, and how much of it there is."""

    def count(self, since: datetime | None) -> int: ...
    def texts(self, since: datetime | None) -> Iterable[Past]: ...


Look = Callable[[str], Place | None]
Lately = Callable[[int], list[Said]]
_looks: dict[str, Look] = {}
_lately: list[Lately] = []
_past: list[PastOf] = []


def register(kind: str, look: Look) -> None:
    _looks[kind] = look


def register_lately(lately: Lately) -> None:
    """What a reader (by id) said last, in whatever room they said it."""
    if lately not in _lately:
        _lately.append(lately)


def look(kind: str, key: str) -> Place | None:
    """None where nobody knows such a subject."""
    found = _looks.get(kind)
    return found(key) if found else None


def lately_said_by(reader_id: int) -> list[Said]:
    said = [each for lately in _lately for each in lately(reader_id)]
    return sorted(said, key=lambda each: each.at, reverse=True)


def register_past(past: PastOf) -> None:
    if past not in _past:
        _past.append(past)


def count_past(since: datetime | None) -> int:
    return sum(past.count(since) for past in _past)


def past_texts(since: datetime | None) -> Iterable[Past]:
    for past in _past:
        yield from past.texts(since)
