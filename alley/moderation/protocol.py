"""Everything screening is measured by, in one table each: what the models reach on the test part,
without a set, by language, whom a sentence speaks of, and in disguise.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from alley.moderation.context import Context
from alley.moderation.evasion import DISGUISES, recall
from alley.moderation.learning import fairness, report
from alley.moderation.learning.evaluation import table
from alley.moderation.learning.model import KINDS, shipped
from alley.moderation.learning.training import ACTS_FROM
from alley.moderation.signals.language import FEWEST_LETTERS, look

FOREIGN_FROM = 0.6  # as the shipped policy holds
Section = tuple[str, str]


def sections(folder: Path, *, left_out: bool) -> Iterator[Section]:
    for kind in KINDS:
        examples = report.EXAMPLES[kind](folder)
        yield (
            f"{kind}: the test part",
            table(report.held_out(kind, shipped(kind), examples, folder)),
        )
        if left_out:
            yield f"{kind}: a set left out", table(report.left_out(kind, examples))
    yield from beside(folder)


def beside(folder: Path) -> Iterator[Section]:
    """What is measured of no set of the models."""
    yield "Languages", languages(folder)
    yield "Identity terms", identities()
    yield "Disguises", disguises()


def languages(folder: Path) -> str:
    lines = ["| texts of 20 letters or more | texts | found foreign |", "|---|---|---|"]
    for name, texts in _by_language(folder):
        long = [text for text in texts if sum(map(str.isalpha, text)) >= FEWEST_LETTERS]
        if long:
            lines.append(
                f"| {name} | {len(long):,} | {sum(map(_is_foreign, long)) / len(long):.1%} |"
            )
    return "\n".join(lines)


def _by_language(folder: Path) -> Iterator[tuple[str, list[str]]]:
    with (folder / "news/stock-sentiment-surge/sentiment.csv").open(newline="") as file:
        yield "English posts about shares", [row["Tweet Text"] for row in csv.DictReader(file)]
    with (folder / "moderation/toxicity-surge/toxicity_en.csv").open(newline="") as file:
        yield "English posts", [row["text"] for row in csv.DictReader(file)]
    for path in sorted((folder / "language/lingua-testdata/sentences").glob("*.txt")):
        yield f"sentences: {path.stem}", path.read_text("utf-8").splitlines()


def _is_foreign(text: str) -> bool:
    marks, _ = look(text, Context())
    return any(mark.signal == "foreign_script" or mark.score >= FOREIGN_FROM for mark in marks)


def identities() -> str:
    groups = fairness.by_group(shipped("attack"))
    tried = len(groups) * len(fairness.HARMLESS)
    alarms = sum(group.highest >= ACTS_FROM for group in groups)
    return "\n".join(
        [
            "| harmless sentences | groups | groups with a false alarm | highest score"
            " | farthest mean | attacks, lowest mean |",
            "|---|---|---|---|---|---|",
            f"| {tried} | {len(groups)} | {alarms} | {max(each.highest for each in groups):.2f}"
            f" | {fairness.gap(groups):.2f} | {min(each.harmful for each in groups):.2f} |",
        ]
    )


def disguises() -> str:
    lines = ["| disguise | found, of the plain list |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {recall(name):.1%} |" for name in DISGUISES)])
