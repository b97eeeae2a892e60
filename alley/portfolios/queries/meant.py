"""Which of our instruments a row of a file means: by symbol, ISIN, or ticker and venue."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from alley.markets.models import Instrument
from alley.markets.symbols import RIC_SUFFIXES

EXTRA = ("isin", "ticker", "venue", "code", "id", "lot_number")
COINS = ("EUR", "USD", "GBP", "CHF", "SEK")
COIN = re.compile(rf"([A-Z0-9]{{2,6}})-?({'|'.join(COINS)})")  # BTC-USD, in Ghostfolio BTCUSD


@dataclass(frozen=True, slots=True)
class Named:
    by_isin: dict[str, list[Instrument]]
    by_symbol: dict[str, Instrument]
    by_ticker: dict[str, list[Instrument]]


def named_in(given: Iterable[Mapping[str, Any]]) -> Named:
    """All instruments a file may mean, in three queries."""
    isins, symbols, tickers = set(), set(), set()
    for one in given:
        if one.get("isin"):
            isins.add(one["isin"])
        if one.get("symbol"):
            symbols.add(str(one["symbol"]).upper())
        ticker = str(one.get("ticker") or "").upper()
        symbols.update(_forms(ticker, str(one.get("venue") or "")))
        tickers.add(ticker.partition(".")[0])
    rows = Instrument.objects.order_by("rank", "symbol")
    found = Named({}, {one.symbol: one for one in rows.filter(symbol__in=symbols)}, {})
    for listing in rows.filter(isin__in=isins):
        found.by_isin.setdefault(listing.isin, []).append(listing)
    for listing in rows.filter(ticker__in=tickers - {""}, delisted=None):
        found.by_ticker.setdefault(listing.ticker, []).append(listing)
    return found


def _forms(ticker: str, venue: str) -> list[str]:
    """`SPYL.DE`, `VWRL:XAMS`, `BTC` on CRYPTO: the symbols these may stand for."""
    if not ticker:
        return []
    if venue == "CRYPTO":
        return [f"CRYPTO:{ticker}-{currency}" for currency in COINS]
    if ":" in ticker:
        name, _, mic = ticker.partition(":")
        return [f"{mic}:{name}", ticker]
    base, dot, suffix = ticker.rpartition(".")
    if dot and suffix in RIC_SUFFIXES:
        return [f"{mic}:{base}" for mic in RIC_SUFFIXES[suffix]]
    if venue == "YAHOO" and (pair := COIN.fullmatch(ticker)):
        return [f"CRYPTO:{pair[1]}-{pair[2]}"]
    return [f"{venue}:{ticker}"] if venue else []


def as_meant(base: str, given: Mapping[str, Any], named: Named) -> dict[str, Any]:
    row = {name: value for name, value in given.items() if name not in EXTRA}
    currency = str(row.get("currency") or "").upper()
    found = _meant(given, currency, named)
    if found is not None:
        row["symbol"] = found.symbol
        row["name"] = row.get("name") or found.name
    elif not row.get("symbol"):
        row["symbol"] = _own_symbol(given)
    row["currency"] = currency or (found.currency if found else "") or base
    if row.get("fx_rate") and row["currency"] == base:
        row["fx_rate"] = None
    for name in ("quantity", "price", "amount", "fee", "tax", "fx_rate"):
        row[name] = _fitting(row.get(name))
    return row


def _fitting(value: Any) -> Any:
    """Files carry more figures than anybody needs; we keep fifteen that matter."""
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > 15:
        return Context(prec=15).plus(value)
    return value


def _meant(given: Mapping[str, Any], currency: str, named: Named) -> Instrument | None:
    if given.get("symbol"):
        return named.by_symbol.get(str(given["symbol"]).upper())
    candidates = named.by_isin.get(str(given.get("isin") or ""), [])
    ticker, venue = str(given.get("ticker") or "").upper(), str(given.get("venue") or "")
    if not candidates:
        candidates = [named.by_symbol[f] for f in _forms(ticker, venue) if f in named.by_symbol]
    if not candidates and ticker and venue not in {"CRYPTO"} and "." not in ticker:
        candidates = named.by_ticker.get(ticker, [])
        candidates = [one for one in candidates if not currency or one.currency == currency]
    same = [one for one in candidates if one.currency == currency]
    return next(iter(same or candidates), None)


def _own_symbol(given: Mapping[str, Any]) -> str:
    """A name of our own for what we do not list, the same each time."""
    if given.get("isin"):
        return f"ISIN:{given['isin']}"
    ticker = str(given.get("ticker") or given.get("code") or given.get("name") or "").upper()
    ticker = "-".join("".join(c if c.isalnum() or c in ".:-" else " " for c in ticker).split())
    return f"FILE:{ticker[:50]}" if ticker else ""
