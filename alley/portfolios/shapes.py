"""The contract's shapes: dates and decimal strings, never floats."""

from datetime import date
from decimal import Decimal
from typing import Any

from alley.markets.quotes import text_of, text_or_none
from alley.portfolios.ledger import Statement
from alley.portfolios.models import Portfolio, Transaction, Watchlist
from alley.portfolios.queries.holdings import Holdings, HoldingView
from alley.portfolios.queries.lots import HoldingStory
from alley.portfolios.queries.mine import WatchedView
from alley.portfolios.queries.performance import Performance
from alley.portfolios.queries.today import Moved
from alley.portfolios.queries.together import Together

NO_CAPITAL = "What was there and what came in was not above zero, though something happened."
MONEY, RATIO = 8, 10  # places kept of a computed amount, and of a percent


def watchlist(one: Watchlist, rows: list[WatchedView] | None = None) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "version": one.version,
        "changed": one.changed,
        "changed_on": one.changed_on,
        "shared": f"/watchlists/shared/{one.share}/" if one.share else None,
        "rows": None if rows is None else [row(view) for view in rows],
    }


def row(view: WatchedView) -> dict[str, Any]:
    return {
        "symbol": view.row.instrument.symbol,
        "name": view.row.instrument.name,
        "note": view.row.note,
        "added": view.row.added,
        "quote": view.quote.as_dict() if view.quote else None,
    }


def portfolio(one: Portfolio) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "currency": one.currency,
        "method": one.method,
        "cash": one.cash,
        "benchmark": one.benchmark or None,
        "masked": one.masked,
        "version": one.version,
        "changed": one.changed,
        "changed_on": one.changed_on,
        "shared": f"/portfolios/shared/{one.share}/" if one.share else None,
    }


def transaction(one: Transaction) -> dict[str, Any]:
    return {
        "id": one.pk,
        "date": one.date.isoformat(),
        "time": one.time.isoformat() if one.time else None,
        "type": one.type,
        "symbol": one.symbol or None,
        "name": one.name or None,
        "quantity": text_or_none(one.quantity),
        "price": text_or_none(one.price),
        "amount": text_or_none(one.amount),
        "currency": one.currency,
        "fee": text_of(one.fee or Decimal(0)),
        "tax": text_of(one.tax or Decimal(0)),
        "fx_rate": text_or_none(one.fx_rate),
        "ratio": one.ratio or None,
        "other": one.other or None,
        "other_amount": text_or_none(one.other_amount),
        "share": text_or_none(one.share),
        "lot": one.lot,
        "note": one.note,
    }


def holding(one: HoldingView) -> dict[str, Any]:
    return {
        "symbol": one.symbol,
        "name": one.name,
        "quantity": text_of(one.quantity),
        "price": money(one.price),
        "price_date": one.priced.isoformat() if one.priced else None,
        "price_source": one.source,
        "price_kind": one.price_kind or None,
        "currency": one.currency,
        "value": money(one.value),
        "cost": money(one.cost),
        "unrealised": money(one.unrealised),
        "unrealised_price": money(one.unrealised_price),
        "unrealised_exchange": money(one.unrealised_exchange),
        "realised": money(one.realised),
        "income": money(one.income),
        "fees": money(one.fees),
        "taxes": money(one.taxes),
        "weight": None if one.weight is None else text_of(round(one.weight, RATIO)),
        "kind": one.kind or None,
        "sector": one.sector or None,
        "country": one.country or None,
    }


def holding_story(found: HoldingStory) -> dict[str, Any]:
    """A holding with its lots, what became of those that were sold, and its own rate of return."""
    return {
        **holding(found.view),
        "mwr_percent": percent(found.money.period),
        "mwr_annualised": percent(found.money.yearly),
        "mwr_reason": found.money.reason or None,
        "lots": [
            {
                "id": lot.id,
                "opened": lot.opened.isoformat(),
                "quantity": text_of(lot.quantity),
                "cost": money(lot.cost),
                "value": money(lot.value),
                "gain": money(lot.gain),
            }
            for lot in found.lots
        ],
        "gains": [
            {
                "closed": gain.closed.isoformat(),
                "opened": gain.opened.isoformat(),
                "quantity": text_of(gain.quantity),
                "cost": money(gain.cost),
                "proceeds": money(gain.proceeds),
                "price": money(gain.price),
                "exchange": money(gain.exchange),
                "fees": money(gain.fees),
            }
            for gain in found.gains
        ],
    }


