"""Reads of instruments and prices."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from alley.markets import symbols
from alley.markets.charts import svg
from alley.markets.charts.spec import BarView, ChartSpec, spec_for
from alley.markets.charts.thin import merged, thin
from alley.markets.models import Adjustment, Alias, Bar, Instrument, Interval, Kind, Quote, address
from alley.markets.quotes import QuoteView, text_of, view_of
from alley.markets.reaction import Price, WindowResult, measure, stamp
from alley.markets.sessions import NEW_YORK, hours_of, session_end
from alley.subjects import Subject

BENCHMARK = "INDEX:SPX"
PICTURE = timedelta(days=366)
HISTORY = timedelta(days=390)  # 250 sessions and the week before them
AFTERMATH = timedelta(days=16)
MINUTE = timedelta(minutes=1)  # a bar's close is known when it ends


def instrument_for(text: str) -> Instrument | None:
    """The instrument written as `XNYS:CVX`, `NYSE:CVX`, `CVX.N` or, where one is meant, `CVX`."""
    if symbol := symbols.canonical(text):
        return Instrument.objects.filter(symbol=symbol).first()
    if forms := symbols.from_ric(text):
        return Instrument.objects.filter(symbol__in=forms).order_by("rank").first()
    return _bare(text.strip().upper())


def _bare(ticker: str) -> Instrument | None:
    """The one instrument with this ticker, or the one that clearly outranks the others."""
    best = list(Instrument.objects.filter(ticker=ticker, delisted=None).order_by("rank")[:2])
    if not best or (len(best) == 2 and best[0].rank == best[1].rank):
        return None
    return best[0]


def quotes_for(wanted: Iterable[str]) -> dict[str, QuoteView]:
    """The latest price of each symbol that has one, in the order asked."""
    order = list(dict.fromkeys(wanted))
    now = timezone.now()
    found = {
        quote.instrument.symbol: view_of(quote, quote.instrument, now)
        for quote in Quote.objects.filter(instrument__symbol__in=order).select_related("instrument")
    }
    return {symbol: found[symbol] for symbol in order if symbol in found}


def search_instruments(q: str, limit: int = 20) -> Sequence[Instrument]:
    """Instruments whose ticker, symbol or name begins with these words, best known first."""
    words = q.strip()
    if not words:
        return list(Instrument.objects.order_by("rank", "symbol")[:limit])
    matching = (
        Q(ticker__istartswith=words)
        | Q(symbol__istartswith=symbols.canonical(words) or words)
        | Q(name__istartswith=words)
        | Q(aliases__text__istartswith=words)
        | Q(isin=words.upper())
    )
    return list(Instrument.objects.filter(matching).distinct().order_by("rank", "symbol")[:limit])


def instrument_subject(key: str) -> Subject | None:
    instrument = Instrument.objects.filter(symbol=key).first()
    if instrument is None:
        return None
    return Subject(
        kind="instrument",
        key=instrument.symbol,
        title=instrument.name,
        url=instrument.get_absolute_url(),
        text=f"{instrument.name} {instrument.ticker} {instrument.sector} {instrument.kind}",
        purges=(f"instrument:{instrument.symbol}",),
    )


def bars_for(
    symbol: str,
    interval: str = Interval.DAY,
    start: datetime | None = None,
    end: datetime | None = None,
    points: int | None = None,
) -> list[BarView]:
    """Bars oldest first, at most `points` that keep the picture; weeks are made of days."""
    finest = Interval.DAY if interval in ROLLED else interval
    stored = Bar.objects.filter(instrument__symbol=symbol, interval=finest)
    if start is not None:
        stored = stored.filter(time__gte=start)
    if end is not None:
        stored = stored.filter(time__lte=end)
    rows = stored.order_by("time").values_list("time", "open", "high", "low", "close", "volume")
    bars = [BarView(*row) for row in rows]
    if period := ROLLED.get(interval):
        bars = [merged(list(group)) for _, group in groupby(bars, key=period)]
    return bars if points is None else thin(bars, points)


def _week(bar: BarView) -> tuple[int, int]:
    return bar.time.isocalendar()[:2]


def _month(bar: BarView) -> tuple[int, int]:
    return bar.time.year, bar.time.month


ROLLED: dict[str, Callable[[BarView], tuple[int, int]]] = {
    Interval.WEEK: _week,
    Interval.MONTH: _month,
}


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


def listed_quotes(limit: int = 60) -> list[QuoteView]:
    """The overview of the markets: the best-known instruments that have a price."""
    now = timezone.now()
    newest = Quote.objects.select_related("instrument").order_by(
        "instrument__rank", "instrument__kind", "instrument__symbol"
    )
    return [view_of(quote, quote.instrument, now) for quote in newest[:limit]]


@dataclass(frozen=True, slots=True)
class InstrumentReaction:
    """One instrument's moves after a story, in the contract's Reaction shape."""

    symbol: str
    name: str
    quote_kind: str
    source: str
    adjustment: str
    windows: list[WindowResult]

    @property
    def url(self) -> str:
        return address(self.symbol)

    @property
    def measured(self) -> bool:
        return any(not window.unavailable for window in self.windows)

    @property
    def reference(self) -> Price | None:
        return next((window.reference for window in self.windows[1:] if window.reference), None)

    def as_dict(self) -> dict[str, Any]:
        reference = self.reference
        return {
            "symbol": self.symbol,
            "name": self.name,
            "quote_kind": self.quote_kind or None,
            "source": self.source or None,
            "adjustment": self.adjustment or None,
            "reference": None
            if reference is None
            else {"price": text_of(reference.price), "at": stamp(reference.at)},
            "windows": [window.as_dict() for window in self.windows],
        }


def reaction_of(wanted: Iterable[str], event_time: datetime) -> list[InstrumentReaction]:
    """What each instrument did after `event_time`; three queries whatever their number."""
    order = list(dict.fromkeys(wanted))
    found = {
        instrument.symbol: instrument
        for instrument in Instrument.objects.filter(symbol__in=[*order, BENCHMARK])
    }
    daily = _closes(found.values(), event_time)
    intraday = _intraday(found.values(), event_time)
    return [
        _reaction(found[symbol], event_time, daily, intraday) for symbol in order if symbol in found
    ]


def _reaction(
    instrument: Instrument,
    event_time: datetime,
    daily: dict[str, list[Bar]],
    intraday: dict[str, list[Bar]],
) -> InstrumentReaction:
    own = daily.get(instrument.symbol, [])
    market = daily.get(BENCHMARK, []) if _has_benchmark(instrument) else []
    last = own[-1] if own else None
    return InstrumentReaction(
        symbol=instrument.symbol,
        name=instrument.name,
        quote_kind=last.kind if last else "",
        source=last.source if last else "",
        adjustment=str(Adjustment(last.adjustment).label) if last else "",
        windows=measure(
            event_time,
            _prices(own),
            _prices(market),
            benchmark_name=BENCHMARK,
            intraday=[
                Price(bar.time + MINUTE, bar.close) for bar in intraday.get(instrument.symbol, [])
            ],
        ),
    )


def _has_benchmark(instrument: Instrument) -> bool:
    """Shares and funds in New York are held against the S&P 500; other kinds against nothing."""
    return instrument.kind in {Kind.EQUITY, Kind.ETF} and hours_of(instrument.symbol) is NEW_YORK


def _prices(bars: list[Bar]) -> list[Price]:
    return [Price(session_end(bar.instrument.symbol, bar.time.date()), bar.close) for bar in bars]


def _closes(instruments: Iterable[Instrument], event_time: datetime) -> dict[str, list[Bar]]:
    return _by_symbol(
        Bar.objects.filter(
            instrument__in=list(instruments),
            interval=Interval.DAY,
            time__gte=event_time - HISTORY,
            time__lte=event_time + AFTERMATH,
        )
    )


def _intraday(instruments: Iterable[Instrument], event_time: datetime) -> dict[str, list[Bar]]:
    return _by_symbol(
        Bar.objects.filter(
            instrument__in=list(instruments),
            interval=Interval.MINUTE,
            time__gte=event_time - timedelta(hours=3),
            time__lte=event_time + timedelta(hours=3),
        )
    )


def _by_symbol(bars: QuerySet[Bar]) -> dict[str, list[Bar]]:
    found: dict[str, list[Bar]] = defaultdict(list)
    for bar in bars.select_related("instrument").order_by("time"):
        found[bar.instrument.symbol].append(bar)
    return found


def aliases_of(instruments: Iterable[Instrument]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    names = Alias.objects.filter(instrument__in=list(instruments)).order_by("pk")
    for instrument_id, text in names.values_list("instrument_id", "text"):
        found[instrument_id].append(text)
    return found


def aware(time: datetime) -> datetime:
    """A time without a zone is UTC."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)
