"""Labelled texts from a file of any make: CSV or JSON lines, however its columns are called."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

TEXT = ("text", "comment_text", "comment", "body", "message", "tweet", "content")
LABEL = ("label", "bad", "is_toxic", "toxic", "is_spam", "spam", "class", "target", "category")
BAD = frozenset(
    [
        "true",
        "yes",
        "bad",
        "spam",
        "toxic",
        "attack",
        "abuse",
        "reject",
        "rejected",
        "remove",
        "removed",
        "hold",
        "ban",
    ]
)
FINE = frozenset(
    [
        "false",
        "no",
        "none",
        "fine",
        "ok",
        "ham",
        "clean",
        "good",
        "approve",
        "approved",
        "publish",
        "published",
        "not toxic",
    ]
)
LONGEST = 4_000  # what is longer could not be posted
HALF = 0.5  # a share of annotators, as some data sets have it
Row = tuple[int, dict[str, Any]]


class LabelError(ValueError):
    """The file cannot be used; the words say which line and why."""


def read_labelled(content: str, *, text: str = "", label: str = "") -> Iterator[tuple[str, bool]]:
    """The texts and whether each is bad; `text` and `label` name columns that are called
    otherwise. Raises LabelError at the first line that cannot be understood."""
    content = content.removeprefix("\ufeff")
    columns: tuple[str, str] | None = None
    for line, row in _json(content) if content.lstrip().startswith("{") else _csv(content):
        if columns is None:
            columns = _column(row, text, TEXT), _column(row, label, LABEL)
        by_text, by_label = columns
        if by_text not in row or by_label not in row:
            raise LabelError(f"line {line}: {by_text} and {by_label} are needed on every line")
        yield str(row[by_text] or "")[:LONGEST], _is_bad(row[by_label], line)
    if columns is None:
        raise LabelError("the file has no rows")


def _json(content: str) -> Iterator[Row]:
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise LabelError(f'line {number}: use {{"text": …, "label": …}}')
        yield number, row


def _csv(content: str) -> Iterator[Row]:
    rows = csv.DictReader(io.StringIO(content, newline=""))
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise LabelError(f"line {rows.line_num}: {error}") from None


def _column(row: dict[str, Any], named: str, usual: tuple[str, ...]) -> str:
    by_name = {name.casefold(): name for name in row if name}
    for name in [named.casefold()] if named else usual:
        if name in by_name:
            return by_name[name]
    wanted = named or f"{usual[0]} or {usual[1]}"
    raise LabelError(
        f"line 1: there are the columns {', '.join(by_name)}, and none called {wanted}"
    )


def _is_bad(value: object, line: int) -> bool:
    word = str(value if value is not None else "").strip().casefold()
    if word in BAD or word in FINE:
        return word in BAD
    try:
        return float(word) >= HALF
    except ValueError:
        words = "1/0, bad/fine, spam/ham, reject/approve"
        raise LabelError(f"line {line}: the label {word!r} is not known; use {words}") from None
