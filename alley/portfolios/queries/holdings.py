"""Holdings on any date: what is held, what it cost, what it is worth and what it has brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alley.markets.models import Kind
from alley.markets.quotes import FRESH_DAILY, day_of
from alley.portfolios.credits import Credit
from alley.portfolios.entries import ZERO
from alley.portfolios.ledger import Statement, statement
from alley.portfolios.queries.histories import History, Priced
from alley.portfolios.queries.market import Listing


@dataclass(frozen=True, slots=True)
class HoldingView:
    """Money in the portfolio's currency, `price` in the listing's; cost includes fees."""

    symbol: str
    name: str
    quantity: Decimal
    price: Decimal | None
    priced: date | None
    source: str
    price_kind: str
    currency: str
    value: Decimal
    cost: Decimal
    unrealised: Decimal
    unrealised_price: Decimal
    unrealised_exchange: Decimal
    realised: Decimal
    income: Decimal
    fees: Decimal
    taxes: Decimal
    weight: Decimal | None
    stale: bool = False  # older than a long weekend explains
    kind: str = ""
    sector: str = ""
    country: str = ""

    @property
    def label(self) -> str:
        """`End of day · EIA spot`."""
        return Credit(self.price_kind, self.source).words if self.price_kind else self.source

    @property
    def url(self) -> str:
        return f"/markets/{self.symbol}/" if self.kind and self.kind != "cash" else ""

    @property
    def unrealised_percent(self) -> Decimal | None:
        return self.unrealised / self.cost * 100 if self.cost > 0 else None

    @property
    def is_open(self) -> bool:
        return bool(self.quantity)


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of them on one day, largest first; cash a currency each; the statement of the whole."""

    day: date
    currency: str
    open: list[HoldingView]
    closed: list[HoldingView]
    cash: list[HoldingView]
    statement: Statement
    oversold: list[str]
    without_rate: list[str]
    credits: list[Credit]
    label: str

    @property
    def value(self) -> Decimal:
        return self.statement.value

    @property
    def oversold_names(self) -> list[str]:
        return [one.name for one in [*self.open, *self.closed] if one.symbol in self.oversold]

    @property
    def without_price(self) -> list[str]:
        """Names of what is held and counts as nothing, because nobody has priced it."""
        return [one.name for one in self.open if one.price is None]

    @property
    def all(self) -> list[HoldingView]:
        return [*self.open, *self.cash]


def holdings_of(history: History, day: date | None = None) -> Holdings:
    day = day or history.today
    ledger = history.ledger(day)
    prices = _prices(history, day)
    lines = statement_of(history, day)
    views = [
        _view(history, symbol, prices.get(symbol), history.currency_of(symbol), day, lines.value)
        for symbol in ledger.holdings
    ]
    views.sort(key=lambda one: (-abs(one.value), one.symbol))
    return Holdings(
        day=day,
        currency=history.portfolio.currency,
        open=[one for one in views if one.is_open],
        closed=[one for one in views if not one.is_open],
        cash=_cash(history, day, lines.value),
        statement=lines,
        oversold=sorted({entry.symbol for entry in ledger.oversold}),
        without_rate=sorted(history.without_rate),
        credits=history.credits,
        label=_label(history, day),
    )


def _label(history: History, day: date) -> str:
    """Rates go on where prices ended: when those of the day are of is said apart."""
    rated = (history.rated_on(currency, day) for currency in history.around.market.rates)
    newest = max((one for one in rated if one), default=None)
    if not history.label or newest is None:
        return history.label
    return f"{history.label}, exchange rates of {day_of(newest)}"


def statement_of(history: History, day: date) -> Statement:
    """Where the value on the evening of `day` comes from."""
    ledger = history.ledger(day)
    prices = {symbol: found.price for symbol, found in _prices(history, day).items()}
    return statement(ledger, prices, {s: history.currency_of(s) for s in ledger.holdings}, day)


def _prices(history: History, day: date) -> dict[str, Priced]:
    symbols = history.ledger(day).holdings
    return {symbol: found for symbol in symbols if (found := history.price_on(symbol, day))}


def _view(
    history: History,
    symbol: str,
    priced: Priced | None,
    currency: str,
    day: date,
    whole: Decimal,
) -> HoldingView:
    book = history.ledger(day).holdings[symbol]
    rates = history.around.rates
    rate = rates.rate(currency, day)
    lots = book.lots
    value = lots.quantity * priced.price * rate if priced else ZERO
    exchange = lots.cost * rates.rate(book.currency, day) - lots.cost_base
    listing = history.around.listings.get(symbol)
    credit = _credit(listing, priced)
    return HoldingView(
        symbol=symbol,
        name=listing.name if listing else history.name_of(symbol),
        quantity=lots.quantity,
        price=priced.price if priced else None,
        priced=priced.day if priced else None,
        source=credit.source,
        price_kind=credit.kind,
        currency=currency,
        value=value,
        cost=lots.cost_base + lots.fees,
        unrealised=value - lots.cost_base - lots.fees,
        unrealised_price=value - lots.cost_base - exchange,
        unrealised_exchange=exchange,
        realised=lots.gained_price + lots.gained_exchange - lots.gained_fees,
        income=book.income,
        fees=book.fees,
        taxes=book.taxes,
        weight=value / whole if whole > 0 else None,
        stale=priced is not None and day - priced.day > FRESH_DAILY,
        kind=listing.kind if listing else "",
        sector=listing.sector if listing else "",
        country=listing.country if listing else "",
    )


def _credit(listing: Listing | None, priced: Priced | None) -> Credit:
    if priced is None:
        return Credit("", "no price is known: counts as nothing")
    credit = listing.credit(priced.day) if listing and not priced.own else None
    return credit or Credit("", "your own last trade")


def _cash(history: History, day: date, whole: Decimal) -> list[HoldingView]:
    found = []
    for currency, amount in sorted(history.ledger(day).cash.items()):
        if not amount:
            continue
        rate = history.around.rates.rate(currency, day)
        value = amount * rate
        found.append(
            HoldingView(
                symbol=f"CASH:{currency}", name=f"Cash in {currency}", quantity=amount, price=None,
                priced=history.rated_on(currency, day), source="reference rate",
                price_kind="", currency=currency, value=value, cost=value,
                unrealised=ZERO, unrealised_price=ZERO, unrealised_exchange=ZERO, realised=ZERO,
                income=ZERO, fees=ZERO, taxes=ZERO,
                weight=value / whole if whole > 0 else None, kind="cash",
            )
        )  # fmt: skip
    return found


BY = ("kind", "sector", "country", "currency")


def allocation(views: Sequence[HoldingView], by: str) -> list[tuple[str, Decimal]]:
    """The value in each kind, sector, country or currency, largest first."""
    sums: dict[str, Decimal] = {}
    for one in views:
        name = _part(one, by)
        sums[name] = sums.get(name, ZERO) + one.value
    return sorted(sums.items(), key=lambda item: -item[1])


def _part(one: HoldingView, by: str) -> str:
    if by == "currency":
        return one.currency
    if one.kind == "cash":
        return "Cash"
    if by == "kind":
        return str(Kind(one.kind).label) if one.kind else "Unknown"
    return str(getattr(one, by)) or "Unknown"
