"""What readers do with watchlists: make, name, order, note, share, fill from a file."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.markets.queries import instrument_for
from alley.portfolios.actions.kept import named, next_place, shared, told, written
from alley.portfolios.models import Watched, Watchlist
from alley.portfolios.rules import MOST_WATCHED
from alley.refusals import Refusal, Refused

FULL = Refusal("too_many_rows", f"A watchlist has at most {MOST_WATCHED} rows.", status=422)
UNKNOWN = Refusal("not_found", "There is no such instrument.", status=404)
FIRST = "My watchlist"


@transaction.atomic
def make_watchlist(*, reader: Reader, name: str, device: str = "") -> Watchlist:
    place = next_place(Watchlist, reader)
    made = Watchlist.objects.create(
        reader=reader, name=named(name), place=place, changed_on=device[:60]
    )
    told(made, "made")
    return made


@transaction.atomic
def name_watchlist(
    watchlist: Watchlist, name: str, *, expected: int | None = None, device: str = ""
) -> Watchlist:
    watchlist.name = named(name)
    return written(watchlist, expected=expected, device=device, fields=("name",))


@transaction.atomic
def remove_watchlist(watchlist: Watchlist, *, device: str = "") -> None:
    watchlist.changed_on = device[:60]
    told(watchlist, "removed")
    watchlist.delete()


@transaction.atomic
def share_watchlist(watchlist: Watchlist, on: bool, *, device: str = "") -> Watchlist:
    return shared(watchlist, on, device=device)


@transaction.atomic
def watch(
    watchlist: Watchlist,
    instrument: Instrument,
    *,
    note: str = "",
    expected: int | None = None,
    device: str = "",
) -> tuple[Watched, bool]:
    """At the end of the list; says whether it is new there. Raises Refused `too_many_rows`."""
    written(watchlist, expected=expected, device=device)
    return _watch(watchlist, instrument, note)


def _watch(watchlist: Watchlist, instrument: Instrument, note: str) -> tuple[Watched, bool]:
    last = watchlist.rows.aggregate(last=Max("place"))["last"]
    row, made = Watched.objects.get_or_create(
        watchlist=watchlist,
        instrument=instrument,
        defaults={"place": 0 if last is None else last + 1, "note": note[:280]},
    )
    if made and watchlist.rows.count() > MOST_WATCHED:
        raise Refused(FULL)
    return row, made


@transaction.atomic
def unwatch(
    watchlist: Watchlist, symbol: str, *, expected: int | None = None, device: str = ""
) -> bool:
    written(watchlist, expected=expected, device=device)
    gone, _ = watchlist.rows.filter(instrument__symbol=symbol).delete()
    return gone > 0


@transaction.atomic
def note(
    watchlist: Watchlist,
    symbol: str,
    words: str,
    *,
    expected: int | None = None,
    device: str = "",
) -> None:
    written(watchlist, expected=expected, device=device)
    watchlist.rows.filter(instrument__symbol=symbol).update(note=words.strip()[:280])


@transaction.atomic
def order(
    watchlist: Watchlist,
    symbols: Sequence[str],
    *,
    expected: int | None = None,
    device: str = "",
) -> None:
    """In this order; rows that are not named keep theirs, after those."""
    written(watchlist, expected=expected, device=device)
    wanted = {symbol: place for place, symbol in enumerate(symbols)}
    rows = list(watchlist.rows.select_related("instrument"))
    rows.sort(key=lambda row: (wanted.get(row.instrument.symbol, len(wanted)), row.place, row.pk))
    for place, row in enumerate(rows):
        row.place = place
    Watched.objects.bulk_update(rows, ["place"])


@transaction.atomic
def move(
    watchlist: Watchlist, symbol: str, by: int, *, expected: int | None = None, device: str = ""
) -> None:
    """One row up (-1) or down (+1), or to an end (±1000)."""
    symbols = list(watchlist.rows.values_list("instrument__symbol", flat=True))
    if symbol not in symbols:
        raise Refused(UNKNOWN)
    place = symbols.index(symbol)
    symbols.insert(max(0, min(len(symbols) - 1, place + by)), symbols.pop(place))
    order(watchlist, symbols, expected=expected, device=device)


@transaction.atomic
def fill(watchlist: Watchlist, text: str, *, device: str = "") -> tuple[int, list[str]]:
    """Add the symbols of a CSV file (`symbol,note`) or of plain lines; says how many were new and
    what could not be found."""
    added, unknown = 0, []
    written(watchlist, device=device)
    for symbol, words in _rows(text):
        instrument = instrument_for(symbol)
        if instrument is None:
            unknown.append(symbol[:64])
            continue
        _, made = _watch(watchlist, instrument, words)
        added += made
    return added, unknown


def _rows(text: str) -> Iterable[tuple[str, str]]:
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    place, note_at = 0, 1
    if "symbol" in head:
        place, note_at = head.index("symbol"), head.index("note") if "note" in head else -1
        rows = rows[1:]
    for row in rows[:MOST_WATCHED]:
        if len(row) > place and row[place].strip():
            words = row[note_at] if 0 <= note_at < len(row) else ""
            yield row[place].strip().lstrip("'"), words.strip().removeprefix("'")


def first_watchlist(reader: Reader) -> Watchlist:
    """The list things are added to where none is named."""
    found = Watchlist.objects.filter(reader=reader).first()
    return found or make_watchlist(reader=reader, name=FIRST)


@transaction.atomic
def place_watchlist(lists: list[Watchlist], place: int, by: int) -> None:
    """One of a reader's lists up or down among the others."""
    lists.insert(max(0, min(len(lists) - 1, place + by)), lists.pop(place))
    for number, one in enumerate(lists):
        one.place = number
    Watchlist.objects.bulk_update(lists, ["place"])
