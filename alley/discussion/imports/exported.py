"""What every format is read into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

State = Literal["published", "withheld", "deleted"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A comment as another system had it. `withheld`: spam, rejected, or never approved there.

    `vouched` is an e-mail address that system had confirmed; an address that somebody merely typed
    names nobody.
    """

    id: str
    url: str  # of the page that was discussed
    parent: str
    author: str
    author_key: str  # the same for all comments of one author
    posted: datetime
    text: str
    state: State = "published"
    title: str = ""
    username: str = ""
    vouched: str = ""
    edited: datetime | None = None
    likes: int = 0
    chart: Mapping[str, Any] | None = None  # markets.charts.carried


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Where it stood in the file, and why it is not taken."""

    where: str
    reason: str


class Unreadable(Exception):
    """The file as a whole cannot be read; the reason in words."""
