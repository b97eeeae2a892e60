"""Plots made by the server: SVG with title, description and a table of the same figures.

    plot = lines("Value", "How the value moved.", [Series("Value", points)], unit="EUR")
    {% include "shell/_plot.html" with plot=plot %}

Places are percents and words keep their size, so one picture fits phone and desk alike; colours
come from the page's stylesheet (`assets/styles/plots.css`), never from the SVG.
"""

from alley.shell.plots.bars import bars, columns
from alley.shell.plots.lines import Mark, Series, lines
from alley.shell.plots.plot import Plot
from alley.shell.plots.shares import shares

__all__ = ["Mark", "Plot", "Series", "bars", "columns", "lines", "shares"]
