"""/watchlists and /portfolios: what a reader follows and owns; nobody else sees any of it.

A change may carry `If-Match: "<version>"`: written elsewhere meanwhile, it is refused with 409.
"""

import base64
import re
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.keyset import Limit, page_of
from alley.markets.models import Instrument
from alley.markets.queries import instrument_for
from alley.portfolios import actions, exporting, queries, shapes
from alley.portfolios.actions.portfolios import NO_SUCH
from alley.portfolios.actions.watchlists import UNKNOWN
from alley.portfolios.devices import device_of
from alley.portfolios.models import Watchlist
from alley.refusals import Refusal, Refused

router = Router(auth=signed_in)
BAD_MATCH = Refusal("invalid", 'If-Match is a version in quotes, such as "12".', status=422)
BAD_BASE64 = Refusal("invalid", "content_base64 is not base64.", status=422)


def writing(request: HttpRequest) -> dict[str, Any]:
    """The keyword arguments every write takes. Raises Refused `invalid`."""
    match = request.headers.get("If-Match", "").strip()
    found = re.fullmatch(r'(?:W/)?"v?(\d{1,9})"|(\d{1,9})', match)
    if match not in {"", "*"} and found is None:
        raise Refused(BAD_MATCH)
    version = int(found[1] or found[2]) if found else None
    return {"expected": version, "device": device_of(request.headers.get("User-Agent", ""))}


def device(request: HttpRequest) -> str:
    return device_of(request.headers.get("User-Agent", ""))


def instrument(symbol: str) -> Instrument:
    found = instrument_for(symbol)
    if found is None:
        raise Refused(UNKNOWN)
    return found


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


class NewPortfolio(Schema):
    name: str
    currency: str = "EUR"
    method: str = "fifo"
    cash: str = "auto"
    benchmark: str = ""


class PortfolioChange(Schema):
    name: str | None = None
    currency: str | None = None
    method: str | None = None
    cash: str | None = None
    benchmark: str | None = None
    masked: bool | None = None
    shared: bool | None = None


class NewTransaction(Schema):
    """Numbers are decimal strings; see docs/api/portfolios.md for what each type needs."""

    date: str
    type: str
    symbol: str | None = None
    quantity: str | None = None
    price: str | None = None
    amount: str | None = None
    currency: str | None = None
    fee: str | None = None
    tax: str | None = None
    fx_rate: str | None = None
    ratio: str | None = None
    other: str | None = None
    other_amount: str | None = None
    share: str | None = None
    lot: int | None = None
    note: str | None = None


class TransactionChange(NewTransaction):
    date: str | None = None  # type: ignore[assignment]
    type: str | None = None  # type: ignore[assignment]


class Span(Schema):
    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")
    method: Literal["twr", "mwr"] = "twr"


@router.get("/portfolios")
def portfolios(request: ReaderRequest) -> dict[str, Any]:
    found = queries.portfolios_of(request.user)
    return {"items": [shapes.portfolio(one) for one in found], "next": None}


@router.post("/portfolios", response={201: dict[str, Any]})
@idempotent
def make_portfolio(request: ReaderRequest, new: NewPortfolio) -> Status[dict[str, Any]]:
    made = actions.make_portfolio(reader=request.user, device=device(request), **new.dict())
    return Status(201, shapes.portfolio(made))


@router.get("/portfolios/{pk}")
def portfolio(request: ReaderRequest, pk: int) -> dict[str, Any]:
    return shapes.portfolio(queries.portfolio_for(request.user, pk))


@router.patch("/portfolios/{pk}")
@idempotent
def change_portfolio(request: ReaderRequest, pk: int, change: PortfolioChange) -> dict[str, Any]:
    found = queries.portfolio_for(request.user, pk)
    given = change.dict(exclude_unset=True)
    share = given.pop("shared", None)
    settings = {name: value for name, value in given.items() if value is not None}
    if settings:
        found = actions.change_portfolio(found, **settings, **writing(request))
    if share is not None:
        found = actions.share_portfolio(found, share, device=device(request))
    return shapes.portfolio(found)


@router.delete("/portfolios/{pk}", response={204: None})
@idempotent
def remove_portfolio(request: ReaderRequest, pk: int) -> Status[None]:
    found = queries.portfolio_for(request.user, pk)
    actions.remove_portfolio(found, device=device(request))
    return Status(204, None)


@router.get("/portfolios/{pk}/transactions")
def transactions(
    request: ReaderRequest, pk: int, cursor: str | None = None, limit: Limit = 50
) -> dict[str, Any]:
    """Newest first."""
    found = queries.portfolio_for(request.user, pk)
    page = page_of(found.transactions.all(), ("-date", "-id"), cursor, limit)
    return {"items": [shapes.transaction(one) for one in page.items], "next": page.next}


