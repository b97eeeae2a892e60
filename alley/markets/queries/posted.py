"""Charts that are kept, what the market said when they were made, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from alley.accounts.models import Reader
from alley.markets.adjustments import Split, ladder, times
from alley.markets.charts.since import Since
from alley.markets.charts.window import Window, window_of
from alley.markets.models import (
    Adjustment,
    ChartLayout,
    ChartSnapshot,
    CorporateAction,
    Instrument,
    Interval,
    PriceKind,
    Quote,
    shown,
)
from alley.markets.queries.corporate import splits_in
from alley.markets.queries.latest import quotes_for
from alley.markets.queries.series import series_of
from alley.markets.quotes import QuoteView, label_of
from alley.markets.quotes import moment as when
from alley.markets.sessions import session_end
from alley.refusals import Refusal, Refused

NO_INSTRUMENT = Refusal("not_found", "There is no such instrument here.", status=404)
RECENT = timedelta(days=20)  # a price older than this says nothing about a moment
NO_CHART = Refusal("not_found", "There is no such chart of yours.", status=404)


@dataclass(frozen=True, slots=True)
class PriceThen:
    price: Decimal
    time: datetime
    label: str
    adjustment: str = Adjustment.RAW


def price_at(instrument: Instrument, moment: datetime) -> PriceThen | None:
    """The last price known at a moment: the quote, or the close of the last session before."""
    quote = shown(Quote.objects.filter(instrument=instrument, time__lte=moment)).first()
    if quote is not None:
        return PriceThen(quote.price, quote.time, label_of(quote))
    daily = series_of(instrument.symbol, Interval.DAY, moment - RECENT, moment)
    for bar in reversed(daily.columns.views()):
        closed = session_end(instrument.symbol, bar.time.date())
        if closed <= moment:
            origin = daily.origins[0]
            kind = PriceKind(origin.kind).label
            label = f"{kind} · {origin.source} · {when(bar.time, daily=True)}"
            return PriceThen(bar.close, closed, label, daily.adjustment)
    return None


def snapshot_of(reader: Reader, pk: int) -> ChartSnapshot:
    """A chart of one's own. Raises Refused `not_found`."""
    found = ChartSnapshot.objects.filter(pk=pk, reader=reader).select_related("instrument").first()
    if found is None:
        raise Refused(NO_CHART)
    return found


def kept_window(made: ChartSnapshot) -> Window:
    """The prices a chart was made from."""
    return window_of(made.window)


def layout_of(reader: Reader, symbol: str) -> ChartLayout | None:
    return ChartLayout.objects.filter(reader=reader, instrument__symbol=symbol).first()


def since_posted(snapshots: Iterable[ChartSnapshot]) -> dict[int, Since]:
    """What became of each price since, by the snapshot's key; two queries whatever their number.
    Needs `instrument` to be loaded."""
    wanted = list(snapshots)
    symbols = {each.instrument.symbol for each in wanted}
    now = quotes_for(symbols)
    splits = _splits(symbols) if wanted else {}
    return {each.pk: _since(each, now, splits) for each in wanted}


def _since(
    snapshot: ChartSnapshot, now: dict[str, QuoteView], splits: dict[str, list[Split]]
) -> Since:
    symbol = snapshot.instrument.symbol
    happened = splits.get(symbol, []) if snapshot.price_adjustment == Adjustment.RAW else []
    steps = ladder(
        happened, [], have=Adjustment.RAW, want=Adjustment.SPLIT, close_before=lambda day: None
    )
    factor = steps.price[steps.place(snapshot.price_time.date())]
    return Since(
        price=times(snapshot.price, factor),
        time=snapshot.price_time,
        label=snapshot.price_label,
        now=now.get(symbol),
        call=snapshot.call,
        adjusted=factor != 1,
    )


def _splits(symbols: set[str]) -> dict[str, list[Split]]:
    today = timezone.now().date()
    found: dict[str, list[CorporateAction]] = defaultdict(list)
    rows = CorporateAction.objects.filter(instrument__symbol__in=symbols, ex_date__lte=today)
    for action in rows.select_related("instrument"):
        found[action.instrument.symbol].append(action)
    return {symbol: splits_in(actions) for symbol, actions in found.items()}
