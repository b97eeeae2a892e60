"""Indicators: those drawn among the prices, and those in panes of their own below."""

from dataclasses import dataclass

from alley.markets.charts import layers
from alley.markets.charts.axes import Box, Scale, labels, plain, scale_over
from alley.markets.charts.indicators import OVER_PRICE
from alley.markets.charts.plot import Plot, Shown, Values
from alley.markets.charts.spec import ChartSpec

GUIDES = {"RSI": (30.0, 70.0)}  # Wilder, "New Concepts in Technical Trading Systems", 1978
GAP = 16.0  # above each pane, for its name


@dataclass(frozen=True, slots=True)
class Pane:
    shown: Shown
    box: Box

    @property
    def height(self) -> float:
        return self.box.height + GAP


def below(spec: ChartSpec, plot: Plot) -> list[Pane]:
    found: list[Pane] = []
    top = plot.box.bottom + GAP
    for shown in plot.indicators:
        if shown.indicator.name not in OVER_PRICE:
            found.append(Pane(shown, Box(plot.box.left, top, plot.box.width, plot.size.pane)))
            top += plot.size.pane + GAP
    return found


def stacked(panes: list[Pane], plot: Plot) -> str:
    return "".join(_pane(pane, plot) for pane in panes)


def overlays(plot: Plot) -> str:
    """Moving averages, bands and VWAP, measured like the prices they lie among."""
    drawn = ""
    over = [each for each in plot.indicators if each.indicator.name in OVER_PRICE]
    for place, shown in enumerate(over):
        for name, line in shown.lines.items():
            style = f"chart-over chart-over-{place}" + (" is-edge" if name in {"up", "dn"} else "")
            values: Values = [None if value is None else plot.measure(value) for value in line]
            drawn += layers.line(values, plot.moments, plot.scale, style)
    return drawn


def rules(plot: Plot, box: Box, scale: Scale, sign: str = "", most: int | None = None) -> str:
    """The round numbers, each with its line."""
    ticks = scale.ticks(most or plot.size.levels)
    marks = []
    for tick, words in zip(ticks, labels(ticks, sign), strict=True):
        y = plain(box.top + scale.y(tick))
        percent = " %" if sign else ""
        marks.append(
            f'<path class="chart-rule" d="M{plain(box.left)} {y}H{plain(box.right)}"/>'
            f'<text class="chart-word" x="{plain(box.right + 6)}" y="{y}" dy="4">'
            f"{words}{percent}</text>"
        )
    return "".join(marks)


def clipped(box: Box, inside: str) -> str:
    """A picture in the picture: what leaves the box is cut off."""
    return (
        f'<svg x="{plain(box.left)}" y="{plain(box.top)}" width="{plain(box.width)}" '
        f'height="{plain(box.height)}" overflow="hidden">{inside}</svg>'
    )


def _pane(pane: Pane, plot: Plot) -> str:
    name, lines = pane.shown.indicator.name, pane.shown.lines
    known = [value for line in lines.values() for value in line if value is not None]
    if not known:
        return ""
    scale = _scale(name, known, pane.box.height)
    inside = _guides(name, scale, plot) + _lines(name, lines, scale, plot)
    last = next((value for value in reversed(next(iter(lines.values()))) if value is not None), 0.0)
    words = f"{pane.shown.indicator.label}  {labels([last])[0]}"
    return (
        f"{rules(plot, pane.box, scale, most=2)}{clipped(pane.box, inside)}"
        f'<text class="chart-word" x="{plain(pane.box.left)}" y="{plain(pane.box.top - 3)}">'
        f"{words}</text>"
    )


def _scale(name: str, known: list[float], height: float) -> Scale:
    if name == "RSI":
        return Scale(0.0, 100.0, height)
    if name in {"VOLUME", "MACD"}:
        return scale_over([0.0, *known], height)
    return scale_over(known, height)


def _guides(name: str, scale: Scale, plot: Plot) -> str:
    return "".join(
        f'<path class="chart-guide" d="M0 {plain(scale.y(level))}H{plain(plot.box.width)}"/>'
        for level in GUIDES.get(name, ())
    )


def _lines(name: str, lines: dict[str, Values], scale: Scale, plot: Plot) -> str:
    moments = plot.moments
    if name == "VOLUME":
        return layers.columns(lines["volume"], _rose(plot), moments, scale)
    if name == "MACD":
        ways = ["up" if (value or 0.0) >= 0 else "down" for value in lines["macd"]]
        return (
            layers.columns(lines["macd"], ways, moments, scale)
            + layers.line(lines["dif"], moments, scale, "chart-over chart-over-0")
            + layers.line(lines["dea"], moments, scale, "chart-over chart-over-1")
        )
    return "".join(
        layers.line(line, moments, scale, "chart-over chart-over-0") for line in lines.values()
    )


def _rose(plot: Plot) -> list[str]:
    bars = plot.bars
    before = [bars[0], *bars[:-1]]
    return [
        "up" if bar.close >= (previous.close if bar.open is None else bar.open) else "down"
        for bar, previous in zip(bars, before, strict=True)
    ]
