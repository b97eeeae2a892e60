"""Two texts side by side, line by line, with the words that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
AROUND = 2  # unchanged lines shown before and after a change


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`left` and `right` are line numbers, or None; a row without both is a gap in between."""

    left: int | None = None
    before: tuple[Part, ...] = ()
    right: int | None = None
    after: tuple[Part, ...] = ()
    changed: bool = False

    @property
    def is_gap(self) -> bool:
        return self.left is None and self.right is None


def side_by_side(before: str, after: str) -> list[Row]:
    """The changed lines with a little around them; a gap where equal lines are left out."""
    rows = list(_rows(before.splitlines(), after.splitlines()))
    near = [
        any(row.changed for row in rows[max(0, at - AROUND) : at + AROUND + 1])
        for at in range(len(rows))
    ]
    shown: list[Row] = []
    for row, keep in zip(rows, near, strict=True):
        if keep:
            shown.append(row)
        elif not shown or not shown[-1].is_gap:
            shown.append(Row())
    return shown if any(row.changed for row in rows) else []


def words_of(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The same text twice, as parts: what is only in one of them is marked."""
    left, right = WORDS.findall(before), WORDS.findall(after)
    first, second = [], []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if a < b:
            first.append(Part("".join(left[a:b]), tag != "equal"))
        if c < d:
            second.append(Part("".join(right[c:d]), tag != "equal"))
    return tuple(first), tuple(second)


def _rows(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for step in range(b - a):
                same = (Part(left[a + step]),)
                yield Row(a + step + 1, same, c + step + 1, same)
            continue
        for step in range(max(b - a, d - c)):
            old = left[a + step] if a + step < b else None
            new = right[c + step] if c + step < d else None
            before, after = words_of(old or "", new or "")
            yield Row(
                a + step + 1 if old is not None else None,
                before if new is not None else (Part(old or "", True),),
                c + step + 1 if new is not None else None,
                after if old is not None else (Part(new or "", True),),
                changed=True,
            )
