"""A portfolio's value or day, or the weight or day of a holding, reaches a level."""

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
    "holding_percent": "moves today to",
}
OF_A_HOLDING = ("weight", "holding_percent")
MEASURED = {
    "value": "What it was worth",
    "day_percent": "How far it had moved that day",
    "weight": "Weight of the holding",
    "holding_percent": "How far the holding had moved that day",
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
    if cleaned["measure"] in OF_A_HOLDING:
        if not params.get("symbol"):
            raise bad("symbol", "Which holding? Give its symbol.")
        cleaned["symbol"] = str(params["symbol"])
    return cleaned


def words(params: Params, about: About) -> str:
    measure, name, symbol = params["measure"], about.name or "My portfolio", params.get("symbol")
    unit = about.unit if measure == "value" else "%"
    what = f"{MEASURES[measure]} {spoken(params['level'])} {unit} {WORDS[params['direction']]}"
    if measure == "holding_percent":
        return f"{symbol} in {name} {what}"
    return f"{name} {what} in {symbol}" if symbol else f"{name} {what}"


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
