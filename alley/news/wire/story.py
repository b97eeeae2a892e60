"""One story as the wire told it, whatever the format it came in. Pure, and JSON both ways."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

Block = dict[str, Any]
Status = Literal["usable", "withheld", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Picture:
    caption: str = ""
    credit: str = ""
    url: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    headline: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class WireStory:
    """`version` None means that the content decides; `sections` are the source's own words."""

    guid: str
    headline: str
    version: int | None = None
    created: datetime | None = None
    short_headline: str = ""
    standfirst: str = ""
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    credit: str = ""
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    gallery: tuple[Picture, ...] = ()
    package: tuple[Related, ...] = ()
    symbols: tuple[str, ...] = ()
    published: datetime | None = None
    first_published: datetime | None = None
    updated: datetime | None = None
    embargo: datetime | None = None
    urgency: int = 5
    language: str = ""
    url: str = ""
    status: Status = "usable"
    correction: str = ""
    untitled: bool = False  # without a headline it waits for an editor, whatever the source may

    def as_json(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class NotAStory(Exception):
    """Why something that came in cannot become a story, in words for the source's page."""

    reason: str

    def __str__(self) -> str:
        return self.reason


def untitled(guid: str) -> str:
    """What stands on the desk where the wire gave no headline."""
    return f"Untitled ({guid})"[:300]


_MOMENTS = {"created", "published", "first_published", "updated", "embargo"}


def from_json(told: dict[str, Any]) -> WireStory:
    """The story a reading child wrote down."""
    values: dict[str, Any] = {}
    for field in fields(WireStory):
        value = told[field.name]
        if field.name in _MOMENTS:
            value = datetime.fromisoformat(value) if value else None
        elif field.name == "gallery":
            value = tuple(Picture(**one) for one in value)
        elif field.name == "package":
            value = tuple(Related(**one) for one in value)
        elif isinstance(value, list):
            value = tuple(value)
        values[field.name] = value
    return WireStory(**values)
