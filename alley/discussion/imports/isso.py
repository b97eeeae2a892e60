"""Isso: its SQLite file, opened for reading only. mode 1 published, 2 waiting, 4 deleted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from alley.discussion.imports.exported import Exported, NotTaken, State, Unreadable
from alley.discussion.imports.times import moment

STATES: dict[int, State] = {1: "published", 2: "withheld", 4: "deleted"}
ROWS = """
    SELECT c.id, t.uri, t.title, c.parent, c.author, c.email, c.created, c.modified, c.text,
           c.mode, c.likes
    FROM comments c LEFT JOIN threads t ON t.id = c.tid ORDER BY c.id
"""


def read(path: Path) -> Iterator[Exported | NotTaken]:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as file:
            for row in file.execute(ROWS):
                yield _comment(*row)
    except sqlite3.DatabaseError as error:
        raise Unreadable(f"not a database of Isso: {error}") from error


def _comment(
    number: int,
    uri: str | None,
    title: str | None,
    parent: int | None,
    author: str | None,
    email: str | None,
    created: float,
    modified: float | None,
    text: str | None,
    mode: int,
    likes: int | None,
) -> Exported | NotTaken:
    posted = moment(created)
    if not uri:
        return NotTaken(f"comment {number}", "its thread is not in the file")
    if posted is None:
        return NotTaken(f"comment {number}", "it has no time")
    name = (author or "").strip()
    return Exported(
        id=str(number),
        url=uri,
        title=title or "",
        parent=str(parent) if parent else "",
        author=name,
        author_key=(email or "").casefold() or name,
        posted=posted,
        edited=moment(modified),
        text=text or "",
        state=STATES.get(mode, "withheld"),
        likes=max(0, likes or 0),
    )
