"""A reader's lists; whoever asks for somebody else's learns nothing of them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from alley.accounts.models import Reader
from alley.markets.charts.bars import BarView
from alley.markets.charts.svg import sparkline
from alley.markets.models import Bar, Interval, shown
from alley.markets.queries import quotes_for
from alley.markets.quotes import QuoteView
from alley.portfolios.models import Portfolio, Transaction, Watched, Watchlist
from alley.refusals import Refusal, Refused

NO_WATCHLIST = Refusal("not_found", "There is no such watchlist.", status=404)
NO_PORTFOLIO = Refusal("not_found", "There is no such portfolio.", status=404)
SPARK = 30  # days of a sparkline


def watchlists_of(reader: Reader) -> "QuerySet[Watchlist]":
    return Watchlist.objects.filter(reader=reader).annotate(count=Count("rows"))


def watchlist_for(reader: Reader, pk: int) -> Watchlist:
    found = Watchlist.objects.filter(reader=reader, pk=pk).first()
    if found is None:
        raise Refused(NO_WATCHLIST)
    return found


def watchlist_shared(token: str) -> Watchlist:
    found = Watchlist.objects.filter(share=token).first() if token else None
    if found is None:
        raise Refused(NO_WATCHLIST)
    return found


def portfolios_of(reader: Reader) -> "QuerySet[Portfolio]":
    return Portfolio.objects.filter(reader=reader).annotate(count=Count("transactions"))


def portfolio_for(reader: Reader, pk: int) -> Portfolio:
    found = Portfolio.objects.filter(reader=reader, pk=pk).first()
    if found is None:
        raise Refused(NO_PORTFOLIO)
    return found


def portfolio_shared(token: str) -> Portfolio:
    found = Portfolio.objects.filter(share=token).first() if token else None
    if found is None:
        raise Refused(NO_PORTFOLIO)
    return found


def transactions_of(
    portfolio: Portfolio, instrument: str = "", kind: str = ""
) -> "QuerySet[Transaction]":
    """All, or those of one kind, or with an instrument whose symbol or name has these letters."""
    rows = portfolio.transactions.all()
    if kind:
        rows = rows.filter(type=kind)
    if instrument:
        named = Q(symbol__icontains=instrument) | Q(name__icontains=instrument)
        rows = rows.filter(named | Q(other__icontains=instrument))
    return rows


@dataclass(frozen=True, slots=True)
class WatchedView:
    row: Watched
    quote: QuoteView | None
    sparkline: str
    spark_from: str
    is_first: bool
    is_last: bool


def rows_of(watchlist: Watchlist) -> list[WatchedView]:
    """Rows in the reader's order with price and sparkline, in three queries."""
    rows = list(watchlist.rows.select_related("instrument"))
    quotes = quotes_for(row.instrument.symbol for row in rows)
    sparks = _sparks([row.instrument_id for row in rows])
    return [
        WatchedView(
            row=row,
            quote=quotes.get(row.instrument.symbol),
            sparkline=sparkline(bars := sparks.get(row.instrument_id, [])),
            spark_from=f"{bars[0].time:%d %b %Y} to {bars[-1].time:%d %b %Y}" if bars else "",
            is_first=place == 0,
            is_last=place == len(rows) - 1,
        )
        for place, row in enumerate(rows)
    ]


def _sparks(instruments: list[int]) -> dict[int, list[BarView]]:
    """The last closes of each, one short walk of the bars' index for each instrument."""
    found = {}
    for instrument in instruments:
        own = Bar.objects.filter(instrument=instrument, interval=Interval.DAY)
        bars = shown(own).order_by("-time")
        rows = bars.values_list("time", "close")[:SPARK]
        found[instrument] = [BarView(t, None, None, None, c, None) for t, c in reversed(rows)]
    return found


def lists_with(reader: Reader, symbol: str) -> set[int]:
    """On which of the reader's watchlists an instrument stands."""
    rows = Watched.objects.filter(watchlist__reader=reader, instrument__symbol=symbol)
    return set(rows.values_list("watchlist_id", flat=True))
