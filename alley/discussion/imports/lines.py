"""Our own export: JSON Lines, a comment a line. Writing and reading stand side by side."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alley.discussion.imports.exported import Exported, NotTaken, State, Unreadable
from alley.discussion.imports.times import moment

STATES: dict[str, State] = {"published": "published", "deleted": "deleted"}


def write(one: Exported) -> str:
    facts = {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "parent": one.parent or None,
        "author": {"key": one.author_key, "username": one.username, "name": one.author},
        "posted": one.posted.isoformat(),
        "edited": one.edited.isoformat() if one.edited else None,
        "state": one.state,
        "likes": one.likes,
        "body": one.text,
        "chart": one.chart,
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def read(path: Path) -> Iterator[Exported | NotTaken]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _comment(line, f"line {number}")
    except UnicodeDecodeError as error:
        raise Unreadable(f"not JSON Lines in UTF-8: {error}") from error


def _comment(line: str, where: str) -> Exported | NotTaken:
    try:
        facts: dict[str, Any] = json.loads(line)
        author = facts["author"]
        posted = moment(facts["posted"])
        if posted is None:
            return NotTaken(where, "it has no time")
        return Exported(
            id=str(facts["id"]),
            url=str(facts["url"]),
            title=str(facts.get("title") or ""),
            parent=str(facts.get("parent") or ""),
            author=str(author.get("name") or ""),
            author_key=str(author["key"]),
            username=str(author.get("username") or ""),
            posted=posted,
            edited=moment(facts.get("edited")),
            text=str(facts.get("body") or ""),
            state=STATES.get(str(facts.get("state")), "withheld"),
            likes=max(0, int(facts.get("likes") or 0)),
            chart=facts.get("chart") or None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return NotTaken(where, "it is not a comment of our export")
