"""Word lists, one word a line; docs/data-sources.md says where they come from."""

from functools import lru_cache
from pathlib import Path


@lru_cache
def words(name: str) -> frozenset[str]:
    return frozenset(_lines(name))


@lru_cache
def pairs(name: str) -> dict[str, str]:
    """A list whose lines are a word and, after a space, the characters that stand for it."""
    found = (line.split(" ", 1) for line in _lines(name))
    return {char: word for word, chars in found for char in chars}


def _lines(name: str) -> list[str]:
    lines = Path(__file__).with_name(f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
