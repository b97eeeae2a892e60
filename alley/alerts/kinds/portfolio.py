"""A portfolio's value, its day or the weight of a holding reaches a level."""

from typing import Any

from alley.alerts.kinds.base import (
    About,
    Kind,
    Lines,
    Params,
    bad,
    known,
    number,
    one_of,
    plain,
    spoken,
    whole,
)

MEASURES = {
    "value": "is worth",
    "day_percent": "moves today to",
    "weight": "has a holding of",
}
MEASURED = {
    "value": "What it was worth",
    "day_percent": "How far it had moved that day",
    "weight": "Weight of the holding",
}
WORDS = {"above": "or more", "below": "or less"}


def clean(params: Params) -> Params:
    known(params, "portfolio", "measure", "direction", "level", "symbol", "name", "unit")
    cleaned = {
        "portfolio": whole(params, "portfolio", 1, 2**53),
        "measure": one_of(params, "measure", list(MEASURES), "value"),
        "direction": one_of(params, "direction", list(WORDS), "above"),
        "level": plain(number(params, "level")),
    }
    if cleaned["measure"] == "weight":
        if not params.get("symbol"):
            raise bad("symbol", "Which holding? Give its symbol.")
        cleaned["symbol"] = str(params["symbol"])
    return cleaned


def words(params: Params, about: About) -> str:
    unit = about.unit if params["measure"] == "value" else "%"
    told = f"{about.name or 'My portfolio'} {MEASURES[params['measure']]}"
    told += f" {spoken(params['level'])} {unit} {WORDS[params['direction']]}"
    return f"{told} in {params['symbol']}" if params.get("symbol") else told


def reached(params: Params, value: float) -> bool:
    level = float(params["level"])
    return value >= level if params["direction"] == "above" else value <= level


def evidence(proof: dict[str, Any], about: About) -> Lines:
    unit = about.unit if proof["measure"] == "value" else "%"
    return [
        (MEASURED[proof["measure"]], f"{spoken(proof['value'])} {unit}"),
        ("Level waited for", f"{spoken(proof['level'])} {unit}"),
    ]


kind = Kind("portfolio", clean, words, evidence=evidence)
