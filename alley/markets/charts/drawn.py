"""What readers draw by hand: lines, channels, Fibonacci levels, words."""

from collections.abc import Callable, Sequence
from html import escape

from alley.markets.charts.axes import Moments, Scale, labels, plain
from alley.markets.charts.spec import Drawing

LEVELS = (0.0, 0.236, 0.382, 0.5, 0.618, 0.786, 1.0)
FARTHEST = 1e5
LONGEST_LINE = 34  # letters of a text before it goes on below
Point = tuple[float, float]
Measure = Callable[[float], float]


def drawn(drawings: Sequence[Drawing], moments: Moments, scale: Scale, measure: Measure) -> str:
    return "".join(_one(drawing, moments, scale, measure) for drawing in drawings)


def _one(drawing: Drawing, moments: Moments, scale: Scale, measure: Measure) -> str:
    at = [
        (moments.x(moments.place_of(point.t)), scale.y(measure(float(point.price))))
        for point in drawing.points
    ]
    return SHAPES[drawing.kind](drawing, at, moments.width, scale)


def _segment(drawing: Drawing, at: list[Point], width: float, scale: Scale) -> str:
    return _stroke(at[0], at[1])


def _line(drawing: Drawing, at: list[Point], width: float, scale: Scale) -> str:
    return _stroke(_reach(at[1], at[0], width), _reach(at[0], at[1], width))


def _ray(drawing: Drawing, at: list[Point], width: float, scale: Scale) -> str:
    return _stroke(at[0], _reach(at[0], at[1], width))


def _channel(drawing: Drawing, at: list[Point], width: float, scale: Scale) -> str:
    (x1, y1), (x2, y2), (x3, y3) = at
    on_line = y1 if x2 == x1 else y1 + (y2 - y1) * (x3 - x1) / (x2 - x1)
    shift = y3 - on_line
    corners = f"{_at((x1, y1))} {_at((x2, y2))} {_at((x2, y2 + shift))} {_at((x1, y1 + shift))}"
    return (
        f'<polygon class="drawing-fill" points="{corners}"/>{_stroke(at[0], at[1])}'
        f"{_stroke((x1, y1 + shift), (x2, y2 + shift))}"
    )


def _fibonacci(drawing: Drawing, at: list[Point], width: float, scale: Scale) -> str:
    left = min(at[0][0], at[1][0])
    marks = []
    for level in LEVELS:
        # 0 % is where the move ended, 100 % where it began
        y = at[1][1] + (at[0][1] - at[1][1]) * level
        words = f"{level * 100:g} %"
        marks.append(
            f"{_stroke((left, y), (width, y))}"
            f'<text class="drawing-word" x="{plain(left + 3)}" y="{plain(y - 3)}">{words}</text>'
        )
    return "".join(marks)


def _level(drawing: Drawing, at: list[Point], width: float, scale: Scale) -> str:
    (_, y), price = at[0], float(drawing.points[0].price)
    words = escape(drawing.text) or labels([price])[0]
    return (
        f"{_stroke((0, y), (width, y))}"
        f'<text class="drawing-word" x="4" y="{plain(y - 4)}">{words}</text>'
    )


def _text(drawing: Drawing, at: list[Point], width: float, scale: Scale) -> str:
    x, y = at[0]
    anchor = "end" if x > width * 0.7 else "start"
    lines = "".join(
        f'<tspan x="{plain(x)}" dy="{0 if place == 0 else 15}">{escape(words)}</tspan>'
        for place, words in enumerate(_lines(drawing.text))
    )
    return (
        f'<circle class="drawing-dot" cx="{plain(x)}" cy="{plain(y)}" r="2.5"/>'
        f'<text class="drawing-word" text-anchor="{anchor}" x="{plain(x)}" '
        f'y="{plain(y - 6)}">{lines}</text>'
    )


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > LONGEST_LINE:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return lines


def _reach(start: Point, through: Point, width: float) -> Point:
    """Where the line from `start` through another point leaves the picture, or lies beyond it."""
    (x1, y1), (x2, y2) = start, through
    length = max(abs(x2 - x1), abs(y2 - y1))
    if length == 0:
        return through
    far = 4 * max(width, 1.0) / length
    return x1 + (x2 - x1) * max(far, 1.0), y1 + (y2 - y1) * max(far, 1.0)


def _stroke(start: Point, end: Point) -> str:
    return f'<path class="drawing" d="M{_at(start)}L{_at(end)}"/>'


def _at(point: Point) -> str:
    """Kept within what every renderer can count."""
    return " ".join(plain(max(-FARTHEST, min(FARTHEST, place))) for place in point)


Shape = Callable[[Drawing, list[Point], float, Scale], str]
SHAPES: dict[str, Shape] = {
    "segment": _segment,
    "line": _line,
    "ray": _ray,
    "channel": _channel,
    "fibonacci": _fibonacci,
    "level": _level,
    "text": _text,
}
