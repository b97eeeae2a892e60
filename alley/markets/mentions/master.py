"""The index of this process, made from the master and made anew when instruments have changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Lock

from alley.markets.mentions.linking import Mention, Rulings, link_in
from alley.markets.mentions.listings import Listings, Once
from alley.markets.mentions.names import Index
from alley.markets.mentions.naming import Called, Listed, names_of
from alley.markets.models import Alias, Instrument, Master, SymbolSpan

A_DAY = timedelta(days=1)  # what is delisted on a day still stood on it
_lock = Lock()
_built: tuple[int, Index] | None = None


def link(text: str, *, as_of: date | None = None, rulings: Rulings | None = None) -> list[Mention]:
    """The instruments a text speaks of, in order.

    `as_of` is the day of first publication; `rulings` is what an editor said words mean.
    """
    return link_in(text, index(), as_of=as_of, rulings=rulings)


def index() -> Index:
    """Names and codes, ready; one small query asks whether the master has changed."""
    global _built  # one per process, behind a lock
    version = _version()
    if _built is None or _built[0] != version:
        with _lock:
            if _built is None or _built[0] != version:
                _built = version, make_index()
    return _built[1]


def _version() -> int:
    rows = Master.objects.filter(pk=1).values_list("version", flat=True)
    return next(iter(rows), 0)


def make_index() -> Index:
    standing = Instrument.objects.filter(delisted=None).values_list("symbol", "rank")
    return Index(names_of(_listed(), _called()), Listings(standing.iterator(), _ended()))


def _ended() -> Iterator[Once]:
    span_of = ("symbol", "instrument__symbol", "instrument__rank", "valid_from", "valid_to")
    for span in SymbolSpan.objects.exclude(valid_to=None).values_list(*span_of):
        yield Once(*span)
    gone = Instrument.objects.exclude(delisted=None)
    for symbol, rank, listed, delisted in gone.values_list("symbol", "rank", "listed", "delisted"):
        if delisted:
            yield Once(symbol, symbol, rank, listed, delisted + A_DAY)


def _listed() -> Iterator[Listed]:
    rows = Instrument.objects.values_list("symbol", "name", "kind", "rank", "delisted")
    return (Listed(*row) for row in rows.iterator())


def _called() -> Iterator[Called]:
    columns = ("instrument__symbol", "text", "kind", "instrument__rank", "valid_from", "valid_to")
    return (Called(*row) for row in Alias.objects.values_list(*columns).iterator())
