"""How a portfolio did between two days, and every number the answer is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from alley.portfolios import returns
from alley.portfolios.credits import Credit
from alley.portfolios.daily import Daily
from alley.portfolios.ledger import Statement
from alley.portfolios.mwr import MoneyWeighted, money_weighted
from alley.portfolios.prices import NO_SERIES
from alley.portfolios.queries.histories import History
from alley.portfolios.queries.holdings import statement_of
from alley.portfolios.returns import Floats


@dataclass(frozen=True, slots=True)
class Contribution:
    symbol: str
    name: str
    gain: float
    points: float  # of the time-weighted return, in percent


@dataclass(frozen=True, slots=True)
class Benchmark:
    symbol: str
    name: str
    source: str
    total: float | None
    index: Floats  # 1 the evening before the first day; NaN where no price is known


@dataclass(frozen=True, slots=True)
class Performance:
    start: date
    end: date
    currency: str
    days: list[date]
    values: Floats
    growth: returns.Growth
    yearly: float | None
    money: MoneyWeighted
    flows: list[tuple[date, float, float]]  # in and out, as they were counted
    drawdown: returns.Drawdown | None  # like the next None where there is no return
    volatility: float | None
    contributions: list[Contribution]
    benchmark: Benchmark | None
    first_value: float
    without_price: list[str]
    credits: list[Credit]
    label: str

    @property
    def gain(self) -> float:
        into = sum(amount for _, amount, _ in self.flows)
        out = sum(amount for _, _, amount in self.flows)
        return float(self.values[-1]) - self.first_value - into + out

    @property
    def undefined(self) -> date | None:
        """The first day on which there was nothing to earn a return on."""
        places = np.flatnonzero(self.growth.undefined)
        return self.days[int(places[0])] if len(places) else None

    def biggest_days(self, count: int = 5) -> list[tuple[date, float]]:
        """The days that moved it most, either way, with their returns."""
        known = np.nan_to_num(self.growth.daily)
        places = np.argsort(-np.abs(known))[:count]
        return [(self.days[int(p)], float(known[p])) for p in places if known[p]]

    @property
    def fell(self) -> tuple[date, date] | None:
        """The days of the peak and the trough of the deepest fall."""
        fall = self.drawdown
        return (self.days[fall.peak], self.days[fall.trough]) if fall and fall.depth < 0 else None


def performance_of(
    history: History, start: date | None = None, end: date | None = None
) -> Performance | None:
    """None where there is nothing yet. `start` is the first day whose return counts."""
    if not history.groups:
        return None
    about = About(
        currency=history.portfolio.currency,
        name_of=history.name_of,
        benchmark=lambda days: benchmark_of(history, days),
        without_price=history.without_price,
        credits=history.credits,
        label=history.label,
    )
    return performed(history.daily(), start, end, about)


@dataclass(frozen=True, slots=True)
class About:
    """What a table of days does not know of itself."""

    currency: str
    name_of: Callable[[str], str]
    benchmark: "Callable[[list[date]], Benchmark | None]"
    without_price: list[str]
    credits: list[Credit]
    label: str


def performed(table: Daily, start: date | None, end: date | None, about: About) -> Performance:
    first = table.place(start.toordinal()) if start else 0
    last = max(first, table.place(end.toordinal()) if end else len(table.days) - 1)
    days = [date.fromordinal(int(day)) for day in table.days[first : last + 1]]
    growth = table.growth(first, last)
    before = float(table.values[first - 1]) if first else 0.0
    return Performance(
        start=days[0],
        end=days[-1],
        currency=about.currency,
        days=days,
        values=table.values[first : last + 1],
        growth=growth,
        yearly=returns.yearly(growth.total, len(days)),
        money=money_weighted(_money(table, first, last, before)),
        flows=_flows(table, first, last),
        drawdown=None if growth.total is None else returns.drawdown(growth.index),
        volatility=None
        if growth.total is None
        else returns.volatility(_workdays(days, growth.index)),
        contributions=_contributions(about.name_of, table, first, last),
        benchmark=about.benchmark(days),
        first_value=before,
        without_price=about.without_price,
        credits=about.credits,
        label=about.label,
    )


def _money(table: Daily, first: int, last: int, before: float) -> list[tuple[date, float]]:
    """What was there the evening before as paid in, flows on their days, the end as taken out."""
    opening = date.fromordinal(int(table.days[first])) - timedelta(days=1)
    flows = [(opening, -before)] if before else []
    for day, into, out in _flows(table, first, last):
        flows.append((day, out - into))
    return [*flows, (date.fromordinal(int(table.days[last])), float(table.values[last]))]


def _flows(table: Daily, first: int, last: int) -> list[tuple[date, float, float]]:
    moved = np.flatnonzero(table.into[first : last + 1] + table.out[first : last + 1]) + first
    return [
        (date.fromordinal(int(table.days[p])), float(table.into[p]), float(table.out[p]))
        for p in moved
    ]


def _workdays(days: Sequence[date], index: Floats) -> Floats:
    """Returns from workday to workday: a weekend's standstill is no calm."""
    weekday = np.array([day.weekday() < 5 for day in days])
    steps = np.concatenate(([1.0], index[weekday]))
    known = np.where(steps[:-1] > 0, steps[:-1], np.nan)
    result: Floats = steps[1:] / known - 1
    return result[1:]


