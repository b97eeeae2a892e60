"""Comments of other systems, taken in by the command; what each run must account for."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.cache import cache

from alley import subjects
from alley.discussion.commands import comments as command
from alley.subjects import Subject

EXPORTS = Path(__file__).parent / "exports"


Run = Callable[..., dict[str, object]]


@pytest.fixture(autouse=True)
def oil(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories stand at /stories/N/; every old address with a path is story 1."""
    cache.clear()
    story = Subject("story", "1", "Oil rises", "/stories/1/")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    monkeypatch.setattr(subjects, "_locators", [story_at])


def story_at(address: str) -> tuple[str, str] | None:
    places = ("stories/1", "radio-t", "example", "/blog/a/")
    return ("story", "1") if any(place in address for place in places) else None


@pytest.fixture
def take(db: None) -> Run:
    def run(*arguments: str) -> dict[str, object]:
        done = CliRunner().invoke(command, ["import", *arguments, "--json"])
        assert done.exit_code == 0, done.output
        facts: dict[str, object] = json.loads(done.stdout)
        parts = ("published", "withheld", "deleted", "known", "not_taken")
        assert facts["seen"] == sum(int(str(facts[name])) for name in parts)  # nothing lost
        assert facts["not_taken"] == len(list(facts["reasons"]))  # type: ignore[call-overload]
        return facts

    return run


def remark(path: Path, *comments: dict[str, object]) -> Path:
    lines = [{"version": 1, "users": []}, *comments]
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def one(id: str, pid: str = "", **facts: object) -> dict[str, object]:
    return {
        "id": id,
        "pid": pid,
        "orig": f"Comment {id}",
        "text": f"<p>Comment {id}</p>",
        "user": {"name": "Olga", "id": "github_1", "admin": False},
        "locator": {"site": "remark", "url": "https://example.com/post"},
        "score": 2,
        "time": "2017-12-25T19:46:01Z",
        **facts,
    }
