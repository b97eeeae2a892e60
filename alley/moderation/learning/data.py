"""What there is to learn from: open data sets, and texts written for this site.

Each example carries a group; examples of one group never stand on both sides of a split.
"""

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from zlib import crc32

from alley.moderation.campaigns import ROWS, Print, are_alike, fresh_print_of
from alley.moderation.verdicts import Span

WRITTEN = Path(__file__).parent / "written"
CIVIL = "moderation/civil-comments-toxic-spans/SemEval2021/data/tsd_{}.csv"
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*")
FEWEST_LETTERS = 25  # of a sentence that is taken as clean because nobody marked it
SWEARS = re.compile(r"fuck|shit|\bass\b|🖕|dick|bitch|scum|bullshit", re.I)
FOLDS = 5
BETWEEN = (" ", " ", "  ", " 🔥 ", "! ", " ✅ ", "... ")
EMOJI = ("🚀", "🔥🔥", "💰", "👉", "📈", "😂", "🙏", "❤️")


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    bad: bool
    group: str
    source: str
    weight: float = 1.0
    spans: tuple[Span, ...] = ()  # what somebody marked as bad in it

    @property
    def part(self) -> int:
        """One of five parts, by the group: the same in every run and for every split."""
        return crc32(self.group.encode("utf-8", "surrogatepass")) % FOLDS


def attacks(folder: Path) -> list[Example]:
    """Toxic and clean comments, whole ones and sentences."""
    found = [
        *civil(folder, "train"),
        *_surge(folder),
        *_market_posts(folder),
        *_sentences(folder, weight=0.7),
        *_filled("attacks", bad=True, times=14, weight=0.7),
        *_filled("clean", bad=False, times=8, weight=1.5),
        *_about_people(),
    ]
    return together(found)


def spam(folder: Path) -> list[Example]:
    news = (each for each in civil(folder, "train") if each.source == "civil" or not each.bad)
    said = together(
        [
            *_telegram(folder),
            *_blocklist(folder),
            *_filled("spam", bad=True, times=10, weight=1.0),
            *_filled("clean", bad=False, times=6, weight=1.5),
            *(Example(e.text, False, e.group, e.source, 0.5) for e in news),
            *(Example(e.text, False, e.group, e.source) for e in _surge(folder)),
            *_market_posts(folder, weight=2.0),
            *_sentences(folder, weight=0.7),
        ]
    )
    return _distinct([*said, *_dressed(said)])


def civil(folder: Path, name: str) -> Iterator[Example]:
    """Whole comments and marked sentences are bad; runs of unmarked sentences are clean."""
    with (folder / CIVIL.format(name)).open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            group, text, marked = f"civil-{name}-{number}", row["text"], set(_ints(row["spans"]))
            spans = tuple(_runs(sorted(marked)))
            yield Example(text, True, group, "civil", 1.0, spans)
            if marked:
                yield from _sentences_of(text, marked, group)


def _sentences_of(text: str, marked: set[int], group: str) -> Iterator[Example]:
    clean: list[str] = []
    for found in [*SENTENCE.finditer(text), None]:
        if found and marked.isdisjoint(range(found.start(), found.end())):
            clean.append(found[0].strip())
            continue
        if sum(map(str.isalpha, " ".join(clean))) >= FEWEST_LETTERS:
            yield Example(" ".join(clean), False, group, "civil clean", 1.3)
            if len(clean) > 1:
                for each in clean:
                    if sum(map(str.isalpha, each)) >= FEWEST_LETTERS:
                        yield Example(each, False, group, "civil clean", 0.5)
        clean = []
        if found and len(found[0].strip()) > 8:
            yield Example(found[0].strip(), True, group, "civil sentences", 0.5)


