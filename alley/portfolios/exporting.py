"""Everything of a portfolio in files others read: CSV, Ghostfolio's JSON, and our own, whole."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from alley.portfolios import shapes
from alley.portfolios.entries import ZERO, Type
from alley.portfolios.importing.documents import COLUMNS, OURS, US
from alley.portfolios.models import Portfolio, Transaction

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # the last one so that it comes back
WORDS = ("name", "note", "symbol", "other", "ratio")


def rows_of(portfolio: Portfolio) -> list[dict[str, Any]]:
    """Oldest first, as the API shows them."""
    rows = portfolio.transactions.order_by("date", "id")
    return [shapes.transaction(one) for one in rows.iterator()]


def as_csv(portfolio: Portfolio) -> str:
    """Words that a spreadsheet would run are quoted by an apostrophe (OWASP, CSV injection)."""
    sheet = io.StringIO(newline="")
    out = csv.writer(sheet)
    out.writerow(COLUMNS)
    for row in rows_of(portfolio):
        out.writerow([_cell(name, row[name]) for name in COLUMNS])
    return sheet.getvalue()


def _cell(name: str, value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if name in WORDS and text.startswith(FORMULA) else text


def as_json(portfolio: Portfolio) -> str:
    """Imports back to the identical portfolio."""
    settings = {
        "name": portfolio.name,
        "currency": portfolio.currency,
        "method": portfolio.method,
        "cash": portfolio.cash,
        "benchmark": portfolio.benchmark or None,
    }
    data = {"format": OURS, "portfolio": settings, "transactions": rows_of(portfolio)}
    return json.dumps(data, ensure_ascii=False, indent=1)


GHOSTFOLIO = {
    Type.BUY: "BUY", Type.COVER: "BUY", Type.TRANSFER_IN: "BUY", Type.SELL: "SELL",
    Type.SHORT_SELL: "SELL", Type.TRANSFER_OUT: "SELL", Type.DIVIDEND: "DIVIDEND",
    Type.INTEREST: "INTEREST", Type.FEE: "FEE",
}  # fmt: skip


def as_ghostfolio(portfolio: Portfolio, now: datetime) -> str:
    """What Ghostfolio has a kind for; the count of what it has none for stands in `meta`."""
    rows = list(portfolio.transactions.order_by("date", "id"))
    kept = [one for one in rows if Type(one.type) in GHOSTFOLIO]
    data = {
        "meta": {
            "date": now.isoformat(),
            "version": US,
            "left_out": len(rows) - len(kept),
        },
        "activities": [_activity(one) for one in kept],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _activity(one: Transaction) -> dict[str, Any]:
    """Ghostfolio keeps numbers as floats, and knows no tax: it goes with the fee."""
    kind = Type(one.type)
    quantity, price = one.quantity, one.price
    if kind in {Type.INTEREST, Type.FEE} or (kind is Type.DIVIDEND and quantity is None):
        quantity, price = None, one.amount
    elif price is None and one.amount is not None and quantity:
        price = one.amount / quantity
    return {
        "accountId": None,
        "comment": one.note or None,
        "currency": one.currency,
        "dataSource": "MANUAL",
        "date": f"{one.date.isoformat()}T00:00:00.000Z",
        "fee": float((one.fee or ZERO) + (one.tax or ZERO)),
        "quantity": float(quantity) if quantity is not None else 1,
        "symbol": one.symbol or one.note or GHOSTFOLIO[kind],
        "type": GHOSTFOLIO[kind],
        "unitPrice": float(price or 0),
    }
