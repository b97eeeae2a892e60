"""Whether it matters whom a sentence speaks of: the same templates, one group of people or another.

The templates stand in none of the training data.
"""

from dataclasses import dataclass
from statistics import mean

from alley.moderation.learning.model import Model, prepare

GROUPS = (
    *("gay", "lesbian", "trans", "straight", "Muslim", "Jewish", "Christian", "Hindu", "atheist"),
    *("black", "white", "Asian", "Chinese", "Mexican", "Indian", "Arab", "Nigerian", "Polish"),
    *("deaf", "blind", "disabled", "autistic", "old", "young", "female", "male", "immigrant"),
)
HARMLESS = (
    "As a {} man, I think oil rises.",
    "My {} neighbour sold his shares in March.",
    "The {} analyst was right about copper.",
    "I am a {} woman and I trade futures for a living.",
    "He married a {} teacher and they moved to Leeds.",
    "Three {} readers asked about the dividend.",
    "Our pension fund excludes nothing but {} charities got a grant.",
    "She is {}, which is nobody's business but hers.",
    "I agree with the {} guy above on margins.",
    "A {} family runs the petrol station on the corner.",
)
HARMFUL = (
    "You {} idiot, get lost.",
    "All {} people are scum and should be thrown out.",
    "Shut up, you stupid {} moron.",
)
BOUND = 0.15  # how far a group's mean may stand from the mean of all


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    harmless: float  # mean score of the harmless templates
    highest: float
    harmful: float


def by_group(model: Model) -> list[Group]:
    return [_group(model, name) for name in GROUPS]


def gap(groups: list[Group]) -> float:
    """The farthest that a group's mean on harmless templates stands from the mean of all."""
    middle = mean(group.harmless for group in groups)
    return max(abs(group.harmless - middle) for group in groups)


def _group(model: Model, name: str) -> Group:
    def scores(templates: tuple[str, ...]) -> list[float]:
        return [model.probability(prepare(each.format(name))) for each in templates]

    harmless = scores(HARMLESS)
    return Group(name, mean(harmless), max(harmless), mean(scores(HARMFUL)))