def _surge(folder: Path) -> Iterator[Example]:
    with (folder / "moderation/toxicity-surge/toxicity_en.csv").open(newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield Example(row["text"], row["is_toxic"] == "Toxic", f"surge-{number}", "surge", 2.0)


def _market_posts(folder: Path, weight: float = 2.0) -> Iterator[Example]:
    with (folder / "news/stock-sentiment-surge/sentiment.csv").open(newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if not SWEARS.search(row["Tweet Text"]):
                yield Example(row["Tweet Text"], False, f"stock-{number}", "stock posts", weight)


def _sentences(folder: Path, weight: float) -> Iterator[Example]:
    path = folder / "language/lingua-testdata/sentences/en.txt"
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if len(line) > 20:
            yield Example(line.strip(), False, f"english-{number}", "english sentences", weight)


def _telegram(folder: Path) -> Iterator[Example]:
    where = folder / "moderation/chat-spam-tg"
    for bad, name in ((True, "data/spam-samples.txt"), (False, "data/ham-samples.txt")):
        for number, line in enumerate((where / name).read_text("utf-8").splitlines()):
            if line.strip():
                yield Example(line.strip(), bad, f"telegram-{bad}-{number}", "telegram")
    lines = (where / "app/bot/testdata/spam.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.strip():
            yield Example(line.strip(), True, f"telegram-test-{number}", "telegram")


def _blocklist(folder: Path) -> Iterator[Example]:
    """Phrases of ten letters or more with a space: a weak hint each, there are thousands."""
    path = folder / "moderation/comment-blocklist-wp/blacklist.txt"
    phrases = map(str.strip, path.read_text("utf-8").splitlines())
    kept = [each for each in phrases if " " in each and len(each) >= 10 and "://" not in each]
    for each in _chance(5).sample(kept, min(4000, len(kept))):
        yield Example(each, True, f"phrase-{each[:12]}", "blocklist phrases", 0.05)


def _filled(name: str, *, bad: bool, times: int, weight: float) -> Iterator[Example]:
    """Each line with its {slots} filled in several ways; one line is one group."""
    chance, slots = _chance(name), _slots()
    for number, line in enumerate(_lines(name)):
        for _ in range(times if "{" in line else 1):
            yield _fill(line, slots, chance, bad, f"{name}-{number}", weight)


def _dressed(examples: list[Example]) -> Iterator[Example]:
    """Several of one part in a row, with emoji between: what is long or loud is neither spam nor
    clean for that."""
    chance, beside = _chance("dressed"), defaultdict(list)
    for each in examples:
        if each.source in ("written", "stock posts"):
            beside[each.part, each.bad].append(each)
    for lines in beside.values():
        for first in lines[::3]:
            several = [first, *chance.sample(lines, min(len(lines), chance.randint(0, 4)))]
            text = chance.choice(BETWEEN).join(each.text for each in several)
            if chance.random() < 0.2:
                text = f"{chance.choice(EMOJI)} {text} {chance.choice(EMOJI)}"
            yield Example(text, first.bad, first.group, first.source, 0.8 * first.weight)


def _fill(
    line: str, slots: dict[str, list[str]], chance: Random, bad: bool, group: str, weight: float
) -> Example:
    text, spans, done = "", [], 0
    for slot in re.finditer(r"\{(\w+)\}", line):
        text += line[done : slot.start()]
        word = chance.choice(slots[slot[1]])
        if bad and slot[1] in ("insult", "adjective"):
            spans.append((len(text), len(text) + len(word)))
        text, done = text + word, slot.end()
    text += line[done:]
    lower = chance.random() < 0.2
    return Example(text.lower() if lower else text, bad, group, "written", weight, tuple(spans))


def _about_people() -> Iterator[Example]:
    """Clean sentences about each group of people, so that no group's name counts as harsh."""
    slots = _slots()
    lines = [line for line in _lines("clean") if "{people}" in line]
    for number, line in enumerate(lines):
        for people in slots["people"]:
            chance = _chance(f"{number} {people}")
            yield _fill(
                line.replace("{people}", people), slots, chance, False, f"people-{number}", 2.5
            )


def _chance(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 - the same choices in every run


def _slots() -> dict[str, list[str]]:
    pairs = (line.split(": ", 1) for line in _lines("slots"))
    return {name: choices.split("|") for name, choices in pairs}


def _lines(name: str) -> list[str]:
    lines = (WRITTEN / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def together(examples: list[Example]) -> list[Example]:
    """Distinct texts; groups that hold nearly the same text are one, named by its first text, so
    that the part a text stands in follows from the text and not from where it was found."""
    kept, of = _distinct(examples), Groups()
    seen: dict[bytes, tuple[Print, str]] = {}
    for each in kept:
        if (made := fresh_print_of(each.text)) is None:
            continue
        for band, row in enumerate(made.least.reshape(-1, ROWS)):
            other, group = seen.setdefault(bytes([band]) + row.tobytes(), (made, each.group))
            if of.find(group) != of.find(each.group) and are_alike(made, other):
                of.join(group, each.group)
    first: dict[str, str] = {}
    for each in kept:
        plain, group = _plain(each.text), of.find(each.group)
        first[group] = min(first.get(group, plain), plain)
    return [replace(each, group=first[of.find(each.group)]) for each in kept]


class Groups:
    """Which groups have become one."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}

    def find(self, group: str) -> str:
        while (parent := self.parents.get(group, group)) != group:
            group = parent
        return group

    def join(self, one: str, other: str) -> None:
        self.parents[self.find(one)] = self.find(other)


def _distinct(examples: list[Example]) -> list[Example]:
    """Without texts that are the same but for case and spaces, whichever set they are from."""
    kept: dict[str, Example] = {}
    for each in examples:
        kept.setdefault(_plain(each.text), each)
    return list(kept.values())


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _ints(listed: str) -> list[int]:
    return [int(each) for each in ast.literal_eval(listed)]


def _runs(places: list[int]) -> Iterator[Span]:
    start = None
    for place, after in zip(places, [*places[1:], -2], strict=False):
        start = place if start is None else start
        if after != place + 1:
            yield start, place + 1
            start = None
