"""A backtest's figures drawn: how well each policy meets what people decided, and what it does."""

from typing import Any

from alley.moderation.replay import OUTCOMES
from alley.shell.plots import Plot, bars, columns


def plots_of(result: dict[str, Any]) -> list[Plot]:
    found = []
    if result["labelled"]:
        found.append(_against_people(result))
    found.append(_outcomes(result))
    return found


def _against_people(result: dict[str, Any]) -> Plot:
    before, after = result["before"], result["after"]
    items = [
        (f"{measure} {name}", round(100 * (score[measure.lower()] or 0), 1))
        for measure in ("Precision", "Recall")
        for name, score in (("before", before), ("after", after))
    ]
    said = (
        f"Of what each policy stops, people removed {_percent(before['precision'])} before and"
        f" {_percent(after['precision'])} after; of what people removed, each stops"
        f" {_percent(before['recall'])} before and {_percent(after['recall'])} after."
    )
    title = "Against what people decided"
    return bars(title, said, items, unit="%", name="against-people", heading="Share")


def _outcomes(result: dict[str, Any]) -> Plot:
    stopped = [each for each in OUTCOMES if each != "publish"]
    sides = result["outcomes"]
    series = [(each, [sides["before"][each], sides["after"][each]]) for each in stopped]
    before, after = (sum(sides[side][each] for each in stopped) for side in ("before", "after"))
    said = f"Not published at once: {before} of {result['comments']} before, {after} after."
    return columns("What is stopped", said, ["before", "after"], series, name="outcomes")


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.0%}"
