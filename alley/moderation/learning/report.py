"""Training from the open data, and the figures that go into the model card.

Every figure is of texts the model has not seen: a fifth of the groups, another set than it was
trained on, or templates written for the purpose.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alley.moderation.learning import data, training
from alley.moderation.learning.data import Example
from alley.moderation.learning.evaluation import Figures, figures
from alley.moderation.learning.model import SHIPPED, Model, prepare, read

EXAMPLES: dict[str, Callable[[Path], list[Example]]] = {"attack": data.attacks, "spam": data.spam}
ACTS = training.ACTS_FROM
CYRILLIC = re.compile("[\u0400-\u04ff]")
MARKET = ("stock posts", "written", "english sentences")
LEFT_OUT = {
    "attack": ("surge", "civil"),  # a set, then, that the model has never seen anything of
    "spam": ("telegram", "written"),
}


@dataclass(frozen=True, slots=True)
class Trained:
    kind: str
    content: bytes
    examples: int
    held_out: list[Figures]
    across: list[Figures]


def train(kind: str, folder: Path, made: str) -> Trained:
    examples = EXAMPLES[kind](folder)
    content = training.fit(kind, examples, {"made": made, "examples": len(examples)})
    shown = held_out(kind, read(content), examples, folder)
    return Trained(kind, content, len(examples), shown, left_out(kind, examples))


def measured(kind: str, folder: Path) -> Trained:
    """The model that is shipped, with the same figures; what was left out is trained anew."""
    examples = EXAMPLES[kind](folder)
    content = (SHIPPED / f"{kind}.npz").read_bytes()
    shown = held_out(kind, read(content), examples, folder)
    return Trained(kind, content, len(examples), shown, left_out(kind, examples))


def held_out(kind: str, model: Model, examples: Sequence[Example], folder: Path) -> list[Figures]:
    held = [each for each in examples if each.part == training.HELD_OUT]
    return [*_held_out(kind, model, held), *_trial(kind, model, folder)]


def left_out(kind: str, examples: list[Example]) -> list[Figures]:
    return [row for source in LEFT_OUT[kind] for row in _without(kind, examples, source)]


def scores(model: Model, examples: Iterable[Example]) -> list[float]:
    return [model.probability(prepare(each.text)) for each in examples]


def _held_out(kind: str, model: Model, held: Sequence[Example]) -> list[Figures]:
    market = [each for each in held if not each.bad and each.source in MARKET]

    def row(name: str, bad: Sequence[Example], good: Sequence[Example]) -> Figures:
        return figures(name, scores(model, bad), scores(model, good), ACTS)

    def of(bad: bool, *sources: str) -> list[Example]:
        return [each for each in held if each.bad is bad and each.source in sources]

    if kind == "attack":
        whole = [each for each in of(False, "civil clean") if each.weight > 1]
        return [
            row(
                "Civil Comments: toxic, against unmarked parts of such comments",
                of(True, "civil"),
                whole,
            ),
            row("Civil Comments: toxic, against market talk", of(True, "civil"), market),
            row("Surge: toxic, against not toxic", of(True, "surge"), of(False, "surge")),
            row("written attacks, against market talk", of(True, "written"), market),
        ]
    return [
        row("Telegram: spam, against ham", of(True, "telegram"), of(False, "telegram")),
        row(
            "Telegram: English spam, against market talk",
            [each for each in of(True, "telegram") if _is_english(each.text)],
            market,
        ),
        row("Telegram: spam, against market talk", of(True, "telegram"), market),
        row("written spam, against market talk", of(True, "written"), market),
        row("all spam, against news comments", of(True, "telegram", "written"), of(False, "civil")),
    ]


def _trial(kind: str, model: Model, folder: Path) -> list[Figures]:
    """Civil Comments' trial file, of which nothing was trained on."""
    if kind != "attack":
        return []
    trial = list(data.civil(folder, "trial"))
    bad = [each for each in trial if each.source == "civil"]
    good = [each for each in trial if each.source == "civil clean" and each.weight > 1]
    name = "Civil Comments, trial file: toxic, against unmarked parts"
    return [figures(name, scores(model, bad), scores(model, good), ACTS)]


def _without(kind: str, examples: list[Example], source: str) -> list[Figures]:
    """Trained without a set, tried on it: against its own clean texts, and against market talk and
    news that stand in the part held out."""
    left = [each for each in examples if each.source.startswith(source)]
    rest = [each for each in examples if not each.source.startswith(source)]
    model = read(training.fit(kind, rest, {}))
    bad = [each for each in left if each.bad and each.weight >= 0.6 and _is_english(each.text)]
    clean = [each for each in rest if not each.bad and each.part == training.HELD_OUT]
    sides = {
        "its own clean texts": [each for each in left if not each.bad and each.weight > 0.6],
        "market talk": [each for each in clean if each.source in MARKET],
        "news comments": [each for each in clean if each.source.startswith("civil")],
    }
    found = scores(model, bad)
    return [
        figures(f"without {source}: its texts, against {name}", found, scores(model, good), ACTS)
        for name, good in sides.items()
        if good
    ]


def _is_english(text: str) -> bool:
    """Nobody expects a model that has never seen Russian to know Russian spam."""
    return not CYRILLIC.search(text)
