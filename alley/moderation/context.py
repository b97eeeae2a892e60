"""What screening may know besides the text: who writes, where, and what was written before."""

from dataclasses import dataclass
from datetime import datetime

from alley.subjects import Discussion


@dataclass(frozen=True, slots=True)
class Context:
    author_id: int | None = None
    kind: str = ""
    key: str = ""
    subject_text: str = ""
    subject_discussion: Discussion = "open"
    author_published: int = 0
    author_joined: datetime | None = None
    author_watched: bool = False  # resembles somebody banned; held as those of a new reader are
    recent: tuple[str, ...] = ()  # the author's last texts in this thread, newest first
    thread_share: float = 0.0  # the author's share of the thread
    others: tuple[tuple[int, str], ...] = ()  # what others wrote lately, anywhere: author, text
    author_rejected: int = 0  # the author's comments that were turned away lately
    names: tuple[str, ...] = ()  # people and instruments that are rightly named here
