"""The documents cannot lie: settings, problem codes and words are all there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = {path: path.read_text() for path in sorted((ROOT / "alley").rglob("*.py"))}
SETTINGS = (ROOT / "docs/operator/settings.md").read_text()
PROBLEMS = (ROOT / "docs/api/problems.md").read_text()


def found(pattern: str) -> list[str]:
    return sorted({match for text in CODE.values() for match in re.findall(pattern, text)})


@pytest.mark.parametrize("name", found(r'"(ALLEY_[A-Z_]+|DATABASE_URL|REDIS_URL)"'))
def test_every_setting_is_documented(name: str) -> None:
    assert f"- `{name}`:" in SETTINGS, f"add `- \\`{name}\\`: …` to docs/operator/settings.md"
    assert f"{name}=" in (ROOT / ".env.example").read_text(), f"add {name} to .env.example"


def test_no_setting_is_documented_that_is_not_there() -> None:
    assert re.findall(r"^- `([A-Z_]+)`:", SETTINGS, re.M) == [
        name
        for name in re.findall(r"^- `([A-Z_]+)`:", SETTINGS, re.M)
        if any(f'"{name}"' in text for text in CODE.values())
    ]


@pytest.mark.parametrize("code", found(r'(?:Refusal\(|problem\(\s*\d+,)\s*(?:code=)?"([a-z_]+)"'))
def test_every_problem_code_is_documented(code: str) -> None:
    assert f"| `{code}` |" in PROBLEMS, f"add a row for `{code}` to docs/api/problems.md"


def test_words_stand_in_order() -> None:
    rows = re.findall(r"^\| (?!word|-)(.+?) \|", (ROOT / "docs/words.md").read_text(), re.M)
    assert rows == sorted(rows, key=str.casefold)
