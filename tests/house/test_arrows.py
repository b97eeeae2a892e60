"""What import-linter cannot see: foreign keys, includes and private doors point downwards too."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

ROOT = Path(__file__).parents[2] / "alley"
LOW_TO_HIGH = (
    ("shell",), ("live",), ("accounts",), ("markets", "moderation"), ("news", "discussion"),
    ("saved", "crossposts", "portfolios"), ("alerts",), ("privacy",), ("site",),
)  # fmt: skip
HEIGHT = {room: height for height, rooms in enumerate(LOW_TO_HIGH) for room in rooms}
PRIVATE = {"views", "forms", "tasks", "desk", "clock", "api", "commands", "feeds", "hearing"}
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
MODELS = [model for model in apps.get_models() if model.__module__.startswith("alley.")]


def below(user: str, used: str) -> bool:
    return used == user or HEIGHT[used] < HEIGHT[user]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_foreign_keys_point_down(model: type) -> None:
    room = model.__module__.split(".")[1]
    for field in model._meta.get_fields():  # type: ignore[attr-defined]
        target = getattr(field, "related_model", None)
        if field.auto_created or target is None or not target.__module__.startswith("alley."):
            continue
        assert below(room, target.__module__.split(".")[1]), f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_use_only_what_is_there_and_below(path: Path) -> None:
    for used in re.findall(r'{%\s*(?:include|extends)\s+"([^"]+)"', path.read_text()):
        get_template(used)
        if (other := used.split("/")[0]) in HEIGHT:
            assert below(room_of(path), other), f"{used} stands above"


@pytest.mark.parametrize("room", sorted(HEIGHT))
def test_private_doors_are_not_used_by_other_rooms(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("alley."):
                continue
            parts = [*str(node.module).split(".")[1:], *(name.name for name in node.names)]
            if parts[0] in HEIGHT and parts[0] != room:
                assert parts[1] not in PRIVATE, f"{path.name} uses {node.module}"
