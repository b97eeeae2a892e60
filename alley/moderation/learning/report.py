"""Training from the open data, and the figures that go into the model card.

Every figure is of texts the model has not seen: a fifth of the groups, another set than it was
trained on, or templates written for the purpose.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alley.moderation.learning import data, training
from alley.moderation.learning.data import Example
from alley.moderation.learning.evaluation import Figures, figures
from alley.moderation.learning.model import Model, prepare, read

EXAMPLES: dict[str, Callable[[Path], list[Example]]] = {"attack": data.attacks, "spam": data.spam}
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
    model = read(content)
    held = [each for each in examples if each.part == training.HELD_OUT]
    shown = [*_held_out(kind, model, held), *_trial(kind, model, folder)]
    across = [_without(kind, examples, source) for source in LEFT_OUT[kind]]
    return Trained(kind, content, len(examples), shown, across)


def scores(model: Model, examples: Iterable[Example]) -> list[float]:
    return [model.probability(prepare(each.text)) for each in examples]


def _held_out(kind: str, model: Model, held: Sequence[Example]) -> list[Figures]:
    market = [each for each in held if not each.bad and each.source in MARKET]

    def row(name: str, bad: Sequence[Example], good: Sequence[Example]) -> Figures:
        return figures(name, scores(model, bad), scores(model, good), training.ACTS_FROM)

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
    return [figures(name, scores(model, bad), scores(model, good), training.ACTS_FROM)]


def _without(kind: str, examples: list[Example], source: str) -> Figures:
    """Trained without a set, tried on it; on market talk where the set has no clean texts."""
    left = [each for each in examples if each.source.startswith(source)]
    rest = [each for each in examples if not each.source.startswith(source)]
    model = read(training.fit(kind, rest, {}))
    bad = [each for each in left if each.bad and each.weight >= 0.6]
    good = [each for each in left if not each.bad and each.weight > 0.6]
    name = f"trained without {source}, tried on it"
    return figures(name, scores(model, bad), scores(model, good), training.ACTS_FROM)
