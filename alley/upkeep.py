"""What rooms add to `alley init` and `alley doctor`, registered in AppConfig.ready().

upkeep.prepares(queries.make_sections)              # safe to run at every `alley init`
upkeep.examines("comment counts", recount, when="recount")
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "bad"]
When = Literal["always", "recount", "verify"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's, in plain words."""

    name: str
    level: Level
    words: str


Preparation = Callable[[], object]
Examination = Callable[[], tuple[Level, str]]
_preparations: dict[str, Preparation] = {}
_examinations: dict[str, tuple[When, Examination]] = {}


def prepares(preparation: Preparation) -> Preparation:
    """Run at every `alley init`, after the migrations, in the order of registering."""
    _preparations[f"{preparation.__module__}.{preparation.__qualname__}"] = preparation
    return preparation


def prepare() -> None:
    for preparation in _preparations.values():
        preparation()


def examines(name: str, examination: Examination, when: When = "always") -> None:
    """`recount` sets kept counters right, `verify` proves what is stored; both only when asked."""
    _examinations[name] = (when, examination)


def examine(asked: frozenset[When]) -> list[Finding]:
    return [_look(name, look) for name, (when, look) in _examinations.items() if when in asked]


def _look(name: str, look: Examination) -> Finding:
    try:
        return Finding(name, *look())
    except Exception as error:  # the doctor goes on with the next patient
        return Finding(name, "bad", f"could not be examined: {error}")
