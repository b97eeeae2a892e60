"""Our own files, JSON and CSV, which come back whole; and Ghostfolio's activities."""

import json
from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from typing import Any

from alley.portfolios.importing.cells import HUNDRED, whole_unit
from alley.portfolios.importing.row import Row, Unreadable

OURS = "exchange-alley portfolio 1"
US = "exchange-alley"  # what we write of ourselves in others' formats
SETTINGS = ("currency", "method", "cash", "benchmark")
COLUMNS = (
    "id", "date", "time", "type", "symbol", "name", "quantity", "price", "amount", "currency",
    "fee", "tax", "fx_rate", "ratio", "other", "other_amount", "share", "lot", "note",
)  # fmt: skip
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
    return [_own(line, one) for line, one in enumerate(rows, start=1)]


def settings_of(data: dict[str, Any]) -> dict[str, str]:
    """How the portfolio of our own file was kept; nothing in any other."""
    kept = data.get("portfolio") if data.get("format") == OURS else None
    if not isinstance(kept, dict):
        return {}
    return {name: str(kept[name]) for name in SETTINGS if kept.get(name)}


def our_table(lines: Sequence[tuple[int, list[str]]]) -> list[Row]:
    """Our own CSV: cells that begin with an apostrophe were given it for spreadsheets."""
    (_, header), *rows = lines
    found = []
    for line, cells in rows:
        if any(cells):
            given = dict(zip(header, (cell.removeprefix("'") for cell in cells), strict=False))
            found.append(_own(line, {name: cell for name, cell in given.items() if cell}))
    return found


def is_our_table(text: str) -> bool:
    return text.lstrip("\ufeff").startswith(",".join(COLUMNS))


def _own(line: int, one: Any) -> Row:
    if not isinstance(one, dict):
        return Row(line, problem="This is not a transaction.")
    given = {name: value for name, value in one.items() if value is not None}
    if at := given.get("time"):
        try:
            given["time"] = time.fromisoformat(str(at))
        except ValueError:
            return Row(line, problem=f"“{str(at)[:20]}” is no time of day.")
    if "lot" in given:
        given["lot_number"] = given.pop("lot")
    return Row(line, given, id=str(one.get("id", "")))


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
    meta = data.get("meta")
    ours = isinstance(meta, dict) and meta.get("version") == US
    return [_activity(line, one, names, ours=ours) for line, one in enumerate(rows, start=1)]


def _activity(line: int, one: Any, names: dict[str, str], *, ours: bool) -> Row:
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
    whole = whole_unit(str(one.get("currency")))
    if whole:  # prices and fees in pence
        given["currency"], given["fee"] = whole, (numbers["fee"] or Decimal(0)) / HUNDRED
        numbers["unitPrice"] = (numbers["unitPrice"] or Decimal(0)) / HUNDRED
    quantity, price = numbers["quantity"] or Decimal(0), numbers["unitPrice"] or Decimal(0)
    if kind in {"BUY", "SELL", "DIVIDEND"}:
        given |= {"quantity": quantity, "price": price}
        if ours:
            given["symbol"] = text
        elif own:
            given["symbol"] = f"OWN:{text.upper()[:50]}".replace(" ", "-")
    else:
        given["amount"] = (quantity or Decimal(1)) * price
        given["note"], given["name"] = given["note"] or given["name"], ""
    if kind == "FEE" and not given["amount"]:
        given["amount"], given["fee"] = given["fee"], None
    return Row(line, given, id=str(one.get("id") or ""))
