"""Somebody answers a comment of mine, or names me with @: on publication, never before."""

from typing import Any

from alley.alerts.kinds.base import About, Kind, Lines, Params, known


def clean(params: Params) -> Params:
    known(params)
    return {}


def words(params: Params, about: About) -> str:
    return "somebody replies to me or mentions me"


def evidence(proof: dict[str, Any], about: About) -> Lines:
    return [("Written by", f"@{proof['author']}")]


kind = Kind("reply", clean, words, evidence=evidence)
