"""A chart as SVG without script or style: the page's stylesheet, or palette.py, gives the colours.

The same window and spec give the same bytes.
"""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from alley.markets.charts import drawn, layers, panes
from alley.markets.charts.axes import labels, plain
from alley.markets.charts.bars import BarView
from alley.markets.charts.plot import WIDE, Plot, Size, plot_of
from alley.markets.charts.spec import ChartSpec
from alley.markets.charts.window import Window
from alley.markets.charts.words import DISCLAIMER, description, title

__all__ = ["description", "draw", "sparkline", "title"]

MOST_BREAKS = 40  # more of them would say nothing


def draw(spec: ChartSpec, window: Window, size: Size = WIDE) -> SafeString:
    """The picture, with its title and description for those who do not see it."""
    if not window.shown:
        return SafeString("")
    plot = plot_of(spec, window, size)
    below = panes.below(spec, plot)
    foot = plot.box.bottom + sum(pane.height for pane in below)
    lines = [*plot.notes, plot.credit, DISCLAIMER]
    height = foot + 40 + 14 * len(lines)
    return mark_safe(  # noqa: S308  numbers are ours, words are escaped
        f'<svg class="chart-picture" viewBox="0 0 {size.width} {plain(height)}" '
        f'width="{size.width}" height="{plain(height)}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title(spec, window))}</title>"
        f"<desc>{escape(description(spec, window))}</desc>"
        f'<rect class="chart-paper" width="100%" height="100%"/>'
        f"{_head(plot)}{_days(plot, foot)}{_prices(spec, plot)}{panes.stacked(below, plot)}"
        f"{_foot(plot, lines, foot + 46)}</svg>"
    )


def _head(plot: Plot) -> str:
    size, lines = plot.size, [f'<tspan class="chart-name">{escape(plot.name)}</tspan>']
    words = plot.subtitle
    if size.narrow:
        lines.append(f'<tspan x="{size.left}" dy="15">{escape(words)}</tspan>')
    else:
        lines.append(f'<tspan dx="8">{escape(words)}</tspan>')
    head = f'<text class="chart-word" x="{size.left}" y="18">{"".join(lines)}</text>'
    legend, x, y = "", float(size.left), 50.0 if size.narrow else 38.0
    for style, text in plot.legend:
        wide = 14 + len(text) * 7.4
        if x + wide > size.width - 8 and x > size.left:
            x, y = float(size.left), y + 15
        legend += (
            f'<path class="{style}" d="M{plain(x)} {plain(y - 4)}h10"/>'
            f'<text class="chart-word" x="{plain(x + 14)}" y="{plain(y)}">{escape(text)}</text>'
        )
        x += wide + 8
    return head + legend


def _prices(spec: ChartSpec, plot: Plot) -> str:
    box, scale = plot.box, plot.scale
    inside = _zero(plot) + _breaks(plot) + panes.overlays(plot) + _main(spec, plot)
    inside += "".join(
        layers.line(line.values, plot.moments, scale, line.style) for line in plot.compared
    )
    inside += drawn.drawn(spec.drawings, plot.moments, scale, plot.measure)
    inside += _as_of(spec, plot) + _markers(spec, plot)
    return f"{panes.rules(plot, box, scale, plot.sign)}{panes.clipped(box, inside)}{_last(plot)}"


def _main(spec: ChartSpec, plot: Plot) -> str:
    bars, moments, scale = plot.bars, plot.moments, plot.scale
    if spec.type == "candles" and plot.has_range:
        return layers.candles(bars, moments, scale, plot.measure)
    if spec.type == "bars" and plot.has_range:
        return layers.ticks(bars, moments, scale, plot.measure)
    if spec.type == "area":
        return layers.area(plot.closes, moments, scale)
    return layers.line(plot.closes, moments, scale, "chart-line")


def _zero(plot: Plot) -> str:
    if plot.scale.log or not plot.scale.low < 0 < plot.scale.high:
        return ""
    y = plain(plot.scale.y(0))
    return f'<path class="chart-zero" d="M0 {y}H{plain(plot.box.width)}"/>'


