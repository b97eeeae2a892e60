"""No page's words begin at the very edge of the window."""

import re
from pathlib import Path

import pytest

import alley

ALLEY = Path(alley.__file__).parent
OPENING = re.compile(r"block main %}\s*<\w+([^>]*)>")
PAGES = [
    (file.name, opening[1])
    for file in sorted(ALLEY.rglob("templates/**/*.html"))
    if 'extends "shell/base.html"' in (text := file.read_text())
    and (opening := OPENING.search(text))
]
COLUMNS = {"page", "entrance"}


@pytest.mark.parametrize(("page", "opening"), PAGES)
def test_a_page_stands_in_a_column(page: str, opening: str) -> None:
    classes = re.search(r'class="([^"]*)"', opening)
    assert classes is not None
    assert COLUMNS & set(classes[1].split())
