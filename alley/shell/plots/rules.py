"""The lines across a plot and their words, which are drawn over everything else."""

from collections.abc import Callable

from alley.shell.plots import numbers
from alley.shell.plots.plot import word

RIGHT = 91.0  # percent of the width where the figures end; the rest is for the words of the scale


def rules_of(low: float, high: float, y: Callable[[float], float], unit: str) -> tuple[str, str]:
    """Lines at round values, and their words; the topmost carries the unit."""
    found = numbers.marks(low, high)
    step = found[1] - found[0] if len(found) > 1 else abs(found[0])
    rules, words = "", ""
    for mark in found:
        kind = "plot-zero" if abs(mark) < step * 1e-6 and low < 0 else "plot-rule"
        place = f"{y(mark):.2f}%"
        text = numbers.short(mark, step) + (f" {unit}" if unit and mark == found[-1] else "")
        rules += f'<line class="{kind}" x1="0" x2="100%" y1="{place}" y2="{place}"/>'
        words += word(100, y(mark) - 1.4, text, at="end", look="plot-word is-over")
    return rules, words
