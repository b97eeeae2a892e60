"""Amounts side by side: columns in the order of time, or bars with long names; below zero too."""

from collections.abc import Sequence

from alley.shell.plots import numbers
from alley.shell.plots.plot import Key, Plot, look, named, nothing, picture, word
from alley.shell.plots.rules import RIGHT, rules_of

TOP, BOTTOM = 8.0, 88.0
ROW = 30  # pixels a bar with its name
NAMES = 36.0  # percent of the width that names of bars have
MOST_NAME = 17
WIDEST = 16.0  # percent of the width: one month alone is a column, not a wall


def columns(
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    unit: str = "",
    name: str = "",
    height: int = 220,
) -> Plot:
    """A column a label; several series stand on one another, negative ones below zero."""
    name = named(title, name)
    if not labels or not series:
        return nothing(name, title, description)
    stacks = [[float(values[place]) for _, values in series] for place in range(len(labels))]
    low = min([0.0, *(sum(v for v in stack if v < 0) for stack in stacks)])
    high = max([0.0, *(sum(v for v in stack if v > 0) for stack in stacks)])
    high = high if high > low else low + 1.0

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)

    body, words = rules_of(low, high, y, unit)
    width = RIGHT / len(labels)
    every = -(-len(labels) // 6)
    for place, stack in enumerate(stacks):
        thick = min(width * 0.72, WIDEST)
        x = (place + 0.5) * width - thick / 2
        up = down = 0.0
        for order, value in enumerate(stack):
            foot, up, down = (up, up + value, down) if value >= 0 else (down, up, down + value)
            top, bottom = sorted((y(foot), y(foot + value)))
            body += (
                f'<rect class="plot-bar {look(order)}" x="{x:.2f}%" y="{top:.2f}%" '
                f'width="{thick:.2f}%" height="{bottom - top:.2f}%"/>'
            )
        if place % every == 0:
            at = "start" if width < 12 and not place else "middle"
            body += word(0 if at == "start" else (place + 0.5) * width, 98, labels[place], at=at)
    return Plot(
        name=name,
        title=title,
        description=description,
        svg=picture(name, title, description, body + words, kind="columns", height=height),
        head=("", *(f"{one} ({unit})" if unit else one for one, _ in series)),
        rows=[
            (label, *(numbers.whole(value) for value in stack))
            for label, stack in zip(labels, stacks, strict=True)
        ],
        legend=[Key(one, look(place)) for place, (one, _) in enumerate(series)]
        if len(series) > 1
        else (),
    )


def bars(
    title: str,
    description: str,
    items: Sequence[tuple[str, float]],
    *,
    unit: str = "",
    name: str = "",
    heading: str = "",
) -> Plot:
    """A bar a name, to the right of zero for gains and to the left for losses."""
    name = named(title, name)
    if not items:
        return nothing(name, title, description)
    values = [float(value) for _, value in items]
    low, high = min([0.0, *values]), max([0.0, *values])
    left = NAMES + (14.0 if low < 0 else 1.0)  # words of losses stand to the left of their bars
    right = 86.0 if high > 0 else 98.0
    scale = (right - left) / ((high - low) or 1.0)
    zero = left - low * scale
    height = ROW * len(items)
    body = ""
    counted = all(value == int(value) for value in values)  # people and things, not shares
    least = max(1 if counted else 0, max(abs(low), abs(high)) / 100)
    for place, (label, value) in enumerate(zip((label for label, _ in items), values, strict=True)):
        middle = (place + 0.5) / len(items) * 100
        start, end = sorted((zero, zero + value * scale))
        way = "is-up" if value >= 0 else "is-down"
        thick = 60 / len(items)
        body += word(0, f"{middle:.2f}%", _cut(label), look="plot-word is-name")
        body += (
            f'<rect class="plot-bar {way}" x="{start:.2f}%" y="{middle - thick / 2:.2f}%" '
            f'width="{max(end - start, 0.2):.2f}%" height="{thick:.2f}%"/>'
        )
        beside, at = (end + 1, "start") if value >= 0 else (start - 1, "end")
        words = numbers.short(value, least)
        body += word(beside, f"{middle:.2f}%", words, at=at, look="plot-word is-beside")
    body += f'<line class="plot-zero" x1="{zero:.2f}%" x2="{zero:.2f}%" y1="0" y2="100%"/>'
    return Plot(
        name=name,
        title=title,
        description=description,
        svg=picture(name, title, description, body, kind="bars", height=height),
        head=(heading, f"Amount ({unit})" if unit else "Amount"),
        rows=[(label, _said(float(value), counted=counted)) for label, value in items],
    )


def _said(value: float, *, counted: bool) -> str:
    return numbers.minus(f"{value:,.0f}") if counted else numbers.whole(value)


def _cut(label: str) -> str:
    return label if len(label) <= MOST_NAME else f"{label[: MOST_NAME - 1].rstrip()}…"
