"""How a broker's columns become ours: declared in brokers/*.yaml, one file a layout.

A map names the columns a file must have, which column is which of ours, and what the broker's words
for kinds mean. `patterns` read what hides in a description; `only` and `skip` choose rows.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from alley.portfolios.importing import cells
from alley.portfolios.importing.row import Row, Unreadable
from alley.portfolios.importing.sheet import Sheet

FOLDER = Path(__file__).parent / "brokers"
NUMBERS = ("quantity", "price", "amount", "cash", "fee", "tax", "fx_rate", "fx_inverse")
MINOR = {"GBX": "GBP", "GBp": "GBP", "ILA": "ILS", "ZAC": "ZAR", "ZAc": "ZAR"}
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Layout:
    """One map, as its file says it."""

    key: str
    name: str
    header: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    patterns: tuple[dict[str, str], ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    skip: dict[str, str] = field(default_factory=dict)
    comma: bool | None = None
    month_first: bool | None = None
    venue: str = ""  # CRYPTO: tickers are coins
    net: bool = False  # the amount has the fee in it already


@cache
def layouts() -> dict[str, Layout]:
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(file.read_text("utf-8"))
        data["header"] = tuple(data.get("header", ()))
        data["patterns"] = tuple(data.get("patterns", ()))
        found[file.stem] = Layout(key=file.stem, **data)
    return found


def rows_of(sheet: Sheet, layout: Layout) -> list[Row]:
    places = {ours: sheet.column(theirs) for ours, theirs in layout.columns.items()}
    first = layout.month_first
    if first is None and (when := places.get("date")) is not None:
        first = cells.month_first([row[when] for _, row in sheet.rows if len(row) > when])
    found = []
    for line, values in sheet.rows:
        row = Row(line)
        try:
            _read(row, sheet, values, layout, places, first)
        except Unreadable as unreadable:
            row.problem = str(unreadable)
        found.append(row)
    return found


def _read(
    row: Row,
    sheet: Sheet,
    values: list[str],
    layout: Layout,
    places: dict[str, int | None],
    first: bool | None,
) -> None:
    cell = {
        ours: values[place]
        for ours, place in places.items()
        if place is not None and place < len(values)
    }
    cell = {**layout.constants, **{ours: text for ours, text in cell.items() if text}}
    for column, pattern in layout.skip.items():
        place = sheet.column(column)
        if place is not None and place < len(values) and re.search(pattern, values[place], re.I):
            row.ignored = f"{column} is “{values[place][:40]}”"
            return
    for rule in layout.patterns:
        place = sheet.column(rule["column"])
        text = values[place] if place is not None and place < len(values) else ""
        if found := re.search(rule["regex"], text, re.I):
            cell |= {name: value for name, value in found.groupdict().items() if value}
            if "type" in rule:
                cell["type"] = rule["type"]
    if not cell.get("date") or not any(cell.get(name) for name in ("type", "quantity", "cash")):
        row.ignored = "not a transaction (a title or a total)"
        return
    kind = _kind(cell.get("type", ""), layout)
    if kind == "ignore":
        row.ignored = f"“{cell.get('type', '')[:40]}” changes nothing here"
        return
    row.id = cell.get("id", "")
    day, at = cells.moment(cell["date"], month_first=first)
    if cell.get("time"):
        at = cells.moment(f"2000-01-01 {cell['time']}")[1]
    numbers = {n: cells.number(cell[n], comma=layout.comma) for n in NUMBERS if cell.get(n)}
    row.given = _given(kind, cell, numbers, layout) | {"date": day, "time": at}


def _kind(word: str, layout: Layout) -> str:
    plain = word.strip().lower()
    for theirs, ours in layout.types.items():
        theirs = str(theirs).lower()
        if plain == theirs or (theirs.endswith("*") and plain.startswith(theirs[:-1])):
            return ours
    if not layout.types:
        return plain
    raise Unreadable(f"“{word[:40]}” is a kind we do not know")


def _given(
    kind: str, cell: dict[str, str], numbers: dict[str, Decimal | None], layout: Layout
) -> dict[str, Any]:
    quantity, price, cash = numbers.get("quantity"), numbers.get("price"), numbers.get("cash")
    amount = numbers.get("amount")
    kind = _signed(kind, quantity if quantity else None, cash)
    currency = cell.get("currency") or cells.money_sign(
        cell.get("price", "") + cell.get("cash", "")
    )
    given: dict[str, Any] = {
        "type": kind,
        "isin": cell.get("isin", "").upper(),
        "ticker": cell.get("ticker", "").upper(),
        "venue": layout.venue or cell.get("venue", ""),
        "name": cell.get("name", ""),
        "note": cell.get("note", ""),
        "ratio": cell.get("ratio", ""),
        "fee": _size(numbers.get("fee")),
        "tax": _size(numbers.get("tax")),
    }
    if kind in {"buy", "sell", "short_sell", "cover", "transfer_in", "transfer_out"}:
        given["quantity"], given["price"] = _size(quantity), _size(price)
        whole = amount if amount is not None else cash
        if price is None and whole is not None:
            costs = (given["fee"] or 0) + (given["tax"] or 0)
            gross = abs(whole)
            if amount is None or layout.net:
                gross += -costs if kind in {"buy", "cover"} else costs
            given["amount"] = gross
    elif kind in {"fee", "tax"}:
        given["amount"] = -cash if cash is not None else _size(amount)
        given["fee"] = given["tax"] = None
    elif kind in {"dividend", "interest", "return_of_capital"}:
        if cash is not None:
            given["amount"] = (
                cash + (given["tax"] or 0) + (given["fee"] or 0) if layout.net else cash
            )
        elif amount is not None:
            given["amount"] = amount
        else:
            given["quantity"], given["price"] = _size(quantity), _size(price)
    elif kind == "split":
        pass
    else:
        given["amount"] = _size(cash if cash is not None else amount)
    _unit(given, currency)
    rate = numbers.get("fx_rate")
    if (inverse := numbers.get("fx_inverse")) and rate is None:
        rate = round(1 / inverse, 10)
    given["fx_rate"] = rate or None
    return given


def _signed(kind: str, quantity: Decimal | None, cash: Decimal | None) -> str:
    """`trade` and `cash` go by their sign: what is bought costs money or adds shares."""
    if kind == "trade":
        if quantity is not None and quantity < 0:
            return "sell"
        return "sell" if cash is not None and cash > 0 else "buy"
    if kind == "cash":
        return "withdrawal" if cash is not None and cash < 0 else "deposit"
    if kind == "transfer":
        return "transfer_out" if quantity is not None and quantity < 0 else "transfer_in"
    return kind


def _size(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


def _unit(given: dict[str, Any], currency: str) -> None:
    """Prices in pence become pounds."""
    code = currency.strip()
    if code in MINOR or code.upper() in MINOR:
        for name in ("price", "amount", "fee", "tax"):
            if given.get(name) is not None:
                given[name] = given[name] / HUNDRED
        code = MINOR.get(code) or MINOR[code.upper()]
    given["currency"] = code.upper()
