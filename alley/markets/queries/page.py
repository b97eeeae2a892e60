"""Everything the page of one instrument shows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alley.markets.charts import asked, svg
from alley.markets.charts.bars import BarView
from alley.markets.charts.choices import INTRADAY, Choices
from alley.markets.charts.plot import left_out, not_drawn
from alley.markets.charts.spec import ChartSpec
from alley.markets.charts.window import Series as Compared
from alley.markets.charts.window import Window
from alley.markets.models import Adjustment, Instrument, Interval, Kind
from alley.markets.queries.charts import (
    chart_window,
    has_intraday,
    is_daily,
    newest_moment,
    reaches_back,
    usual_chart,
)
from alley.markets.queries.latest import quotes_for
from alley.markets.queries.ranges import EARLIER, RangesView, ranges_of
from alley.markets.queries.series import Series, series_of
from alley.markets.quotes import QuoteView

SPLIT = Adjustment.SPLIT
ROWS = 60  # of the table under the chart


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """Everything `markets/_instrument.html` shows."""

    instrument: Instrument
    quote: QuoteView | None
    spec: ChartSpec
    window: Window | None
    facts: list[tuple[str, str]]
    daily: Series  # adjusted for splits
    ranges: RangesView | None
    is_asked: bool = False  # the address asks for a chart of its own
    intraday: bool = False  # there are bars shorter than a day

    @property
    def spec_json(self) -> str:
        return json.dumps(self.spec.as_dict(), separators=(",", ":"))

    @property
    def choices(self) -> Choices:
        zone = self.window.main.zone if self.window else "UTC"
        return Choices(self.spec, intraday=self.intraday, zone=zone)

    @property
    def is_daily(self) -> bool:
        return self.spec.interval not in INTRADAY

    @property
    def picture(self) -> str:
        """The query of the picture's address."""
        return asked.address(self.spec)

    @property
    def left_out(self) -> list[tuple[Compared, str]]:
        """What is compared but not drawn, and why."""
        return left_out(self.window) if self.window else []

    @property
    def not_drawn(self) -> list[str]:
        """Why each indicator that is asked for but cannot be drawn is not."""
        return [why for _, why in not_drawn(self.spec, self.window)] if self.window else []

    @property
    def title(self) -> str:
        return svg.title(self.spec, self.window) if self.window else ""

    @property
    def words(self) -> str:
        return svg.description(self.spec, self.window) if self.window else ""

    @property
    def bars(self) -> tuple[BarView, ...]:
        """Newest first: the table under the chart."""
        return self.window.shown[-ROWS:][::-1] if self.window else ()

    @property
    def has_range(self) -> bool:
        return any(bar.is_candle for bar in self.bars)

    @property
    def has_volume(self) -> bool:
        return any(bar.volume is not None for bar in self.bars)


def instrument_page(
    symbol: str, query: Mapping[str, str] | None = None, since: datetime | None = None
) -> InstrumentPage | None:
    """The page of one instrument with the chart `query` asks for, in a fixed number of queries;
    None where there is no such instrument. Its days are read once, from `since` on where that is
    before what the chart and the ranges need. Raises Refused `bad_chart`."""
    instrument = Instrument.objects.filter(symbol=symbol).first()
    if instrument is None:
        return None
    quote = quotes_for([symbol]).get(symbol)
    spec = asked.asked(symbol, query or {}, usual_chart(symbol, quote.time if quote else None))
    last = newest_moment(symbol, Interval.DAY)
    daily = series_of(symbol, Interval.DAY, _begin(spec, quote, last, since), adjust=SPLIT)
    return InstrumentPage(
        instrument=instrument,
        quote=quote,
        spec=spec,
        window=chart_window(spec, daily=daily),
        daily=daily,
        ranges=ranges_of(quote, daily),
        facts=_facts(instrument),
        is_asked=bool(asked.KEYS & set(query or {})),
        intraday=has_intraday(symbol),
    )


def _begin(
    spec: ChartSpec, quote: QuoteView | None, last: datetime | None, since: datetime | None
) -> datetime | None:
    """From when on the days are read; None: from the very first."""
    wanted = [moment - EARLIER for moment in (last, quote and quote.time) if moment]
    if last is not None and is_daily(spec):
        if (early := reaches_back(spec, last)) is None:
            return None
        wanted.append(early)
    return min([*wanted, *([since] if since else [])], default=None)


def _facts(instrument: Instrument) -> list[tuple[str, str]]:
    names = ", ".join(instrument.aliases.values_list("text", flat=True)[:8])
    pairs = [
        ("Symbol", instrument.symbol),
        ("Kind", str(Kind(instrument.kind).label)),
        ("Currency", instrument.currency),
        ("Quoted in", instrument.unit),
        ("Market", instrument.mic),
        ("ISIN", instrument.isin),
        ("FIGI", instrument.figi),
        ("Sector", instrument.sector),
        ("Country", instrument.country),
        ("Also called", names),
    ]
    return [(word, value) for word, value in pairs if value]