@router.post("/portfolios/{pk}/transactions", response={201: dict[str, Any]})
@idempotent
def add_transaction(request: ReaderRequest, pk: int, new: NewTransaction) -> Status[dict[str, Any]]:
    found = queries.portfolio_for(request.user, pk)
    made = actions.add_transaction(found, new.dict(), **writing(request))
    return Status(201, shapes.transaction(made))


@router.get("/portfolios/{pk}/transactions/{number}")
def transaction(request: ReaderRequest, pk: int, number: int) -> dict[str, Any]:
    found = queries.portfolio_for(request.user, pk).transactions.filter(pk=number).first()
    if found is None:
        raise Refused(NO_SUCH)
    return shapes.transaction(found)


@router.patch("/portfolios/{pk}/transactions/{number}")
@idempotent
def change_transaction(
    request: ReaderRequest, pk: int, number: int, change: TransactionChange
) -> dict[str, Any]:
    found = queries.portfolio_for(request.user, pk)
    given = change.dict(exclude_unset=True)
    return shapes.transaction(actions.change_transaction(found, number, given, **writing(request)))


@router.delete("/portfolios/{pk}/transactions/{number}", response={204: None})
@idempotent
def remove_transaction(request: ReaderRequest, pk: int, number: int) -> Status[None]:
    found = queries.portfolio_for(request.user, pk)
    actions.remove_transaction(found, number, **writing(request))
    return Status(204, None)


@router.get("/portfolios/{pk}/holdings")
def holdings(request: ReaderRequest, pk: int, date: date | None = None) -> dict[str, Any]:
    """On any date: what is held and what it is worth, with the statement of where it came from."""
    found = queries.portfolio_for(request.user, pk)
    return shapes.holdings(queries.holdings_of(queries.history_of(found), date))


@router.get("/portfolios/{pk}/performance")
def performance(
    request: ReaderRequest,
    pk: int,
    span: Query[Span],
) -> dict[str, Any]:
    """Both returns are answered; `method` is which of them the reader asked for."""
    found = queries.portfolio_for(request.user, pk)
    history = queries.history_of(found)
    done = queries.performance_of(history, span.start, span.end)
    lines = queries.identity_of(history, done.start, done.end) if done else None
    return shapes.performance(done, history.today, found.currency, span.method, lines)


@router.get("/portfolios/{pk}/today")
def today(request: ReaderRequest, pk: int) -> dict[str, Any]:
    """What moved it on the last day with prices, and the stories about each mover."""
    found = queries.portfolio_for(request.user, pk)
    return shapes.today(queries.moved(queries.history_of(found)), found.currency)


class Import(Schema):
    """`format` "auto" finds out; `mapping` is for CSV files of no known layout."""

    format: str = "auto"
    content: str | None = Field(None, max_length=10_000_000)
    content_base64: str | None = Field(None, max_length=14_000_000)
    file_name: str = "upload"
    mapping: dict[str, Any] = Field(default_factory=dict)
    dry_run: bool = False


@router.post("/portfolios/{pk}/import")
@idempotent
def import_file(request: ReaderRequest, pk: int, asked: Import) -> dict[str, Any]:
    """A verdict for each row. With `dry_run` nothing is written; a file that comes twice adds
    nothing; `DELETE /portfolios/{pk}/imports/{batch}` undoes it."""
    found = queries.portfolio_for(request.user, pk)
    looked = actions.preview(found, content_of(asked), asked.format, asked.mapping)
    batch = None
    if not asked.dry_run:
        batch = actions.commit(found, looked, file_name=asked.file_name, **writing(request))
    return {
        "format": looked.format,
        "dry_run": asked.dry_run,
        "batch": batch.pk if batch else None,
        **looked.counts,
        "rows": [
            {"line": one.line, "verdict": one.what, "reason": one.why or None}
            for one in looked.verdicts
        ],
    }


def content_of(asked: Import) -> bytes:
    if asked.content_base64:
        try:
            return base64.b64decode(asked.content_base64, validate=True)
        except ValueError:
            raise Refused(BAD_BASE64) from None
    return (asked.content or "").encode()


@router.delete("/portfolios/{pk}/imports/{batch}", response={204: None})
@idempotent
def undo_import(request: ReaderRequest, pk: int, batch: int) -> Status[None]:
    found = queries.portfolio_for(request.user, pk)
    actions.undo(found, batch, device=device(request))
    return Status(204, None)


@router.get("/portfolios/{pk}/export")
def export(
    request: ReaderRequest, pk: int, format: Literal["csv", "json", "ghostfolio"] = "json"
) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    if format == "csv":
        return HttpResponse(exporting.as_csv(found), content_type="text/csv; charset=utf-8")
    text = (
        exporting.as_json(found)
        if format == "json"
        else exporting.as_ghostfolio(found, timezone.now())
    )
    return HttpResponse(text, content_type="application/json")


def _watchlist(found: Watchlist) -> dict[str, Any]:
    return shapes.watchlist(found, queries.rows_of(found))
