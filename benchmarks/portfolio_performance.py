"""A full history of performance: 10,000 transactions, 10 years, 200 instruments, 4 currencies.

Cold: nothing of the portfolio in memory; then one more transaction, written down through its form,
until the page shows it. The peer in the same run is what one writes first: a loop over days and
holdings with dictionaries.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
TRANSACTIONS, YEARS, INSTRUMENTS, ROUNDS = 10_000, 10, 200, 7
WHOSE = ("made up", "eod", "raw")
CURRENCIES = ("EUR", "USD", "GBP", "CHF")
END = date(2025, 12, 31)
START = END - timedelta(days=YEARS * 365)

if TYPE_CHECKING:
    from alley.portfolios.models import Portfolio
    from benchmarks.figures import Figure


def prepare() -> None:
    room = tempfile.mkdtemp(prefix="alley-bench-")
    (Path(room) / "static").mkdir()
    os.environ["ALLEY_DATA_DIR"] = room
    os.environ["ALLEY_STATIC_STORAGE"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "alley.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill() -> "Portfolio":
    """Random walks on workdays, random purchases and sales of what is held, one deposit a month."""
    import numpy as np
    from django.db import connection, transaction

    from alley.accounts.models import Reader
    from alley.markets.actions.prices import UPSERT
    from alley.markets.models import Instrument, Kind
    from alley.portfolios import actions
    from alley.portfolios.models import Transaction

    chance = np.random.default_rng(7)
    days = [START + timedelta(days=n) for n in range(YEARS * 365 + 1)]
    days = [day for day in days if day.weekday() < 5]
    names = [(f"XNYS:B{n}", CURRENCIES[n % 4], 100.0) for n in range(INSTRUMENTS)]
    names += [(f"FX:EUR-{currency}", currency, 1.1) for currency in CURRENCIES[1:]]
    prices = {}
    for symbol, currency, base in names:
        instrument = Instrument.objects.create(
            symbol=symbol, name=symbol, kind=Kind.EQUITY, ticker=symbol.partition(":")[2],
            currency=currency, unit=currency,
        )  # fmt: skip
        walk = base * np.exp(np.cumsum(chance.normal(0, 0.008, len(days))))
        prices[symbol] = np.round(walk, 4)
        values = [
            (instrument.pk, "1d", f"{day} 00:00:00", None, None, None, f"{close:.4f}", None, *WHOSE)
            for day, close in zip(days, prices[symbol].tolist(), strict=True)
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(UPSERT, values)
    reader = Reader.objects.create_user("ada", "ada@example.org", "alley-demo")
    portfolio = actions.make_portfolio(reader=reader, name="Large", benchmark="XNYS:B0")
    rows, held = [], np.zeros(INSTRUMENTS)
    for number in range(TRANSACTIONS):
        place = number * len(days) // TRANSACTIONS
        if number % 80 == 0:
            rows.append(
                Transaction(
                    portfolio=portfolio, date=days[place], type="deposit", currency="EUR",
                    amount=Decimal(200_000), version=1,
                )
            )  # fmt: skip
            continue
        which = int(chance.integers(INSTRUMENTS))
        sells = held[which] >= 10 and chance.random() < 0.4
        held[which] += -10 if sells else 10
        symbol, currency, _ = names[which]
        rows.append(
            Transaction(
                portfolio=portfolio, date=days[place], type="sell" if sells else "buy",
                symbol=symbol, quantity=Decimal(10), currency=currency, fee=Decimal(2),
                price=Decimal(str(round(float(prices[symbol][place]), 4))), version=1,
            )
        )  # fmt: skip
    Transaction.objects.bulk_create(rows, batch_size=1000)
    return portfolio


def figures_of(portfolio: "Portfolio") -> Any:
    from alley.portfolios import queries
    from alley.portfolios.models import Portfolio

    return queries.performance_of(queries.history_of(Portfolio.objects.get(pk=portfolio.pk), END))


def timed(do: Any, rounds: int, before: Any = lambda: None) -> list[float]:
    times = []
    for _ in range(rounds):
        before()
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return times


def naive(portfolio: "Portfolio") -> tuple[float, float]:
    """Milliseconds and the value at the end, everything already in dictionaries."""
    from alley.portfolios import queries

    history = queries.history_of(portfolio, END)
    market = history.around.market
    prices = {
        symbol: dict(zip(series.days.tolist(), series.values.tolist(), strict=True))
        for symbol, series in market.prices.items()
    }
    rates = {
        currency: dict(zip(series.days.tolist(), series.values.tolist(), strict=True))
        for currency, series in market.rates.items()
    }
    entries: dict[int, list[Any]] = {}
    for entry in history.entries:
        entries.setdefault(entry.date.toordinal(), []).append(entry)
    began = time.perf_counter()
    held: dict[str, float] = {}
    cash: dict[str, float] = {}
    last: dict[str, float] = {}
    rate = {"EUR": 1.0}
    values, index, before = [], 1.0, 0.0
    for day in range(min(entries), END.toordinal() + 1):
        for currency, known in rates.items():
            rate[currency] = known.get(day, rate.get(currency, 0.0))
        for symbol, closes in prices.items():
            last[symbol] = closes.get(day, last.get(symbol, 0.0))
        into = 0.0
        for entry in entries.get(day, ()):
            gross = float(entry.gross)
            sign = 1.0 if entry.type == "buy" else -1.0
            if entry.type == "deposit":
                into += gross * rate[entry.currency]
                cash[entry.currency] = cash.get(entry.currency, 0.0) + gross
                continue
            held[entry.symbol] = held.get(entry.symbol, 0.0) + sign * float(entry.quantity)
            moved = -sign * gross - float(entry.fee)
            cash[entry.currency] = cash.get(entry.currency, 0.0) + moved
        value = sum(
            count * last[symbol] * rate[market.currencies[symbol]] for symbol, count in held.items()
        )
        value += sum(amount * rate[currency] for currency, amount in cash.items())
        if before + into > 0:
            index *= value / (before + into)
        before = value
        values.append((value, index))
    return (time.perf_counter() - began) * 1000, values[-1][1]


def measure() -> "list[Figure]":
    prepare()
    from django.test import Client

    from alley.portfolios.models import Closes
    from alley.portfolios.queries import closes, rows
    from benchmarks.figures import Figure

    portfolio = fill()
    Closes.objects.all().delete()

    def forget() -> None:
        rows._kept.clear()
        closes._unpacked.clear()

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(portfolio.reader, "django.contrib.auth.backends.ModelBackend")
    url = f"/portfolios/{portfolio.pk}/"

    def page(which: str) -> None:
        assert browser.get(url + which).status_code == 200

    first = timed(lambda: figures_of(portfolio), 1, forget)[0]
    cold = timed(lambda: figures_of(portfolio), ROUNDS, forget)
    page("performance/")  # templates are read once a process
    cold_page = timed(lambda: page("performance/"), ROUNDS, forget)
    given = {
        "date": "2020-06-01", "type": "buy", "symbol": "XNYS:B7", "quantity": "3", "price": "99",
        "currency": "GBP",
    }  # fmt: skip

    def one_more(which: str) -> None:
        assert browser.post(f"{url}transactions/", given).status_code == 302
        page(which)

    more = timed(lambda: one_more("performance/"), ROUNDS)
    page("")
    held = timed(lambda: one_more(""), ROUNDS)
    took, total = naive(portfolio)
    ours = figures_of(portfolio).growth.total
    assert abs(ours - (total - 1)) < 1e-6, (ours, total - 1)
    note = f"a loop over days and holdings, data in memory: {took:,.0f} ms, same result to 1e-6"
    return [
        Figure(
            "history of performance, cold, median", statistics.median(cold), "ms", "< 300", note
        ),
        Figure("the page of it, cold, median", statistics.median(cold_page), "ms"),
        Figure(
            "one more transaction until its page is right", statistics.median(more), "ms", "< 100"
        ),
        Figure("the same until the holdings are right", statistics.median(held), "ms"),
        Figure("the very first time, closes copied from bars", first, "ms"),
        Figure("the loop, for the same days", took, "ms"),
    ]


if __name__ == "__main__":
    from benchmarks.figures import alone

    alone("portfolio_performance", measure)
