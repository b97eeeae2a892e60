"""What holds for stories, without a database or a clock."""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.text import slugify

LONGEST_BREAKING = timedelta(hours=12)  # a bar that stays for days is furniture
KEPT = timedelta(days=30)  # raw deliveries, so that a mended parser can read them again
SAME_STORY_WITHIN = timedelta(days=3)
SECTIONS = {  # what a wire may name without an editor having made it first
    "markets": "Markets",
    "commodities": "Commodities",
    "currencies": "Currencies",
    "crypto": "Crypto",
    "stocks": "Stocks",
    "economy": "Economy",
    "world": "World",
    "news": "News",
}


def slug_of(headline: str) -> str:
    return slugify(headline, allow_unicode=True)[:80].rstrip("-") or "story"


def content_hash(*parts: Any) -> str:
    """The same for the same words, whatever ids Wagtail gave the blocks."""
    told = json.dumps(_without_ids(parts), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def words_in(text: str) -> int:
    return len(re.findall(r"\w+", text))


def section_word(words: Iterable[str], names: dict[str, str], known: Iterable[str]) -> str | None:
    """The slug of the first of the source's words that means one of our sections."""
    table = {word.casefold(): slug for word, slug in names.items()}
    known = set(known) | set(SECTIONS)
    for word in words:
        slug = table.get(word.casefold()) or slugify(word)
        if slug in known:
            return slug
    return None


def is_newer(
    *,
    version: int | None,
    created: datetime | None,
    applied_version: int,
    applied_created: datetime | None,
) -> bool | None:
    """Whether a delivery goes beyond what was applied; None where only the content can tell."""
    numbered = version is not None and applied_version > 0
    if version is not None and numbered and version != applied_version:
        return version > applied_version
    if created is not None and applied_created is not None and created != applied_created:
        return created > applied_created
    return False if numbered else None


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(part) for name, part in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [_without_ids(part) for part in value]
    return value
