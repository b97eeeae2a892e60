"""What a reader may choose in a chart's form, in words."""

from typing import NamedTuple

from alley.markets.charts.spec import ChartSpec, Span


class Choice(NamedTuple):
    value: str
    words: str
    chosen: bool


RANGES = ("1M", "3M", "6M", "YTD", "1Y", "2Y", "5Y", "10Y", "MAX")
SHORT_RANGES = ("1D", "5D", "1M", "3M")
INTERVALS = {
    "1m": "1 minute",
    "5m": "5 minutes",
    "15m": "15 minutes",
    "1h": "1 hour",
    "1d": "Day",
    "1w": "Week",
    "1mo": "Month",
}
INTRADAY = ("1m", "5m", "15m", "1h")
TYPES = {"candles": "Candles", "bars": "Bars", "line": "Line", "area": "Area"}
SCALES = {"linear": "Linear", "log": "Log", "percent": "Percent"}
ZONES = ("UTC", "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Tokyo")


class Choices:
    """The form's lists, with what the spec says chosen."""

    def __init__(self, spec: ChartSpec, *, intraday: bool, zone: str) -> None:
        self.spec = spec
        self.intraday = intraday
        self.zone = zone

    @property
    def ranges(self) -> list[Choice]:
        names = SHORT_RANGES if self.spec.interval in INTRADAY else RANGES
        now = "" if isinstance(self.spec.range, Span) else self.spec.range
        return [Choice(name, "All" if name == "MAX" else name, name == now) for name in names]

    @property
    def intervals(self) -> list[Choice]:
        names = [name for name in INTERVALS if self.intraday or name not in INTRADAY]
        return [Choice(name, INTERVALS[name], name == self.spec.interval) for name in names]

    @property
    def types(self) -> list[Choice]:
        return [Choice(name, words, name == self.spec.type) for name, words in TYPES.items()]

    @property
    def scales(self) -> list[Choice]:
        return [Choice(name, words, name == self.spec.scale) for name, words in SCALES.items()]

    @property
    def zones(self) -> list[Choice]:
        names = dict.fromkeys([self.spec.tz, self.zone, *ZONES])
        words = {name: name.rpartition("/")[2].replace("_", " ") for name in names}
        return [Choice(name, words[name], name == self.spec.tz) for name in names]

    @property
    def indicators(self) -> str:
        return ", ".join(
            ":".join([each.name, *(f"{number:g}" for number in each.params)])
            for each in self.spec.indicators
        )

    @property
    def compare(self) -> str:
        return ", ".join(self.spec.compare)
