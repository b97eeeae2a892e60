"""Somebody answers a comment of mine, or names me with @: on publication, never before."""

from alley.alerts.kinds.base import About, Kind, Params, known


def clean(params: Params) -> Params:
    known(params)
    return {}


def words(params: Params, about: About) -> str:
    return "somebody replies to me or mentions me"


kind = Kind("reply", clean, words)
