"""A portfolio in plots; where amounts are masked only ratios are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alley.portfolios.entries import ZERO
from alley.portfolios.queries.holdings import Holdings
from alley.portfolios.queries.performance import Month, Performance
from alley.portfolios.templatetags.money import money
from alley.shell.plots import Plot, Series, bars, columns, lines, shares

MOST_BARS = 14


@dataclass(frozen=True, slots=True)
class Plots:
    growth: Plot
    value: Plot | None
    drawdown: Plot | None
    contribution: Plot | None


def of_performance(done: Performance, *, masked: bool) -> Plots:
    return Plots(
        _growth(done), None if masked else _value(done), _drawdown(done), _parts(done, masked)
    )


def _growth(done: Performance) -> Plot:
    own = [
        (day, None if bad else (index - 1) * 100)
        for day, index, bad in zip(
            done.days, done.growth.index.tolist(), done.growth.undefined.tolist(), strict=True
        )
    ]
    series = [Series("This portfolio", own)]
    if done.growth.total is None:
        words = "Not known as a whole: there are days of which no return can be said"
    else:
        since = f"{_signed(done.growth.total)} since {_day(done.start)}"
        words = f"{since}, deposits and withdrawals left out"
    if done.benchmark is not None:
        other = [
            (d, (v - 1) * 100)
            for d, v in zip(done.days, done.benchmark.index.tolist(), strict=True)
        ]
        series.append(Series(done.benchmark.name, other))
        words += f"; {done.benchmark.name} {_signed(done.benchmark.total)} in {done.currency}"
    return lines("Time-weighted return", f"{words}.", series, unit="%", name="growth")


def _value(done: Performance) -> Plot:
    points = list(zip(done.days, done.values.tolist(), strict=True))
    last = f"{money(points[-1][1])} {done.currency} on {_day(done.end)}"
    words = f"{last}, deposits and withdrawals counted in."
    return lines(
        "Value", words, [Series("Value", points)], unit=done.currency, area=True, name="value"
    )


def _drawdown(done: Performance) -> Plot | None:
    fall = done.drawdown
    if fall is None:
        return None
    points = [(d, v * 100) for d, v in zip(done.days, fall.series.tolist(), strict=True)]
    words = "Never below an earlier peak."
    if done.fell:
        peak, trough = done.fell
        words = f"Deepest {_signed(fall.depth)} between {_day(peak)} and {_day(trough)}."
    return lines(
        "Below the last peak", words, [Series("Drawdown", points)],
        unit="%", area=True, from_zero=True, name="drawdown", height=180,
    )  # fmt: skip


def _parts(done: Performance, masked: bool) -> Plot | None:
    """Of the return; where there is none, of the gain, unless amounts are hidden."""
    if done.growth.total is None:
        gains = [(one.name, one.gain) for one in done.contributions]
        words = "What each brought in all; where no return can be said, there are no points of it."
        title = "Gain by holding"
        return None if masked else bars(title, words, _most(gains), unit=done.currency, name="gain")
    items = _most([(one.name, one.points) for one in done.contributions])
    words = "Points of the return that each brought; they add up to it."
    return bars("Contribution by holding", words, items, unit="points", name="contribution")


def _most(items: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The largest either way, most first, and the others together."""
    parts = sorted(items, key=lambda one: -abs(one[1]))
    kept = sorted(parts[:MOST_BARS], key=lambda one: -one[1])
    if rest := parts[MOST_BARS:]:
        kept.append((f"{len(rest)} others", sum(value for _, value in rest)))
    return kept


def income(months: Sequence[Month], currency: str, *, masked: bool) -> Plot | None:
    """Dividends, and interest where there is any, by month or, over three years, by year."""
    if masked or not months:
        return None
    years = len(months) > 36
    parts: dict[str, dict[str, float]] = {"Dividends": {}, "Interest": {}}
    for month, *amounts in months:
        label = f"{month:%Y}" if years else f"{month:%b %y}"
        for sums, amount in zip(parts.values(), amounts, strict=True):
            sums[label] = sums.get(label, 0.0) + float(amount)
    series = [(name, list(sums.values())) for name, sums in parts.items() if any(sums.values())]
    total = sum(sum(values) for _, values in series)
    words = f"{total:,.2f} {currency} in all, before tax."
    title = " and ".join(name for name, _ in series).capitalize()
    return columns(
        f"{title} by {'year' if years else 'month'}", words, list(parts["Dividends"]), series,
        unit=currency, name="income",
    )  # fmt: skip


def allocation(parts: Sequence[tuple[str, Decimal]], by: str) -> Plot:
    items = [(name, float(value)) for name, value in parts]
    most = parts[0][0] if parts else "nothing"
    owed = ", ".join(name for name, value in items if value < 0)
    words = f"Most in {most}." + (f" Below zero, so not drawn: {owed}." if owed else "")
    return shares(f"By {by}", words, items, name="allocation")


@dataclass(frozen=True, slots=True)
class Totals:
    cost: Decimal
    unrealised: Decimal
    realised: Decimal
    income: Decimal


def totals(held: Holdings) -> Totals:
    views = [*held.open, *held.closed]
    return Totals(
        cost=sum((one.cost for one in held.open), ZERO),
        unrealised=sum((one.unrealised for one in held.open), ZERO),
        realised=sum((one.realised for one in views), ZERO),
        income=sum((one.income for one in views), ZERO),
    )


def _signed(ratio: float | None) -> str:
    return "not known" if ratio is None else f"{ratio * 100:+.2f} %".replace("-", "−")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
