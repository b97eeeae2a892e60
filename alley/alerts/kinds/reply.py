"""Somebody answers a comment of mine, or names me with @: on publication, never before."""

import re

from alley.alerts.kinds.base import About, Kind, Params, known

MENTION = re.compile(r"(?<![\w@./])@([\w.+-]{1,150})")
MOST = 10  # readers one comment can call


def clean(params: Params) -> Params:
    known(params)
    return {}


def words(params: Params, about: About) -> str:
    return "somebody replies to me or mentions me"


def mentioned(text: str) -> list[str]:
    """User names written with @, at most ten."""
    names = (name.rstrip(".-+") for name in MENTION.findall(text))
    return list(dict.fromkeys(names))[:MOST]


kind = Kind("reply", clean, words)
