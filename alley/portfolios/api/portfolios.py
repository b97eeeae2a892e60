"""/portfolios: transactions, and what is computed from them; nobody else sees any of it."""

from datetime import date
from typing import Any, Literal

from ninja import Field, Query, Router, Schema, Status

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.keyset import Limit, page_of
from alley.portfolios import actions, queries, shapes
from alley.portfolios.actions.portfolios import NO_SUCH, NOT_HELD
from alley.portfolios.api.asked import writing
from alley.refusals import Refused

router = Router(auth=signed_in)


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


@router.get("/portfolios/{pk}/holdings/{path:symbol}")
def holding(request: ReaderRequest, pk: int, symbol: str) -> dict[str, Any]:
    """One holding lot by lot, with what became of the lots that were sold."""
    history = queries.history_of(queries.portfolio_for(request.user, pk))
    found = queries.holding_of(history, symbol.upper())
    if found is None:
        raise Refused(NOT_HELD)
    return shapes.holding_story(found)


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
