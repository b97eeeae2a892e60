"""The prices behind a chart: its window with enough before it for the indicators to settle."""

from bisect import bisect_left
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from alley.markets.charts import indicators
from alley.markets.charts.choices import INTRADAY
from alley.markets.charts.spec import ChartSpec
from alley.markets.charts.thin import thin
from alley.markets.charts.window import Series, Window, bounds
from alley.markets.models import Adjustment, Bar, BarPack, Instrument, Interval, PriceKind, shown
from alley.markets.queries.series import ROLLED, cut, series_of
from alley.markets.queries.series import Series as Bars
from alley.markets.rollup import finer_than
from alley.markets.sessions import hours_of

MOST = 4_000  # bars of a chart; more are merged, no high or low is lost
NEARLY_A_YEAR = timedelta(days=330)  # of a year's chart only a month would be left
FAR_BEFORE = {  # calendar time of one bar, nights and holidays included
    "1m": timedelta(minutes=5),
    "5m": timedelta(minutes=25),
    "15m": timedelta(minutes=75),
    "1h": timedelta(hours=5),
    "1d": timedelta(days=1.6),
    "1w": timedelta(days=7.5),
    "1mo": timedelta(days=31),
}


def chart_window(
    spec: ChartSpec, as_of: date | None = None, daily: Bars | None = None
) -> Window | None:
    """What the chart shows; None where there is no such instrument or no price of it. With `as_of`
    only splits and dividends known by that day count. `daily`: the days of the instrument, adjusted
    for splits, as far back as `reaches_back` says, where somebody has them already."""
    found = Instrument.objects.in_bulk([spec.symbol, *spec.compare], field_name="symbol")
    last = newest_moment(spec.symbol, spec.interval)
    if spec.symbol not in found or last is None:
        return None
    start, end = bounds(spec, last)
    early, settling = _early(spec, start), _settling(spec)
    if daily is not None and is_daily(spec):
        main = _told(found[spec.symbol], cut(daily, early, end))
    else:
        main = _series(found[spec.symbol], spec, early, end, as_of)
    first = 0 if start is None else bisect_left(main.bars, start, key=lambda bar: bar.time)
    if first >= len(main.bars):
        return None
    bars, first = main.bars[max(0, first - settling) :], min(first, settling)
    if len(bars) - first > MOST:
        bars, first = tuple(thin(bars[first:], MOST)), 0
    shown = bars[first].time, bars[-1].time
    known = [found[symbol] for symbol in spec.compare if symbol in found]
    compared = [_compared(each, spec, *shown, as_of) for each in known]
    return Window(replace(main, bars=bars), tuple(compared), first)


def is_daily(spec: ChartSpec) -> bool:
    return spec.interval == Interval.DAY.value and spec.adjust == Adjustment.SPLIT.value


def reaches_back(spec: ChartSpec, last: datetime) -> datetime | None:
    """The first moment whose bars are asked for; None: the very first."""
    return _early(spec, bounds(spec, last)[0])


def _early(spec: ChartSpec, start: datetime | None) -> datetime | None:
    return None if start is None else start - FAR_BEFORE[spec.interval] * _settling(spec)


def _settling(spec: ChartSpec) -> int:
    return max((indicators.settled(each) for each in spec.indicators), default=0)


def usual_chart(symbol: str, quoted: datetime | None = None) -> dict[str, str]:
    """How an instrument's chart opens: candles where highs and lows are known, else a line; on all
    there is where the days it has ended long before its last price, else on a year."""
    daily = Bar.objects.filter(instrument__symbol=symbol, interval=Interval.DAY)
    last = daily.order_by("-time").values_list("open", "high", "low", "time").first()
    candles = None not in last if last else has_intraday(symbol)
    usual = {"type": "candles" if candles else "line"}
    if last and quoted and quoted - last[3] > NEARLY_A_YEAR:
        usual["range"] = "MAX"
    return usual


def has_intraday(symbol: str) -> bool:
    shorter = {"instrument": OuterRef("pk"), "interval__in": INTRADAY}
    kept = Q(Exists(Bar.objects.filter(**shorter))) | Exists(BarPack.objects.filter(**shorter))
    return Instrument.objects.filter(kept, symbol=symbol).exists()


def newest_moment(symbol: str, interval: str) -> datetime | None:
    """When the newest bar began of which one of this interval can be made. One query, and one step
    into the index for each interval: all of them at once would sort every bar there is."""
    base = Interval.DAY if interval in ROLLED else Interval(interval)
    ends = [
        Subquery(
            shown(model.objects.filter(instrument=OuterRef("pk"), interval=name))
            .order_by(f"-{at}")
            .values(at)[:1]
        )
        for name in (base, *finer_than(base))
        for model, at in ((Bar, "time"), (BarPack, "end"))
    ]
    found = Instrument.objects.filter(symbol=symbol).values_list(*ends).first() or ()
    return max((end for end in found if end is not None), default=None)


def _series(
    instrument: Instrument,
    spec: ChartSpec,
    start: datetime | None,
    end: datetime | None,
    as_of: date | None,
) -> Series:
    found = series_of(instrument.symbol, spec.interval, start, end, adjust=spec.adjust, as_of=as_of)
    return _told(instrument, found)


def _compared(
    instrument: Instrument, spec: ChartSpec, start: datetime, end: datetime, as_of: date | None
) -> Series:
    """One without a price in this time is named with the day its prices end on."""
    found = _series(instrument, spec, start, end, as_of)
    if found.bars:
        return found
    return replace(found, last=newest_moment(instrument.symbol, spec.interval))


def _told(instrument: Instrument, found: Bars) -> Series:
    kinds = dict.fromkeys(str(PriceKind(origin.kind).label) for origin in found.origins)
    sources = dict.fromkeys(origin.source for origin in found.origins)
    return Series(
        symbol=instrument.symbol,
        name=instrument.name,
        unit=instrument.unit or instrument.currency,
        source=", ".join(sources),
        kind=", ".join(kinds),
        adjustment=str(Adjustment(found.adjustment).label) if found.origins else "",
        bars=tuple(found.columns.views()),
        zone=hours_of(instrument.symbol).zone,
    )
