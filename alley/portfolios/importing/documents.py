"""JSON files: our own, whole, and Ghostfolio's activities."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from alley.portfolios.importing.row import Row, Unreadable

OURS = "exchange-alley portfolio 1"
GHOSTFOLIO_TYPES = {
    "BUY": "buy", "SELL": "sell", "DIVIDEND": "dividend", "INTEREST": "interest", "FEE": "fee",
}  # fmt: skip


def parsed(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This is not JSON: {error}.") from None
    if not isinstance(data, dict):
        raise Unreadable("This JSON is not a portfolio.")
    return data


def ours(data: dict[str, Any]) -> list[Row]:
    rows = data.get("transactions")
    if data.get("format") != OURS or not isinstance(rows, list):
        raise Unreadable("This is not a portfolio of ours.")
    found = []
    for line, one in enumerate(rows, start=1):
        if not isinstance(one, dict):
            found.append(Row(line, problem="This is not a transaction."))
            continue
        given = {name: value for name, value in one.items() if value is not None}
        if at := given.get("time"):
            given["time"] = datetime.fromisoformat(f"2000-01-01T{at}").time()
        if "lot" in given:
            given["lot_number"] = given.pop("lot")
        found.append(Row(line, given, id=str(one.get("id", ""))))
    return found


def ghostfolio(data: dict[str, Any]) -> list[Row]:
    """BUY, SELL, DIVIDEND, INTEREST and FEE; Ghostfolio knows no deposits."""
    rows = data.get("activities")
    if not isinstance(rows, list):
        raise Unreadable("There are no activities in this file.")
    names = {
        str(one.get("symbol")): str(one.get("name") or "")
        for one in data.get("assetProfiles") or ()
        if isinstance(one, dict)
    }
    return [_activity(line, one, names) for line, one in enumerate(rows, start=1)]


def _activity(line: int, one: Any, names: dict[str, str]) -> Row:
    if not isinstance(one, dict):
        return Row(line, problem="This is not an activity.")
    kind = str(one.get("type", "")).upper()
    if kind not in GHOSTFOLIO_TYPES:
        return Row(line, problem=f"“{kind[:20]}” is a kind we do not know")
    numbers = {name: one.get(name) for name in ("fee", "quantity", "unitPrice")}
    if not all(isinstance(n, Decimal) or n is None for n in numbers.values()):
        return Row(line, problem="fee, quantity and unitPrice must be numbers")
    text = str(one.get("symbol") or "")
    own = str(one.get("dataSource", "")).upper() == "MANUAL"
    given: dict[str, Any] = {
        "date": str(one.get("date", ""))[:10],
        "type": GHOSTFOLIO_TYPES[kind],
        "currency": str(one.get("currency") or "").upper(),
        "note": str(one.get("comment") or ""),
        "fee": numbers["fee"],
        "ticker": "" if own or kind in {"FEE", "INTEREST"} else text,
        "venue": "YAHOO" if str(one.get("dataSource", "")).upper() == "YAHOO" else "",
        "name": names.get(text, text if own else ""),
    }
    if given["currency"] == "GBP" and str(one.get("currency")) in {"GBp", "GBX"}:
        numbers["unitPrice"] = (numbers["unitPrice"] or Decimal(0)) / 100
    quantity, price = numbers["quantity"] or Decimal(0), numbers["unitPrice"] or Decimal(0)
    if kind in {"BUY", "SELL", "DIVIDEND"}:
        given |= {"quantity": quantity, "price": price}
        if own:
            given["symbol"] = f"OWN:{text.upper()[:50]}".replace(" ", "-")
    else:
        given["amount"] = (quantity or Decimal(1)) * price
    if kind == "FEE" and not given["amount"]:
        given["amount"], given["fee"] = numbers["fee"], None
    return Row(line, given, id=str(one.get("id") or ""))
