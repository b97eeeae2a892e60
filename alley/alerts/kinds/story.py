"""News on an instrument, in a section, or with a word in it: one firing a story.

Several sources that tell the same story are one story."""

import re
from typing import Any

from alley.alerts.kinds.base import About, Kind, Lines, Params, bad, known, spoken_time

FIELDS = ("symbol", "section", "keyword")


def clean(params: Params) -> Params:
    known(params, *FIELDS, "salience")
    given = {name: str(params[name]).strip() for name in FIELDS if params.get(name)}
    if len(given) != 1:
        raise bad("keyword", "Choose one: an instrument, a section or a word.")
    if word := given.get("keyword"):
        if not 2 <= len(word) <= 60 or not word.isprintable():
            raise bad("keyword", "A word or phrase has 2 to 60 letters.")
        given["keyword"] = " ".join(word.split())
    salience = str(params.get("salience") or "any")
    if salience not in {"any", "headline"}:
        raise bad("salience", "Salience must be any or headline.")
    return given | ({"salience": salience} if salience != "any" else {})


def words(params: Params, about: About) -> str:
    where = " in its headline" if params.get("salience") == "headline" else ""
    if word := params.get("keyword"):
        return f"a story has “{word}” in {'its headline' if where else 'it'}"
    if params.get("section"):
        return f"a story appears in {about.name or params['section']}"
    return f"a story names {about.name}{where}"


def has_word(text: str, word: str) -> bool:
    """Whole words, whatever the case: "rate" is not in "corporate"."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def evidence(proof: dict[str, Any], about: About) -> Lines:
    told = [("Story", proof["story"]), ("From", proof["source"])]
    return [*(line for line in told if line[1]), ("Published", spoken_time(proof["published"]))]


kind = Kind("story", clean, words, evidence=evidence)
