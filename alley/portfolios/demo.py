"""The demo's watchlist and portfolios: invented purchases at real closes and real rates."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from alley.accounts.models import Reader
from alley.markets.models import Bar, Instrument, Interval, shown
from alley.portfolios import actions
from alley.portfolios.models import Portfolio, Watchlist

WATCHED = (
    ("COMDTY:BRENT", "The story of the week"),
    ("COMDTY:WTI", ""),
    ("XNYS:CVX", "Buys back shares while oil is above 60"),
    ("CRYPTO:BTC-USD", ""),
    ("FX:EUR-USD", "Half of the savings are in dollars"),
)
NAME = "Savings (demo)"
# day, type, symbol, quantity or amount, currency, more
Story = tuple[tuple[str, str, str, str, str, dict[str, str]], ...]
STORY: Story = (
    ("2020-09-01", "deposit", "", "20000", "EUR", {}),
    ("2020-09-02", "exchange", "", "15000", "EUR", {"other": "USD"}),
    ("2020-09-03", "buy", "XNAS:AAPL", "40", "USD", {"fee": "2"}),
    ("2020-09-03", "buy", "XNYS:CVX", "60", "USD", {"fee": "2"}),
    ("2020-11-10", "buy", "XNYS:JPM", "30", "USD", {"fee": "2"}),
    ("2021-01-04", "deposit", "", "6000", "EUR", {}),
    ("2021-01-05", "exchange", "", "3000", "EUR", {"other": "CHF"}),
    ("2021-03-10", "dividend", "XNYS:CVX", "77.40", "USD", {"tax": "11.61"}),
    ("2021-06-10", "dividend", "XNYS:CVX", "80.40", "USD", {"tax": "12.06"}),
    ("2021-07-01", "exchange", "", "4000", "EUR", {"other": "USD"}),
    ("2021-07-02", "buy", "XNYS:PFE", "80", "USD", {"fee": "2"}),
    ("2021-09-10", "dividend", "XNYS:CVX", "80.40", "USD", {"tax": "12.06"}),
    ("2021-11-16", "sell", "XNAS:AAPL", "15", "USD", {"fee": "2", "tax": "38.20"}),
    ("2021-11-17", "buy", "XNYS:XOM", "35", "USD", {"fee": "2"}),
    ("2021-12-10", "dividend", "XNYS:CVX", "80.40", "USD", {"tax": "12.06"}),
    ("2022-03-10", "dividend", "XNYS:CVX", "85.20", "USD", {"tax": "12.78"}),
    ("2022-06-10", "dividend", "XNYS:CVX", "85.20", "USD", {"tax": "12.78"}),
    ("2022-06-10", "dividend", "XNYS:XOM", "30.80", "USD", {"tax": "4.62"}),
    ("2022-09-01", "withdrawal", "", "500", "EUR", {}),
    ("2022-10-05", "sell", "XNYS:PFE", "30", "USD", {"fee": "2"}),
    ("2022-12-12", "dividend", "XNYS:CVX", "85.20", "USD", {"tax": "12.78"}),
    ("2022-12-15", "fee", "", "18", "EUR", {"note": "Custody fee"}),
)
# what the other is left without comes here
PENSION: Story = (
    ("2022-01-10", "deposit", "", "6000", "EUR", {}),
    ("2022-01-11", "exchange", "", "5500", "EUR", {"other": "USD"}),
    ("2022-01-12", "buy", "XNYS:KO", "50", "USD", {"fee": "2"}),
    ("2022-01-12", "buy", "XNAS:MSFT", "8", "USD", {"fee": "2"}),
    ("2022-09-01", "deposit", "", "500", "EUR", {}),
)


def make_portfolios(reader: Reader) -> int:
    """Once; how many transactions were written."""
    if not Watchlist.objects.filter(reader=reader).exists():
        _watchlist(reader)
    if Portfolio.objects.filter(reader=reader, name=NAME).exists():
        return 0
    return _portfolio(reader, NAME, STORY) + _portfolio(reader, "Pension (demo)", PENSION)


def _portfolio(reader: Reader, name: str, story: Story) -> int:
    made = actions.make_portfolio(
        reader=reader, name=name, currency="EUR", benchmark="INDEX:SPX", device="the demo"
    )
    for day, kind, symbol, number, currency, more in story:
        given: dict[str, Any] = {"date": day, "type": kind, "symbol": symbol, "currency": currency}
        actions.add_transaction(made, given | _figures(day, kind, symbol, number, more))
    return len(story)


def _watchlist(reader: Reader) -> None:
    made = actions.make_watchlist(
        reader=reader, name="Oil and what moves with it", device="the demo"
    )
    known = Instrument.objects.in_bulk([s for s, _ in WATCHED], field_name="symbol")
    for symbol, words in WATCHED:
        if symbol in known:
            actions.watch(made, known[symbol], note=words)


def _figures(day: str, kind: str, symbol: str, number: str, more: dict[str, str]) -> dict[str, Any]:
    """A trade at that day's close, an exchange at that day's rate."""
    if kind in {"buy", "sell"}:
        return {"quantity": number, "price": str(_close(symbol, day).normalize()), **more}
    if kind == "exchange":
        rate = _close(f"FX:EUR-{more['other']}", day)
        got = round(Decimal(number) * rate * Decimal("0.998"), 2)  # what a bank takes for it
        return {"amount": number, "other_amount": str(got), **more}
    return {"amount": number, **more}


def _close(symbol: str, day: str) -> Decimal:
    until = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    bars: QuerySet[Bar] = Bar.objects.filter(
        instrument__symbol=symbol, interval=Interval.DAY, time__lte=until
    )
    return shown(bars).latest("time").close
