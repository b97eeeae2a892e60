"""What is drawn over the axes: candles, bars, lines, areas, columns. Few long paths, so that a
picture of a year stays under 40 KB."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from alley.markets.charts.axes import Moments, Scale, plain
from alley.markets.charts.bars import BarView
from alley.markets.charts.thin import merged

Measure = Callable[[float], float]
NARROWEST = 3.0  # pixels a candle needs; below that neighbours are merged


def groups(count: int, width: float) -> list[range]:
    """Which bars share a candle where there are more bars than room."""
    columns = min(count, max(1, int(width / NARROWEST)))
    edges = [count * place // columns for place in range(columns + 1)]
    return [range(start, end) for start, end in pairwise(edges) if end > start]


def candles(bars: Sequence[BarView], moments: Moments, scale: Scale, measure: Measure) -> str:
    """Bodies and wicks, those that rose and those that fell; a bar with only a close is a dash."""
    shared = groups(len(bars), moments.width)
    half = max(0.6, moments.width / len(shared) * 0.32)
    paths = {"up": "", "down": ""}
    for group in shared:
        bar = merged(bars[group.start : group.stop])
        x = moments.x((group.start + group.stop - 1) / 2)
        opened = float(bar.close if bar.open is None else bar.open)
        first, last = scale.y(measure(opened)), scale.y(measure(float(bar.close)))
        top, bottom = min(first, last), max(first, last)
        high, low = scale.y(measure(float(bar.highest))), scale.y(measure(float(bar.lowest)))
        way = "up" if float(bar.close) >= opened else "down"
        left, wide, tall = plain(x - half), plain(2 * half), plain(max(1.0, bottom - top))
        wick = f"M{plain(x)} {plain(high)}V{plain(low)}"
        paths[way] += f"{wick}M{left} {plain(top)}h{wide}v{tall}h-{wide}z"
    return "".join(
        f'<path class="candle is-{way}" d="{path}"/>' for way, path in paths.items() if path
    )


def ticks(bars: Sequence[BarView], moments: Moments, scale: Scale, measure: Measure) -> str:
    """Open, high, low, close as a stroke with a foot on either side."""
    shared = groups(len(bars), moments.width)
    foot = plain(max(0.8, moments.width / len(shared) * 0.32))
    paths = {"up": "", "down": ""}
    for group in shared:
        bar = merged(bars[group.start : group.stop])
        x = plain(moments.x((group.start + group.stop - 1) / 2))
        opened = float(bar.close if bar.open is None else bar.open)
        y = {
            name: plain(scale.y(measure(float(price))))
            for name, price in (("high", bar.highest), ("low", bar.lowest), ("last", bar.close))
        }
        way = "up" if float(bar.close) >= opened else "down"
        first = plain(scale.y(measure(opened)))
        paths[way] += f"M{x} {y['high']}V{y['low']}M{x} {first}h-{foot}M{x} {y['last']}h{foot}"
    return "".join(
        f'<path class="chart-bar is-{way}" d="{path}"/>' for way, path in paths.items() if path
    )


def line(values: Sequence[float | None], moments: Moments, scale: Scale, style: str) -> str:
    """A line that breaks where a value is missing: nothing is drawn over what is not known."""
    path = "".join(_stroke(run, values, moments, scale) for run in _runs(values))
    return f'<path class="{style}" d="{path}"/>' if path else ""


def area(values: Sequence[float | None], moments: Moments, scale: Scale) -> str:
    """The line, and the space between it and zero (or the foot of the picture)."""
    floor = plain(scale.y(0) if scale.low < 0 < scale.high and not scale.log else scale.height)
    fills = "".join(
        f"{_stroke(run, values, moments, scale)}V{floor}H{plain(moments.x(run.start))}z"
        for run in _runs(values)
        if len(run) > 1
    )
    filled = f'<path class="chart-area" d="{fills}"/>' if fills else ""
    return filled + line(values, moments, scale, "chart-line")


def columns(
    values: Sequence[float | None], ways: Sequence[str], moments: Moments, scale: Scale
) -> str:
    """Columns from zero; where several bars share a place the largest is shown."""
    shared = groups(len(values), moments.width)
    wide = plain(max(0.8, moments.width / len(shared) * 0.64))
    zero = scale.y(0)
    paths: dict[str, str] = {}
    for group in shared:
        known = [place for place in group if values[place] is not None]
        if not known:
            continue
        place = max(known, key=lambda place: abs(values[place] or 0.0))
        y = scale.y(values[place] or 0.0)
        x = moments.x((group.start + group.stop - 1) / 2) - float(wide) / 2
        tall = plain(abs(zero - y))
        shape = f"M{plain(x)} {plain(min(zero, y))}h{wide}v{tall}h-{wide}z"
        paths[ways[place]] = paths.get(ways[place], "") + shape
    return "".join(
        f'<path class="chart-column is-{way}" d="{path}"/>' for way, path in sorted(paths.items())
    )


def _runs(values: Sequence[float | None]) -> Iterator[range]:
    start = None
    for place, value in enumerate([*values, None]):
        if value is not None and start is None:
            start = place
        elif value is None and start is not None:
            yield range(start, place)
            start = None


def _stroke(run: range, values: Sequence[float | None], moments: Moments, scale: Scale) -> str:
    """Each point as its step from the one before, in tenths of a pixel so that nothing drifts."""
    kept = _corners(run, values, moments)
    points = [
        (round(moments.x(place) * 10), round(scale.y(values[place] or 0.0) * 10)) for place in kept
    ]
    x, y = points[0]
    start = f"M{plain(x / 10)} {plain(y / 10)}"
    if len(points) == 1:
        return f"{start}h0.1"
    steps = [
        f"{plain((after[0] - before[0]) / 10)} {plain((after[1] - before[1]) / 10)}"
        for before, after in pairwise(points)
    ]
    return f"{start}l{' '.join(steps)}".replace(" -", "-")


def _corners(run: range, values: Sequence[float | None], moments: Moments) -> list[int]:
    """Where there are several points a pixel: first, lowest, highest and last of each column
    (Jugel and others, "M4", VLDB 2014)."""
    room = int(len(run) * moments.step)
    if len(run) <= max(8, 2 * room):
        return list(run)
    kept: set[int] = set()
    edges = [run.start + len(run) * place // max(1, room) for place in range(max(1, room) + 1)]
    for start, end in pairwise(edges):
        column = range(start, end)
        low = min(column, key=lambda place: values[place] or 0.0)
        high = max(column, key=lambda place: values[place] or 0.0)
        kept |= {start, low, high, end - 1}
    return sorted(kept)
