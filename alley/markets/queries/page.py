"""Everything the page of one instrument shows."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.safestring import SafeString

from alley.markets.charts import svg
from alley.markets.charts.spec import BarView, ChartSpec, spec_for
from alley.markets.models import Adjustment, Bar, Instrument, Interval, Kind
from alley.markets.queries.bars import bars_for
from alley.markets.queries.latest import quotes_for
from alley.markets.quotes import QuoteView

PICTURE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """Everything `markets/_instrument.html` shows."""

    instrument: Instrument
    quote: QuoteView | None
    spec: ChartSpec
    picture: SafeString
    bars: list[BarView]  # newest first: the table under the chart
    source: str
    adjustment: str
    facts: list[tuple[str, str]]


def instrument_page(symbol: str) -> InstrumentPage | None:
    """The page of one instrument, in five queries; None where there is no such instrument."""
    instrument = Instrument.objects.filter(symbol=symbol).first()
    if instrument is None:
        return None
    last = (
        Bar.objects.filter(instrument=instrument, interval=Interval.DAY).order_by("-time").first()
    )
    start = last.time - PICTURE if last else None
    bars = bars_for(symbol, start=start)
    spec = spec_for(symbol, Interval.DAY, bars)
    words = svg.description(bars, instrument.unit)
    return InstrumentPage(
        instrument=instrument,
        quote=quotes_for([symbol]).get(symbol),
        spec=spec,
        picture=svg.draw(spec, bars, f"{instrument.name}, daily", words),
        bars=bars[-30:][::-1],
        source=last.source if last else "",
        adjustment=str(Adjustment(last.adjustment).label) if last else "",
        facts=_facts(instrument),
    )


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
