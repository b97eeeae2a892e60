"""What is shown of a window by a spec: values on one scale, and what had to be left out and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from alley.markets.charts import indicators
from alley.markets.charts.axes import Box, Moments, Scale, scale_over
from alley.markets.charts.bars import BarView
from alley.markets.charts.spec import ChartSpec, Indicator
from alley.markets.charts.window import Series, Window
from alley.markets.charts.words import INTERVALS, RANGES, price_text
from alley.markets.quotes import day_of

Measure = Callable[[float], float]
Values = list[float | None]


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    prices: int  # height of the prices
    pane: int  # height of each pane below
    right: int  # width of the scale
    days: int  # most words on the time axis
    levels: int  # most words on the scale
    left: int = 8

    @property
    def narrow(self) -> bool:
        return self.width < 600

    @property
    def top(self) -> int:
        return 58 if self.narrow else 46


WIDE = Size(width=800, prices=320, pane=86, right=66, days=9, levels=7)
NARROW = Size(width=400, prices=220, pane=70, right=58, days=4, levels=5)
CARD = Size(
    width=1200, prices=440, pane=90, right=80, days=10, levels=7
)  # og:image: about 1200×630


@dataclass(frozen=True, slots=True)
class Line:
    values: Values
    style: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator that can be drawn, its values cut to the bars shown."""

    indicator: Indicator
    lines: dict[str, Values]


@dataclass(frozen=True, slots=True)
class Plot:
    size: Size
    box: Box
    bars: tuple[BarView, ...]
    moments: Moments
    scale: Scale
    measure: Measure
    sign: str  # before numbers above zero: "+" on a percent scale
    closes: Values
    compared: list[Line]
    indicators: list[Shown]
    notes: list[str]
    series: Series
    name: str
    subtitle: str
    credit: str
    legend: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_range(self) -> bool:
        return any(bar.is_candle for bar in self.bars)

    @property
    def zone(self) -> str:
        return self.series.zone

    @property
    def last_words(self) -> str:
        return price_text(self.bars[-1].close)


def plot_of(spec: ChartSpec, window: Window, size: Size) -> Plot:
    bars = window.shown
    moments = Moments(tuple(bar.time for bar in bars), size.width - size.left - size.right)
    notes: list[str] = []
    measure, percent = _measure(spec, bars, notes)
    compared = _compared(spec, window, moments, notes) if percent else []
    computed = _indicators(spec, window, notes)
    log = spec.scale == "log" and not percent and _may_be_log(bars, notes)
    box = Box(size.left, size.top, moments.width, size.prices)
    values = _extent(spec, bars, measure)
    values += [value for line in compared for value in line.values if value is not None]
    return Plot(
        size=size,
        box=box,
        bars=bars,
        moments=moments,
        scale=scale_over(values, size.prices, log=log),
        measure=measure,
        sign="+" if percent else "",
        closes=[measure(float(bar.close)) for bar in bars],
        compared=compared,
        indicators=computed,
        notes=notes,
        series=window.main,
        name=window.main.name,
        subtitle=_subtitle(spec, window, percent=percent, log=log),
        credit=_credit(window),
        legend=_legend(window, compared, computed),
    )


def _subtitle(spec: ChartSpec, window: Window, *, percent: bool, log: bool) -> str:
    span = RANGES.get(spec.range, "") if isinstance(spec.range, str) else ""
    scale = "in percent" if percent else window.main.unit + (", log scale" if log else "")
    return ", ".join(part for part in (INTERVALS[spec.interval], span, scale) if part)


def _credit(window: Window) -> str:
    first, last = window.shown[0].time, window.shown[-1].time
    days = f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"
    credits = dict.fromkeys([window.main.credit, *(each.credit for each in window.compared)])
    return f"{'; '.join(credits)}. {days}"


def _legend(window: Window, compared: list[Line], computed: list[Shown]) -> list[tuple[str, str]]:
    found = [("chart-line", window.main.symbol)] if compared else []
    found += [(line.style, line.label) for line in compared]
    over = [each for each in computed if each.indicator.name in indicators.OVER_PRICE]
    return found + [
        (f"chart-over chart-over-{place}", each.indicator.label) for place, each in enumerate(over)
    ]


def _measure(spec: ChartSpec, bars: Sequence[BarView], notes: list[str]) -> tuple[Measure, bool]:
    """How a price is shown: as it is, or as its move from the first bar in percent."""
    if spec.scale != "percent" and not spec.compare:
        return float, False
    base = float(bars[0].close)
    if base <= 0:
        notes.append("Percent is not meaningful: the first price is zero or negative.")
        return float, False
    return (lambda price: (price / base - 1) * 100), True


def _may_be_log(bars: Sequence[BarView], notes: list[str]) -> bool:
    if min(bar.lowest for bar in bars) > 0:
        return True
    notes.append("A log scale needs prices above zero; drawn on a linear one.")
    return False


def _extent(spec: ChartSpec, bars: Sequence[BarView], measure: Measure) -> list[float]:
    if spec.type in {"candles", "bars"}:
        prices = [price for bar in bars for price in (bar.lowest, bar.highest)]
    else:
        prices = [bar.close for bar in bars]
    return [measure(float(min(prices))), measure(float(max(prices)))]


def _compared(spec: ChartSpec, window: Window, moments: Moments, notes: list[str]) -> list[Line]:
    lines = []
    for place, series in enumerate(window.compared):
        closes = aligned(series.bars, window.shown)
        base = _first(closes)
        why = _why_left_out(series, window, base)
        if base is None or why:
            notes.append(f"{series.symbol} is not drawn: {why}.")
            continue
        values: Values = [None if close is None else (close / base - 1) * 100 for close in closes]
        lines.append(Line(values, f"chart-compared chart-compared-{place}", series.symbol))
    return lines


def _first(closes: Values) -> float | None:
    return next((close for close in closes if close is not None), None)


def _why_left_out(series: Series, window: Window, base: float | None) -> str:
    """Why an instrument that is compared is not drawn; empty where it is."""
    if base is not None:
        return "" if base > 0 else "its first price is not above zero"
    last = series.last
    if last is None:
        return "no prices of it are known"
    if last >= window.shown[0].time:
        return "no prices in this time"
    return f"its prices end on {day_of(last)}"


def left_out(window: Window) -> list[tuple[Series, str]]:
    bases = (_first(aligned(series.bars, window.shown)) for series in window.compared)
    told = zip(window.compared, bases, strict=True)
    return [(each, why) for each, base in told if (why := _why_left_out(each, window, base))]


def not_drawn(spec: ChartSpec, window: Window) -> list[tuple[Indicator, str]]:
    """The indicators for which these bars have no numbers, and why."""
    told = ((each, indicators.unavailable(each, window.main.bars)) for each in spec.indicators)
    return [(each, why) for each, why in told if why]


def aligned(bars: Sequence[BarView], to: Sequence[BarView]) -> Values:
    """The other's closes at our moments: its own bar of that day, or none; never the last known
    one, which would draw a market that was closed as a flat one."""
    closes = {bar.time.astimezone(UTC): float(bar.close) for bar in bars}
    return [closes.get(bar.time.astimezone(UTC)) for bar in to]


def _indicators(spec: ChartSpec, window: Window, notes: list[str]) -> list[Shown]:
    found = []
    for indicator in spec.indicators:
        if reason := indicators.unavailable(indicator, window.main.bars):
            notes.append(f"{reason}.")
            continue
        lines = indicators.compute(indicator, window.main.bars, window.main.zone)
        found.append(Shown(indicator, {name: line[window.first :] for name, line in lines.items()}))
    return found
