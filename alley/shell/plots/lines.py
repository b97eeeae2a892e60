"""Values over time as lines or an area, a second series beside, moments marked on the first."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from tsdownsample import M4Downsampler

from alley.shell.plots import numbers, times
from alley.shell.plots.plot import Key, Plot, look, named, nothing, picture, word
from alley.shell.plots.rules import RIGHT, rules_of
from alley.shell.plots.times import Moment

HEIGHT = 240
TOP, BOTTOM = 8.0, 88.0  # percent of the height; below are the words of the time scale
MOST_POINTS = 800
MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class Series:
    """Points oldest first; None where nothing is known: the line has a gap there."""

    name: str
    points: Sequence[tuple[Moment, float | None]]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened: drawn on the first series, or at `value` where one is given."""

    at: Moment
    label: str
    value: float | None = None
    url: str = ""
    look: str = ""  # a class of its own, such as "is-up"


def lines(
    title: str,
    description: str,
    series: Sequence[Series],
    *,
    unit: str = "",
    area: bool = False,
    from_zero: bool = False,
    marks: Sequence[Mark] = (),
    levels: Sequence[float] = (),
    name: str = "",
    height: int = HEIGHT,
) -> Plot:
    """One scale for all series. `area` fills the first down to zero (or to the lowest mark); a
    dashed line lies at each of the levels."""
    name = named(title, name)
    runs = [_runs(one) for one in series]
    drawn = [[point for run in each for point in run] for each in runs]
    everything = [point for points in drawn for point in points]
    if not everything:
        return nothing(name, title, description)
    values = [value for _, value in everything] + [m.value for m in marks if m.value is not None]
    values += levels
    frame = _frame([place for place, _ in everything], values, from_zero=from_zero)
    rules, words = rules_of(frame.low, frame.high, frame.y, unit)
    body = rules + _times(frame) + "".join(_level(level, frame) for level in levels)
    body += '<svg viewBox="0 0 1000 1000" width="100%" height="100%" preserveAspectRatio="none">'
    if area:
        body += _area(drawn[0], frame)
    for place, each in reversed(list(enumerate(runs))):
        body += "".join(_line(run, frame, look(place)) for run in each)
    body += "</svg>" + words + "".join(_mark(mark, drawn[0], frame) for mark in marks)
    rows, note = _rows(series)
    return Plot(
        name=name,
        title=title,
        description=description,
        svg=picture(name, title, description, body, kind="lines", height=height),
        head=("When", *(f"{one.name} ({unit})" if unit else one.name for one in series)),
        rows=rows,
        legend=[Key(one.name, look(place)) for place, one in enumerate(series)]
        if len(series) > 1
        else (),
        marks=[(times.shown(mark.at), mark.label, mark.url) for mark in marks],
        note=note,
    )


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    start: float
    end: float
    low: float
    high: float

    def x(self, place: float) -> float:
        if self.end <= self.start:
            return RIGHT / 2
        return 0.5 + (RIGHT - 0.5) * (place - self.start) / (self.end - self.start)

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * ((value - self.low) / (self.high - self.low))


def _frame(places: Sequence[float], values: Sequence[float], *, from_zero: bool) -> Frame:
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low) * 0.04
    if room <= abs(high) * 1e-12:  # constant: the line lies in the middle
        room = abs(high) * 0.1 or 1.0
    return Frame(min(places), max(places), low - room, high + room)


def _times(frame: Frame) -> str:
    body = []
    for place, words in times.marks(frame.start, frame.end):
        x = frame.x(place)
        at = "start" if x < 6 else "end" if x > 92 else "middle"
        body.append(word(x, 98, words, at=at))
    return "".join(body)


def _runs(one: Series) -> list[list[Point]]:
    """The stretches between gaps."""
    runs: list[list[Point]] = [[]]
    for at, value in one.points:
        if value is not None and math.isfinite(value):
            runs[-1].append((times.seconds(at), float(value)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _thin(run: list[Point]) -> list[Point]:
    """M4 (first, lowest, highest, last of each column) loses no peak (Jugel and others, 2014)."""
    if len(run) <= MOST_POINTS:
        return run
    values = np.array([value for _, value in run])
    places = M4Downsampler().downsample(values, n_out=MOST_POINTS)  # type: ignore[no-untyped-call]
    return [run[place] for place in places]


def _line(run: list[Point], frame: Frame, kind: str) -> str:
    if len(run) == 1:
        (x, y) = (frame.x(run[0][0]) * 10, frame.y(run[0][1]) * 10)
        return f'<path class="plot-line plot-dot {kind}" d="M{x:.1f} {y:.1f}h0"/>'
    return f'<polyline class="plot-line {kind}" points="{_points(_thin(run), frame)}"/>'


def _points(run: list[Point], frame: Frame) -> str:
    return " ".join(f"{frame.x(x) * 10:.1f},{frame.y(y) * 10:.1f}" for x, y in run)


def _area(points: list[Point], frame: Frame) -> str:
    if len(points) < 2:
        return ""
    floor = frame.y(min(max(0.0, frame.low), frame.high)) * 10
    first, last = frame.x(points[0][0]) * 10, frame.x(points[-1][0]) * 10
    return (
        f'<polygon class="plot-area plot-1" points="{first:.1f},{floor:.1f} '
        f'{_points(_thin(points), frame)} {last:.1f},{floor:.1f}"/>'
    )


def _level(level: float, frame: Frame) -> str:
    y = f"{frame.y(level):.2f}%"
    return f'<line class="plot-level" x1="0" x2="{RIGHT}%" y1="{y}" y2="{y}"/>'


def _mark(mark: Mark, points: list[Point], frame: Frame) -> str:
    place = times.seconds(mark.at)
    if not frame.start <= place <= frame.end:
        return ""
    value = _value_at(points, place) if mark.value is None else mark.value
    return (
        f'<circle class="plot-mark {escape(mark.look)}" cx="{frame.x(place):.2f}%" '
        f'cy="{frame.y(value):.2f}%" r="5"><title>{escape(mark.label)}</title></circle>'
    )


def _value_at(points: list[Point], place: float) -> float:
    """The last value known at that moment: a price stands until the next."""
    return points[max(0, bisect_right(points, (place, math.inf)) - 1)][1]


def _rows(series: Sequence[Series]) -> tuple[list[tuple[str, ...]], str]:
    moments = sorted({at for one in series for at, _ in one.points}, key=times.seconds)
    kept = moments
    if len(moments) > MOST_ROWS:
        places = np.linspace(0, len(moments) - 1, MOST_ROWS).round().astype(int)
        kept = [moments[place] for place in places]
    wanted = set(kept)
    columns = [{at: value for at, value in one.points if at in wanted} for one in series]
    note = f"{len(kept)} of {len(moments)} rows, evenly chosen." if len(kept) < len(moments) else ""
    return [
        (times.shown(at), *(numbers.whole(column.get(at)) for column in columns)) for at in kept
    ], note