def holdings(found: Holdings) -> dict[str, Any]:
    return {
        "date": found.day.isoformat(),
        "currency": found.currency,
        "value": money(found.value),
        "items": [holding(one) for one in found.all],
        "closed": [holding(one) for one in found.closed],
        "sources": [one.as_dict() for one in found.credits],
        "statement": statement(found.statement),
        "oversold": found.oversold,
        "without_rate": found.without_rate,
        "next": None,
    }


def statement(lines: Statement) -> dict[str, Any]:
    """Where the value comes from; `difference` is what the lines leave over."""
    names = [*Statement.__slots__, "difference"]
    return {name: money(getattr(lines, name)) for name in names}


def performance(
    found: Performance | None, day: date, currency: str, method: str, lines: Statement | None
) -> dict[str, Any]:
    """Nothing yet is said with nulls and an empty series, as is what cannot be said."""
    empty: dict[str, Any] = {
        "from": day.isoformat(), "to": day.isoformat(), "currency": currency, "method": method,
        "twr_percent": None, "mwr_percent": None, "mwr_annualised": None, "series": [],
        "drawdown": None, "volatility": None, "benchmark": None,
    }  # fmt: skip
    if found is None:
        return empty
    undefined = found.undefined
    return {
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "currency": found.currency,
        "sources": [one.as_dict() for one in found.credits],
        "method": method,
        "twr_percent": percent(found.growth.total),
        "twr_annualised": percent(found.yearly),
        "without_price": found.without_price,
        "twr_undefined": undefined.isoformat() if undefined else None,
        "twr_reason": NO_CAPITAL if undefined else None,
        "mwr_percent": percent(found.money.period),
        "mwr_annualised": percent(found.money.yearly),
        "mwr_reason": found.money.reason or None,
        "series": [
            [day.isoformat(), f"{value:.2f}", None if bad else percent(index - 1)]
            for day, value, index, bad in zip(
                found.days,
                found.values.tolist(),
                found.growth.index.tolist(),
                found.growth.undefined.tolist(),
                strict=True,
            )
        ],
        "drawdown": found.drawdown
        and {
            "percent": percent(found.drawdown.depth),
            "peak": found.fell[0].isoformat() if found.fell else None,
            "trough": found.fell[1].isoformat() if found.fell else None,
        },
        "volatility": percent(found.volatility),
        "benchmark": found.benchmark
        and {
            "symbol": found.benchmark.symbol,
            "name": found.benchmark.name,
            "source": found.benchmark.source,
            "twr_percent": percent(found.benchmark.total),
        },
        "contributions": [
            {
                "symbol": one.symbol or None,
                "name": one.name,
                "gain": f"{one.gain:.2f}",
                "points": f"{one.points:.{RATIO}f}",
            }
            for one in found.contributions
        ],
        "flows": [
            {"date": day.isoformat(), "in": f"{into:.2f}", "out": f"{out:.2f}"}
            for day, into, out in found.flows
        ],
        "statement": statement(lines) if lines else None,
    }


def inside(found: Together) -> list[dict[str, Any]]:
    """Out of one portfolio and into another: numbers of both, and what moved."""
    return [
        {
            "date": move.into.date.isoformat(),
            "from": found.histories[move.left].portfolio.pk,
            "to": found.histories[move.came].portfolio.pk,
            "symbol": move.into.symbol or None,
            "quantity": text_of(move.into.quantity) if move.into.symbol else None,
            "amount": None if move.into.symbol else money(move.into.gross),
            "currency": move.into.currency,
        }
        for move in found.moves
    ]


def today(found: Moved | None, currency: str) -> dict[str, Any]:
    if found is None:
        return {"date": None, "currency": currency, "movers": []}
    return {
        "date": found.day.isoformat(),
        "currency": currency,
        "sources": [one.as_dict() for one in found.credits],
        "gain": f"{found.gain:.2f}",
        "percent": percent(None if found.percent is None else found.percent / 100),
        "rest": f"{found.rest:.2f}",
        "movers": [
            {
                "symbol": mover.symbol,
                "name": mover.name,
                "gain": f"{mover.gain:.2f}",
                "points": None if mover.points is None else f"{mover.points:.{RATIO}f}",
                "stories": [
                    {"id": story.pk, "headline": story.headline, "url": story.get_absolute_url()}
                    for story in mover.stories
                ],
            }
            for mover in found.movers
        ],
    }


def money(amount: Decimal | None) -> str | None:
    return None if amount is None else text_of(round(amount, MONEY))


def percent(ratio: float | None) -> str | None:
    return None if ratio is None or ratio != ratio else text_of(Decimal(f"{ratio * 100:.{RATIO}f}"))