def _breaks(plot: Plot) -> str:
    """A line where time is missing between two bars; too many of them would say nothing."""
    places = plot.moments.breaks()
    if len(places) > MOST_BREAKS:
        return ""
    foot = plain(plot.box.height)
    lines = (f"M{plain(plot.moments.x(place - 0.5))} 0V{foot}" for place in places)
    return f'<path class="chart-break" d="{"".join(lines)}"/>' if places else ""


def _as_of(spec: ChartSpec, plot: Plot) -> str:
    """Where the chart ended when it was posted, if time has gone on since."""
    if spec.as_of is None or spec.as_of >= plot.bars[-1].time:
        return ""
    x = plain(plot.moments.x(plot.moments.place_of(spec.as_of)) + plot.moments.step / 2)
    return (
        f'<path class="chart-then" d="M{x} 0V{plain(plot.box.height)}"/>'
        f'<text class="chart-word" x="{x}" dx="4" y="12">posted</text>'
    )


def _markers(spec: ChartSpec, plot: Plot) -> str:
    foot = plain(plot.box.height - 2)
    shown = [plot.moments.place_of(marker.t) for marker in spec.markers]
    places = sorted({round(place) for place in shown if -0.5 <= place <= len(plot.bars) - 0.5})
    return "".join(
        f'<path class="chart-marker" d="M{plain(plot.moments.x(place))} {foot}m-4 0l4 -7l4 7z"/>'
        for place in places
    )


def _last(plot: Plot) -> str:
    """The last price, beside its place on the scale."""
    last = plot.closes[-1]
    if last is None:
        return ""
    y = plot.box.top + plot.scale.y(last)
    text = f"{labels([last], plot.sign)[0]} %" if plot.sign else plot.last_words
    wide = max(plot.size.right - 4, 6 + 6.6 * len(text))
    x = plot.size.width - wide
    return (
        f'<path class="chart-last" d="M{plot.size.left} {plain(y)}H{plain(plot.box.right)}"/>'
        f'<rect class="chart-tag" x="{plain(x)}" y="{plain(y - 9)}" width="{plain(wide)}" '
        f'height="18" rx="2"/><text class="chart-tag-word" x="{plain(x + 4)}" '
        f'y="{plain(y + 4)}">{escape(text)}</text>'
    )


def _days(plot: Plot, foot: float) -> str:
    marks, edge = [], 0.0
    for place, words in plot.moments.ticks(plot.size.days, plot.zone):
        x = plot.moments.x(place)
        half = len(words) * 3.3
        if x - half < edge or x + half > plot.box.width + 4:
            continue
        edge = x + half + 12
        at = plain(plot.box.left + x)
        marks.append(
            f'<path class="chart-rule" d="M{at} {plain(plot.box.top)}V{plain(foot)}"/>'
            f'<text class="chart-word" text-anchor="middle" x="{at}" '
            f'y="{plain(foot + 15)}">{words}</text>'
        )
    return "".join(marks)


def _foot(plot: Plot, lines: Sequence[str], top: float) -> str:
    return "".join(
        f'<text class="chart-small" x="{plot.size.left}" y="{plain(top + 14 * place)}">'
        f"{escape(words)}</text>"
        for place, words in enumerate(lines)
    )


def sparkline(bars: Sequence[BarView]) -> SafeString:
    """A word-sized line of closes; decoration, so hidden from screen readers."""
    closes = [float(bar.close) for bar in bars]
    if len(closes) < 2:
        return SafeString("")
    low, spread = min(closes), (max(closes) - min(closes)) or 1.0
    points = " ".join(
        f"{2 + place * 96 / (len(closes) - 1):.1f},{26 - (close - low) / spread * 24:.1f}"
        for place, close in enumerate(closes)
    )
    way = "up" if closes[-1] >= closes[0] else "down"
    return mark_safe(  # noqa: S308  numbers only
        f'<svg class="sparkline is-{way}" viewBox="0 0 100 28" aria-hidden="true" '
        f'focusable="false"><polyline points="{points}"/></svg>'
    )
