"""Remark42's backup: a line of facts, then a comment a line as JSON; gzipped or not."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alley.discussion.imports.exported import Exported, NotTaken, Unreadable
from alley.discussion.imports.plain import plain
from alley.discussion.imports.times import moment

GZIP = b"\x1f\x8b"
LONGEST = 1_000_000  # characters of a line


def read(path: Path) -> Iterator[Exported | NotTaken]:
    with path.open("rb") as file:
        pressed = file.read(2) == GZIP
    opened = gzip.open if pressed else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST), ""), start=1):
                if (found := _line(line.strip(), f"line {number}")) is not None:
                    yield found
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise Unreadable(f"not a backup of Remark42: {error}") from error


def _line(line: str, where: str) -> Exported | NotTaken | None:
    if not line:
        return None
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError):
        return NotTaken(where, "it is not JSON")
    if not isinstance(facts, dict) or not isinstance(facts.get("locator"), dict):
        # the first line says the version and who used the site
        return None if where == "line 1" else NotTaken(where, "it is not a comment")
    return _comment(facts, where)


def _comment(facts: dict[str, Any], where: str) -> Exported | NotTaken:
    given = facts.get("user")
    user: dict[str, Any] = given if isinstance(given, dict) else {}
    posted, edit = moment(facts.get("time")), facts.get("edit")
    number, url = str(facts.get("id") or ""), str(facts["locator"].get("url") or "")
    if posted is None or not number or not url:
        return NotTaken(where, "it has no number, time or address")
    raw = facts.get("orig") or ""
    score = facts.get("score")
    return Exported(
        id=number,
        url=url,
        title=str(facts.get("title") or ""),
        parent=str(facts.get("pid") or ""),
        author=str(user.get("name") or ""),
        author_key=str(user.get("id") or user.get("name") or ""),
        posted=posted,
        edited=moment(edit.get("time")) if isinstance(edit, dict) else None,
        text=str(raw) if raw else plain(str(facts.get("text") or "")),
        state="deleted" if facts.get("delete") else "published",
        likes=max(0, score) if isinstance(score, int) else 0,
    )
