"""One holding, lot by lot: what is left of each purchase, what became of the others, and at which
yearly rate the money in it grew."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alley.portfolios.entries import OPENING, ZERO, Entry, Type
from alley.portfolios.lots import Gain, Lot
from alley.portfolios.mwr import MoneyWeighted, money_weighted
from alley.portfolios.queries.histories import History
from alley.portfolios.queries.holdings import HoldingView, holdings_of

SPUN = "Shares were spun off, and what went along has no price of its own."
SHORT = "It was sold short: there is no money put in that could grow."


@dataclass(frozen=True, slots=True)
class LotView:
    """Money in the portfolio's currency; cost with fees. `id` is the transaction that opened it."""

    id: int
    opened: date
    quantity: Decimal
    cost: Decimal
    value: Decimal

    @property
    def gain(self) -> Decimal:
        return self.value - self.cost

    @property
    def percent(self) -> Decimal | None:
        return self.gain / self.cost * 100 if self.cost > 0 else None


@dataclass(frozen=True, slots=True)
class HoldingStory:
    """`gains` newest first, each with what it closed."""

    view: HoldingView
    lots: list[LotView]
    gains: list[Gain]
    money: MoneyWeighted


def holding_of(history: History, symbol: str) -> HoldingStory | None:
    """None where it was never held."""
    held = holdings_of(history)
    view = next((one for one in [*held.open, *held.closed] if one.symbol == symbol), None)
    if view is None:
        return None
    book = history.ledger().holdings[symbol]
    gains = [gain for gain in reversed(book.lots.gains) if gain.quantity or gain.total]
    each = view.value / view.quantity if view.quantity else ZERO
    return HoldingStory(
        view=view,
        lots=[_lot(lot, each) for lot in book.lots.open],
        gains=gains,
        money=_money(history, view, gains),
    )


def _lot(lot: Lot, each: Decimal) -> LotView:
    return LotView(lot.id, lot.opened, lot.quantity, lot.cost_base + lot.fees, lot.quantity * each)


def open_lots(history: History) -> list[tuple[str, Lot]]:
    """The name of each open purchase's instrument with it."""
    books = history.ledger().holdings
    return [
        (history.name_of(symbol), lot)
        for symbol in sorted(books, key=history.name_of)
        for lot in books[symbol].lots.open
        if lot.quantity > 0
    ]


def _money(history: History, view: HoldingView, gains: list[Gain]) -> MoneyWeighted:
    symbol = view.symbol
    spins = (entry for entry in history.entries if entry.type is Type.SPIN_OFF)
    if any(symbol in {entry.symbol, entry.other} for entry in spins):
        return MoneyWeighted(None, None, SPUN)
    if view.quantity < 0 or any(gain.quantity < 0 for gain in gains):
        return MoneyWeighted(None, None, SHORT)
    entries = [history.with_price(one) for one in history.of(symbol)]
    flows = [(one.date, float(_flow(history, one))) for one in entries]
    return money_weighted([*flows, (history.today, float(view.value))])


def _flow(history: History, entry: Entry) -> Decimal:
    """What the reader paid for it (below zero) or had from it."""
    currency = entry.currency or history.portfolio.currency
    rate = entry.fx_rate or history.around.rates.rate(currency, entry.date)
    pays = entry.type in OPENING or entry.type in {Type.FEE, Type.TAX}
    gross = ZERO if entry.type is Type.SPLIT else entry.gross
    return ((-gross if pays else gross) - entry.fee - entry.tax) * rate
