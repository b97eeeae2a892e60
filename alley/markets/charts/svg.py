"""A chart as SVG without a style attribute or script: the page's stylesheet gives the colours.

float64 is used here only, for places on the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from alley.markets.charts.spec import BarView, ChartSpec
from alley.markets.charts.thin import thin
from alley.markets.quotes import text_of

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 8, 64, 12, 28
MOST_CANDLES, MOST_POINTS = 130, 600


@dataclass(frozen=True, slots=True)
class Frame:
    low: float
    high: float
    count: int

    def x(self, place: float) -> float:
        return round(LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / max(self.count, 1), 1)

    def y(self, price: float) -> float:
        share = (price - self.low) / (self.high - self.low)
        return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)


def draw(spec: ChartSpec, bars: Sequence[BarView], title: str, description: str) -> SafeString:
    """The picture, with its title and description for those who do not see it."""
    shown = thin(bars, MOST_CANDLES if spec.type == "candles" else MOST_POINTS)
    if not shown:
        return SafeString("")
    frame = _frame(shown)
    body = _candles(shown, frame) if spec.type == "candles" else _line(shown, frame)
    name = f"chart-{escape(spec.symbol).replace(':', '-')}"
    return mark_safe(  # noqa: S308  numbers are ours, words are escaped
        f'<svg class="chart-picture" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
        f"{_scale(frame)}{_days(shown, frame)}{body}</svg>"
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


def _frame(bars: Sequence[BarView]) -> Frame:
    lows = [float(bar.close if bar.low is None else bar.low) for bar in bars]
    highs = [float(bar.close if bar.high is None else bar.high) for bar in bars]
    low, high = min(lows), max(highs)
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    return Frame(low - room, high + room, len(bars))


def _scale(frame: Frame) -> str:
    step = (frame.high - frame.low) / 4
    marks = []
    for place in range(5):
        price = frame.low + step * place
        y = frame.y(price)
        marks.append(
            f'<line class="chart-rule" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
            f'<text class="chart-word" x="{WIDTH - RIGHT + 6}" y="{y + 4}">{_short(price)}</text>'
        )
    return "".join(marks)


def _short(price: float) -> str:
    return f"{price:,.0f}" if abs(price) >= 1000 else f"{price:.4g}"


def _days(bars: Sequence[BarView], frame: Frame) -> str:
    places = sorted({0, len(bars) // 3, 2 * len(bars) // 3, len(bars) - 1})
    anchors = ["start"] + ["middle"] * (len(places) - 2) + ["end"]
    return "".join(
        f'<text class="chart-word" text-anchor="{anchor}" x="{frame.x(place)}" '
        f'y="{HEIGHT - 8}">{bars[place].time.day} {bars[place].time:%b %Y}</text>'
        for place, anchor in zip(places, anchors, strict=False)
    )


def _line(bars: Sequence[BarView], frame: Frame) -> str:
    points = " ".join(
        f"{frame.x(place)},{frame.y(float(bar.close))}" for place, bar in enumerate(bars)
    )
    zero = ""
    if frame.low < 0 < frame.high:
        y = frame.y(0)
        zero = f'<line class="chart-zero" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
    return f'{zero}<polyline class="chart-line" points="{points}"/>'


def _candles(bars: Sequence[BarView], frame: Frame) -> str:
    width = max(1.0, round((WIDTH - LEFT - RIGHT) / len(bars) * 0.64, 1))
    return "".join(_candle(place, bar, frame, width) for place, bar in enumerate(bars))


def _candle(place: int, bar: BarView, frame: Frame, width: float) -> str:
    if bar.open is None or bar.high is None or bar.low is None:
        return ""
    x = frame.x(place)
    top, bottom = frame.y(float(max(bar.open, bar.close))), frame.y(float(min(bar.open, bar.close)))
    way = "up" if bar.close >= bar.open else "down"
    return (
        f'<g class="candle is-{way}"><line x1="{x}" x2="{x}" y1="{frame.y(float(bar.high))}" '
        f'y2="{frame.y(float(bar.low))}"/><rect x="{round(x - width / 2, 1)}" y="{top}" '
        f'width="{width}" height="{max(1.0, round(bottom - top, 1))}"/></g>'
    )


def description(bars: Sequence[BarView], unit: str) -> str:
    """The chart in one sentence."""
    if not bars:
        return "No prices."
    low = min(bars, key=lambda bar: bar.close if bar.low is None else bar.low)
    high = max(bars, key=lambda bar: bar.close if bar.high is None else bar.high)
    first, last = bars[0], bars[-1]
    return (
        f"From {text_of(first.close)} on {first.time:%d %b %Y} to {text_of(last.close)} {unit} on "
        f"{last.time:%d %b %Y}; lowest {text_of(low.close if low.low is None else low.low)} "
        f"on {low.time:%d %b %Y}, highest "
        f"{text_of(high.close if high.high is None else high.high)} on {high.time:%d %b %Y}."
    )
