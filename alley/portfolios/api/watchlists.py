"""/watchlists: what a reader follows, in the order they want; nobody else sees any of it."""

from typing import Any

from ninja import Field, Router, Schema, Status

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.markets.models import Instrument
from alley.markets.queries import instrument_for
from alley.portfolios import actions, queries, shapes
from alley.portfolios.actions.watchlists import UNKNOWN
from alley.portfolios.api.asked import writing
from alley.portfolios.models import Watchlist
from alley.refusals import Refused

router = Router(auth=signed_in)


class NewWatchlist(Schema):
    name: str
    symbols: list[str] = Field(default_factory=list, max_length=200)


class WatchlistChange(Schema):
    name: str | None = None
    shared: bool | None = None


class Note(Schema):
    note: str = Field("", max_length=280)


class Order(Schema):
    symbols: list[str] = Field(max_length=1000)


class Lines(Schema):
    csv: str = Field(max_length=200_000)


@router.get("/watchlists")
def watchlists(request: ReaderRequest) -> dict[str, Any]:
    """In the reader's order; `GET /watchlists/{id}` has the rows."""
    found = queries.watchlists_of(request.user)
    items = [{**shapes.watchlist(one), "count": one.count} for one in found]  # type: ignore[attr-defined]
    return {"items": items, "next": None}


@router.post("/watchlists", response={201: dict[str, Any]})
@idempotent
def make_watchlist(request: ReaderRequest, new: NewWatchlist) -> Status[dict[str, Any]]:
    instruments = [instrument(symbol) for symbol in new.symbols]
    made = actions.make_watchlist(reader=request.user, name=new.name, device=device(request))
    for one in instruments:
        actions.watch(made, one, device=device(request))
    return Status(201, _watchlist(made))


@router.get("/watchlists/{pk}")
def watchlist(request: ReaderRequest, pk: int) -> dict[str, Any]:
    """With each row's price; `version` is what If-Match takes."""
    return _watchlist(queries.watchlist_for(request.user, pk))


@router.patch("/watchlists/{pk}")
@idempotent
def change_watchlist(request: ReaderRequest, pk: int, change: WatchlistChange) -> dict[str, Any]:
    found = queries.watchlist_for(request.user, pk)
    if change.name is not None:
        actions.name_watchlist(found, change.name, **writing(request))
    if change.shared is not None:
        found = actions.share_watchlist(found, change.shared, device=device(request))
    return _watchlist(found)


@router.delete("/watchlists/{pk}", response={204: None})
@idempotent
def remove_watchlist(request: ReaderRequest, pk: int) -> Status[None]:
    found = queries.watchlist_for(request.user, pk)
    actions.remove_watchlist(found, device=device(request))
    return Status(204, None)


@router.put("/watchlists/{pk}/rows/{symbol}", response={200: dict[str, Any], 201: dict[str, Any]})
@idempotent
def watch(
    request: ReaderRequest, pk: int, symbol: str, note: Note | None = None
) -> Status[dict[str, Any]]:
    """201 where the instrument is new on the list; a note replaces the one it had."""
    found = queries.watchlist_for(request.user, pk)
    one = instrument(symbol)
    words = note.note if note else ""
    _, made = actions.watch(found, one, note=words, **writing(request))
    if note and not made:
        actions.note(found, one.symbol, words, device=device(request))
    return Status(201 if made else 200, _watchlist(found))


@router.delete("/watchlists/{pk}/rows/{symbol}", response={204: None})
@idempotent
def unwatch(request: ReaderRequest, pk: int, symbol: str) -> Status[None]:
    found = queries.watchlist_for(request.user, pk)
    one = instrument(symbol)
    if not actions.unwatch(found, one.symbol, **writing(request)):
        raise Refused(UNKNOWN)
    return Status(204, None)


@router.put("/watchlists/{pk}/order")
@idempotent
def order(request: ReaderRequest, pk: int, order: Order) -> dict[str, Any]:
    """Symbols in the wanted order; rows that are not named follow as they stood."""
    found = queries.watchlist_for(request.user, pk)
    actions.order(found, order.symbols, **writing(request))
    return _watchlist(found)


@router.post("/watchlists/{pk}/import")
@idempotent
def fill_watchlist(request: ReaderRequest, pk: int, lines: Lines) -> dict[str, Any]:
    """`symbol,note` rows, or a symbol a line; adds what is not there yet."""
    found = queries.watchlist_for(request.user, pk)
    added, unknown = actions.fill(found, lines.csv, device=device(request))
    return {"added": added, "unknown": unknown, **_watchlist(found)}


def instrument(symbol: str) -> Instrument:
    found = instrument_for(symbol)
    if found is None:
        raise Refused(UNKNOWN)
    return found


def _watchlist(found: Watchlist) -> dict[str, Any]:
    return shapes.watchlist(found, queries.rows_of(found))
