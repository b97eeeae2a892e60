"""How well linking does on labelled text: precision, recall and F1, in all and by kind.

A labelled file has a text a line: JSON with `text` and `links` (`symbol`, and `start` and `end` or
`text`), or `kind<TAB>text` where [words](SYMBOL) marks what is to be found and two symbols stand
`A;B`. A link is right when the symbol is and the places overlap.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from alley.markets.mentions.linking import Mention

_MARK = re.compile(r"\[([^\[\]]+)\]\(([A-Z0-9][^\s()]*:[^\s()]+)\)")


@dataclass(frozen=True, slots=True)
class Expected:
    start: int | None
    end: int | None
    symbol: str


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    links: tuple[Expected, ...]
    kind: str = ""


@dataclass
class Score:
    items: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    silent: int = 0  # of `empty` texts without any instrument, those where none was found
    empty: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def nil(self) -> float:
        return self.silent / self.empty if self.empty else 1.0

    def as_dict(self) -> dict[str, Any]:
        measures = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        counts = {name: getattr(self, name) for name in ("items", "right", "wrong", "missed")}
        return {**counts, **measures, "empty": self.empty, "nil": round(self.nil, 4)}


def read(lines: Iterable[str]) -> list[Labelled]:
    return [_labelled(line.rstrip("\n")) for line in lines if line.strip()]


def evaluate(items: Sequence[Labelled], link: Callable[[str], list[Mention]]) -> dict[str, Score]:
    """A score for each kind, and for all under the empty name."""
    scores: dict[str, Score] = defaultdict(Score)
    for item in items:
        found = link(item.text)
        for name in {"", item.kind or "unnamed"}:
            _add(scores[name], item, found)
    return dict(sorted(scores.items()))


def _labelled(line: str) -> Labelled:
    if line.lstrip().startswith("{"):
        row = json.loads(line)
        given = tuple(_expected(row["text"], link) for link in row.get("links", ()))
        return Labelled(row["text"], given, str(row.get("kind", "")))
    kind, _, marked = line.rpartition("\t")
    text = ""
    links: list[Expected] = []
    place = 0
    for mark in _MARK.finditer(marked):
        text += marked[place : mark.start()]
        start, text = len(text), text + mark[1]
        links += [Expected(start, len(text), symbol) for symbol in mark[2].split(";")]
        place = mark.end()
    return Labelled(text + marked[place:], tuple(links), kind)


def _expected(text: str, link: dict[str, Any]) -> Expected:
    start, end = link.get("start"), link.get("end")
    if start is None and link.get("text") and (found := text.find(link["text"])) >= 0:
        start, end = found, found + len(link["text"])
    return Expected(start, end, link["symbol"])


def _add(score: Score, item: Labelled, found: Sequence[Mention]) -> None:
    score.items += 1
    left = list(item.links)
    for mention in found:
        match = next((expected for expected in left if _same(expected, mention)), None)
        if match is None:
            score.wrong += 1
            score.faults.append(f"wrong {mention.symbol} “{mention.text}” in: {item.text}")
        else:
            score.right += 1
            left.remove(match)
    score.missed += len(left)
    score.faults += [f"missed {expected.symbol} in: {item.text}" for expected in left]
    if not item.links:
        score.empty += 1
        score.silent += not found


def _same(expected: Expected, mention: Mention) -> bool:
    if expected.symbol != mention.symbol:
        return False
    if expected.start is None or expected.end is None:
        return True
    return expected.start < mention.end and mention.start < expected.end
