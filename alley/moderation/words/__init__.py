"""Word lists, one word a line; docs/data-sources.md says where they come from."""

from functools import lru_cache
from pathlib import Path


@lru_cache
def words(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(f"{name}.txt").read_text().splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
