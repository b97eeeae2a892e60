"""Labelled texts from a file of any make: CSV or JSON lines, however its columns are called."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEXT = ("text", "comment_text", "comment", "body", "message", "tweet", "content")
LABEL = ("label", "bad", "is_toxic", "toxic", "is_spam", "spam", "class", "target", "category")
BAD = frozenset(["1", "1.0", "true", "yes", "toxic", "attack", "abuse", "spam", "bad", "reject"])
GOOD = frozenset(
    ["0", "0.0", "false", "no", "not toxic", "clean", "ham", "good", "approve", "ok", "none", ""]
)


class Unlabelled(ValueError):
    """The file cannot be used; the words say why."""


def read(path: Path, *, text: str = "", label: str = "") -> Iterator[tuple[str, bool]]:
    """The texts and whether each is bad. Raises Unlabelled."""
    rows = list(_rows(path))
    if not rows:
        raise Unlabelled(f"{path} has no rows")
    by_text = _column(path, rows[0], text, TEXT, "--text")
    by_label = _column(path, rows[0], label, LABEL, "--label")
    for number, row in enumerate(rows, start=1):
        yield str(row.get(by_text) or ""), _is_bad(row.get(by_label), f"{path}, row {number}")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        if path.suffix.lower() in (".jsonl", ".json", ".ndjson"):
            try:
                yield from (json.loads(line) for line in file if line.strip())
            except ValueError as error:
                raise Unlabelled(f"{path} is not JSON, an object a line: {error}") from error
        else:
            yield from csv.DictReader(file)


def _column(
    path: Path, row: dict[str, Any], named: str, usual: tuple[str, ...], option: str
) -> str:
    by_name = {name.lower(): name for name in row if name}
    for name in [named.lower()] if named else usual:
        if name in by_name:
            return by_name[name]
    raise Unlabelled(f"{path} has the columns {', '.join(by_name)}; name the right one by {option}")


def _is_bad(value: object, place: str) -> bool:
    word = str(value if value is not None else "").strip().lower()
    if word in BAD:
        return True
    if word in GOOD:
        return False
    try:
        return float(word) >= 0.5
    except ValueError:
        raise Unlabelled(f"{place}: the label {word!r} is neither good nor bad") from None
