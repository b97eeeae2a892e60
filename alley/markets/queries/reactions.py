"""What prices did after a story: the bars it is measured from, and the rows that made it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from alley.markets.benchmarks import benchmarks_for
from alley.markets.models import Adjustment, Instrument, Interval
from alley.markets.queries.series import Series, series_of
from alley.markets.reaction import Price, measure
from alley.markets.reaction_form import InstrumentReaction
from alley.markets.sessions import session_end

HISTORY = timedelta(days=390)  # 250 sessions and the week before them
AFTERMATH = timedelta(days=16)
HOURS_BEFORE = timedelta(days=30)  # of hours, for the usual size of one
AROUND = timedelta(days=4)  # a story in a long weekend is followed by the next session
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """One price that a reaction is made of."""

    symbol: str
    role: str  # own or benchmark
    day: date
    known: datetime  # when this close was known
    close: Decimal
    source: str
    kind: str
    adjustment: str


def reaction_of(wanted: Iterable[str], event_time: datetime) -> list[InstrumentReaction]:
    """What each instrument did after `event_time`, in the order asked."""
    order = list(dict.fromkeys(wanted))
    found = Instrument.objects.in_bulk(order, field_name="symbol")
    markets: dict[str, Series] = {}
    return [_reaction(found[symbol], event_time, markets) for symbol in order if symbol in found]


def rows_behind(symbol: str, event_time: datetime) -> Iterator[ReactionRow]:
    """Every close that a reaction was computed from: own ones, then the benchmark's."""
    instrument = Instrument.objects.filter(symbol=symbol).first()
    if instrument is None:
        return
    own = _daily(symbol, event_time)
    yield from _rows(symbol, "own", own)
    name, market = _benchmark(instrument, event_time, {})
    yield from _rows(name, "benchmark", market)


def _reaction(
    instrument: Instrument, event_time: datetime, markets: dict[str, Series]
) -> InstrumentReaction:
    symbol = instrument.symbol
    own = _daily(symbol, event_time)
    name, market = _benchmark(instrument, event_time, markets) if len(own.columns) else ("", None)
    origin = own.origins[0] if own.origins else None
    return InstrumentReaction(
        symbol=symbol,
        name=instrument.name,
        quote_kind=origin.kind if origin else "",
        source=origin.source if origin else "",
        adjustment=str(Adjustment(own.adjustment).label) if origin else "",
        windows=measure(
            event_time,
            _closes(symbol, own),
            _closes(name, market),
            benchmark_name=name,
            intraday=_intraday(symbol, Interval.MINUTE, MINUTE, event_time - AROUND, event_time),
            hourly=_intraday(symbol, Interval.HOUR, HOUR, event_time - HOURS_BEFORE, None),
        ),
    )


def _daily(symbol: str, event_time: datetime) -> Series:
    """Adjusted for splits: a split is no move."""
    start, end = event_time - HISTORY, event_time + AFTERMATH
    return series_of(symbol, Interval.DAY, start, end, adjust=Adjustment.SPLIT)


def _benchmark(
    instrument: Instrument, event_time: datetime, known: dict[str, Series]
) -> tuple[str, Series | None]:
    for name in benchmarks_for(instrument.symbol, instrument.kind):
        if name not in known:
            known[name] = _daily(name, event_time)
        if len(known[name].columns):
            return name, known[name]
    return "", None


def _closes(symbol: str, series: Series | None) -> list[Price]:
    if series is None:
        return []
    return [
        Price(session_end(symbol, bar.time.date()), bar.close) for bar in series.columns.views()
    ]


def _intraday(
    symbol: str, interval: str, length: timedelta, start: datetime, event_time: datetime | None
) -> list[Price]:
    """Closes with the moment they were known: a bar's end. Up to the story, or days beyond it."""
    end = start + HOURS_BEFORE if event_time is None else event_time + AROUND
    bars = series_of(symbol, interval, start, end).columns.views()
    return [Price(bar.time + length, bar.close) for bar in bars]


def _rows(symbol: str, role: str, series: Series | None) -> Iterator[ReactionRow]:
    if series is None or not series.origins:
        return
    origin = series.origins[0]
    for bar in series.columns.views():
        day = bar.time.astimezone(UTC).date()
        known = session_end(symbol, day)
        whose = (origin.source, origin.kind, series.adjustment)
        yield ReactionRow(symbol, role, day, known, bar.close, *whose)
