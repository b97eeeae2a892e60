"""Parts of a whole as one bar: nobody compares the slices of a pie."""

from collections.abc import Sequence

from alley.shell.plots import numbers
from alley.shell.plots.plot import COLOURS, Key, Plot, look, named, nothing, picture

HEIGHT = 36


def shares(
    title: str, description: str, items: Sequence[tuple[str, float]], *, name: str = ""
) -> Plot:
    """Largest first; what is beyond eight colours stands together as the rest.

    Parts below zero (a debt, a short) have no share of a bar: they stand in the table only, and
    shares are of the sum that the table shows.
    """
    name = named(title, name)
    total = sum(value for _, value in items)
    drawn = sorted((item for item in items if item[1] > 0), key=lambda item: -item[1])
    if not drawn:
        return nothing(name, title, description)
    if len(drawn) > COLOURS:
        rest = sum(value for _, value in drawn[COLOURS - 1 :])
        drawn = [*drawn[: COLOURS - 1], (f"{len(drawn) - COLOURS + 1} others", rest)]
    whole = sum(value for _, value in drawn)
    body, x = "", 0.0
    for place, (_, value) in enumerate(drawn):
        width = value / whole * 100
        body += (
            f'<rect class="plot-bar {look(place)}" x="{x:.3f}%" y="0" '
            f'width="{max(width - 0.25, 0.1):.3f}%" height="100%"/>'
        )
        x += width
    base = total if total > 0 else whole
    return Plot(
        name=name,
        title=title,
        description=description,
        svg=picture(name, title, description, body, kind="shares", height=HEIGHT),
        head=("", "Share (%)"),
        rows=[
            (label, numbers.whole(value / base * 100))
            for label, value in sorted(items, key=lambda item: -item[1])
        ],
        legend=[
            Key(label, look(place), f"{numbers.minus(f'{value / base * 100:.1f}')} %")
            for place, (label, value) in enumerate(drawn)
        ],
    )
