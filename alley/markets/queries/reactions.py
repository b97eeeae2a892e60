"""What prices did after a story: the bars it is measured from, and the contract's shape."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from alley.markets.models import Adjustment, Bar, Instrument, Interval, Kind, address, shown
from alley.markets.quotes import text_of
from alley.markets.reaction import Price, WindowResult, measure, stamp
from alley.markets.sessions import NEW_YORK, hours_of, session_end

BENCHMARK = "INDEX:SPX"
HISTORY = timedelta(days=390)  # 250 sessions and the week before them
AFTERMATH = timedelta(days=16)
MINUTE = timedelta(minutes=1)  # a bar's close is known when it ends


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
    for bar in shown(bars).select_related("instrument").order_by("time"):
        found[bar.instrument.symbol].append(bar)
    return found
