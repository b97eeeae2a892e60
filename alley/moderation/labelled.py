"""Labelled texts from a file: CSV with columns text and label, or JSON lines with the same."""

import csv
import io
import json
from collections.abc import Iterator

from alley.moderation.replay import Sample

BAD = frozenset(
    [
        "1",
        "true",
        "yes",
        "bad",
        "spam",
        "toxic",
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
        "0",
        "false",
        "no",
        "fine",
        "ok",
        "ham",
        "clean",
        "good",
        "approve",
        "approved",
        "publish",
        "published",
    ]
)
LONGEST = 4_000


class LabelError(ValueError):
    """The file cannot be used; the words say which line and why."""


def read_labelled(text: str) -> Iterator[Sample]:
    """Raises LabelError at the first line that cannot be understood."""
    text = text.removeprefix("\ufeff")
    rows = _json_lines(text) if text.lstrip().startswith("{") else _csv(text)
    for line, body, label in rows:
        yield Sample(body[:LONGEST], _bad(label, line), source="file")


def _json_lines(text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield number, str(row["text"]), str(row["label"])
        except (ValueError, KeyError, TypeError):
            raise LabelError(f'line {number}: use {{"text": …, "label": …}}') from None


def _csv(text: str) -> Iterator[tuple[int, str, str]]:
    rows = csv.DictReader(io.StringIO(text))
    if not {"text", "label"} <= set(rows.fieldnames or ()):
        raise LabelError("line 1: the columns text and label are needed")
    for row in rows:
        yield rows.line_num, row["text"] or "", row["label"] or ""


def _bad(label: str, line: int) -> bool:
    word = label.strip().casefold().removesuffix(".0")
    if word in BAD or word in FINE:
        return word in BAD
    words = "1/0, bad/fine, spam/ham, reject/approve"
    raise LabelError(f"line {line}: the label {label!r} is not known; use {words}")