def _contributions(
    name_of: Callable[[str], str], table: Daily, first: int, last: int
) -> list[Contribution]:
    points = table.contributions(first, last) * 100
    gains = table.gains[first : last + 1].sum(axis=0)
    rest = float(table.rest[first : last + 1].sum())
    found = [
        Contribution(symbol, name_of(symbol), float(gains[place]), float(points[place]))
        for place, symbol in enumerate(table.symbols)
        if abs(gains[place]) > 1e-9 or abs(points[place]) > 1e-9
    ]
    found.sort(key=lambda one: -one.gain)
    if abs(rest) > 1e-6:
        name = "Cash and fees"
        found.append(Contribution("", name, rest, float(points[-1])))
    return found


def benchmark_of(history: History, days: Sequence[date]) -> Benchmark | None:
    """Its prices in the portfolio's currency, so that both stand on the same ground."""
    symbol = history.portfolio.benchmark
    listing = history.around.listings.get(symbol)
    if not symbol or listing is None:
        return None
    source = "; ".join(dict.fromkeys(one.words for _, one in listing.credits))
    market = history.around.market
    opening = days[0].toordinal() - 1
    ordinals = np.arange(opening, days[-1].toordinal() + 1)
    prices = market.prices.get(symbol, NO_SERIES).on(ordinals)
    if (currency := market.currencies[symbol]) != history.portfolio.currency:
        prices = prices * market.rates.get(currency, NO_SERIES).on(ordinals)
    known = np.flatnonzero(~np.isnan(prices))
    if not len(known):
        return Benchmark(symbol, listing.name, source, None, np.full(len(days), np.nan))
    index: Floats = prices[1:] / prices[known[0]]
    whole = known[0] == 0 and prices[0] > 0
    total = float(index[-1] - 1) if whole else None
    return Benchmark(symbol, listing.name, source, total, index)


def identity_of(history: History, start: date, end: date) -> Statement:
    """The lines between the evening before `start` and the evening of `end`."""
    after = statement_of(history, end)
    if start <= history.start:
        return after
    return after.minus(statement_of(history, start - timedelta(days=1)))


Month = tuple[date, Decimal, Decimal]


def income_by_month(table: Daily, start: date, end: date) -> list[Month]:
    """Dividends and interest of each month from the first with any, zero months among them."""
    first, last = table.place(start.toordinal()), table.place(end.toordinal())
    sums: dict[tuple[int, int], tuple[float, float]] = {}
    moved = (table.income != 0) | (table.interest != 0)
    for place in np.flatnonzero(moved[first : last + 1]) + first:
        day = date.fromordinal(int(table.days[place]))
        dividends, interest = sums.get((day.year, day.month), (0.0, 0.0))
        sums[day.year, day.month] = (
            dividends + float(table.income[place]), interest + float(table.interest[place]),
        )  # fmt: skip
    if not sums:
        return []
    year, month = min(sums)
    found = []
    while (year, month) <= max(sums):
        dividends, interest = sums.get((year, month), (0.0, 0.0))
        found.append((date(year, month, 1), Decimal(repr(dividends)), Decimal(repr(interest))))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
