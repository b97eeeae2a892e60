"""Several instruments side by side: a percent chart, and a table over the usual stretches."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from alley.markets.charts import asked, svg
from alley.markets.charts.bars import BarView
from alley.markets.charts.choices import Choices
from alley.markets.charts.plot import left_out
from alley.markets.charts.spec import MOST_COMPARED, ChartSpec
from alley.markets.charts.window import Series, Window
from alley.markets.models import Instrument
from alley.markets.queries import chart_window, instrument_for, quotes_for, series_of
from alley.markets.quotes import QuoteView, percent

STRETCHES = (
    ("1 month", timedelta(days=31)),
    ("3 months", timedelta(days=92)),
    ("1 year", timedelta(days=366)),
    ("5 years", timedelta(days=1827)),
)
NEAR = timedelta(days=7)  # the first price of a stretch is no further from its beginning


@dataclass(frozen=True, slots=True)
class Compared:
    instrument: Instrument
    quote: QuoteView | None
    shown: Decimal | None  # the move over the chart, in percent
    moves: list[Decimal | None]
    credit: str


@dataclass(frozen=True, slots=True)
class Comparison:
    spec: ChartSpec | None
    window: Window | None
    rows: list[Compared]
    unknown: list[str]

    @property
    def spec_json(self) -> str:
        return json.dumps(self.spec.as_dict(), separators=(",", ":")) if self.spec else ""

    @property
    def picture(self) -> str:
        return asked.address(self.spec) if self.spec else ""

    @property
    def words(self) -> str:
        return svg.description(self.spec, self.window) if self.spec and self.window else ""

    @property
    def title(self) -> str:
        return svg.title(self.spec, self.window) if self.spec and self.window else ""

    @property
    def choices(self) -> Choices | None:
        return Choices(self.spec, intraday=False, zone="UTC") if self.spec else None

    @property
    def left_out(self) -> list[tuple[Series, str]]:
        """What is not drawn, and why."""
        return left_out(self.window) if self.window else []

    @property
    def symbols(self) -> str:
        return ", ".join(row.instrument.symbol for row in self.rows)


def comparison(symbols: Sequence[str], query: Mapping[str, str]) -> Comparison:
    """Up to six instruments; what is not known is named. Raises Refused `bad_chart`."""
    wanted = [(text, instrument_for(text)) for text in symbols[: MOST_COMPARED + 1]]
    found = list({one.symbol: one for _, one in wanted if one is not None}.values())
    unknown = [text for text, one in wanted if one is None]
    if not found:
        return Comparison(None, None, [], unknown)
    first, *others = found
    usual = {"type": "line", "scale": "percent", "compare": [other.symbol for other in others]}
    plain = {name: query[name] for name in ("range", "interval") if query.get(name)}
    spec = asked.asked(first.symbol, plain, usual)
    window = chart_window(spec)
    quotes = quotes_for(one.symbol for one in found)
    return Comparison(
        spec, window, [_row(one, window, quotes.get(one.symbol)) for one in found], unknown
    )


def _row(instrument: Instrument, window: Window | None, quote: QuoteView | None) -> Compared:
    shown = _series(instrument.symbol, window)
    bars = series_of(instrument.symbol, "1d", adjust="split").columns.views()
    return Compared(
        instrument=instrument,
        quote=quote,
        shown=_over(shown.bars[window.first :] if shown is window.main else shown.bars)
        if shown and window
        else None,
        moves=[_since(bars, stretch) for _, stretch in STRETCHES],
        credit=shown.credit if shown else "",
    )


def _series(symbol: str, window: Window | None) -> Series | None:
    every = (window.main, *window.compared) if window else ()
    return next((series for series in every if series.symbol == symbol), None)


def _over(bars: Sequence[BarView]) -> Decimal | None:
    return percent(bars[-1].close - bars[0].close, bars[0].close) if bars else None


def _since(bars: Sequence[BarView], stretch: timedelta) -> Decimal | None:
    """The move over a stretch that ends with the last price; None where it has no beginning."""
    if not bars:
        return None
    begins = bars[-1].time - stretch
    if bars[0].time > begins + NEAR:
        return None
    return _over([bar for bar in bars if bar.time >= begins])
