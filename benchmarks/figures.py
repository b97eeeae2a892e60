"""A measured figure, and how figures are shown."""

import json
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` in words; `note` says what it was measured against, in the same run."""

    name: str
    value: float
    unit: str
    goal: str = ""
    note: str = ""


def show(figures: Iterable[Figure]) -> None:
    for figure in figures:
        goal = f"   goal {figure.goal}" if figure.goal else ""
        note = f"   ({figure.note})" if figure.note else ""
        print(f"{figure.name:52} {figure.value:>12,.2f} {figure.unit:14}{goal}{note}")


def save(name: str, figures: list[Figure]) -> None:
    RESULTS.mkdir(exist_ok=True)
    kept = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "figures": [asdict(figure) for figure in figures],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(kept, indent=2) + "\n")


def alone(name: str, measure: Callable[[], list[Figure]]) -> None:
    """Run one benchmark from the command line."""
    figures = measure()
    show(figures)
    save(name, figures)
    sys.exit(0)
