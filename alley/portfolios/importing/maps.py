"""How a broker's columns become ours: declared in brokers/*.yaml, one file a layout.

A map names the columns a file must have, which column is which of ours, and what the broker's words
for kinds mean (`*` stands for anything). A rule that matches a row may read what hides in a column
(named groups), take other columns, set values, name the kind or leave the row aside; first wins.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from alley.portfolios.importing import cells
from alley.portfolios.importing.row import SPLIT_LEGS, Row, Unreadable
from alley.portfolios.importing.sheet import Sheet

FOLDER = Path(__file__).parent / "brokers"
SPOKEN = {"quantity", "price"}  # what rules read from descriptions
NUMBERS = ("quantity", "price", "amount", "cash", "fee", "tax", "fx_rate", "fx_inverse")
LONGEST = 160  # letters of a line that are shown again
REFUSED = {
    "refuse": "a kind we cannot read",
    "free_shares": "the file gives new shares but not the ratio: write the split down as 2:1,"
    " unless the market knows it (then it is carried out by itself)",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """One map, as its file says it."""

    key: str
    name: str
    header: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    rules: tuple[dict[str, Any], ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    comma: bool | None = None
    month_first: bool | None = None
    venue: str = ""  # CRYPTO: tickers are coins
    net: bool = False  # the amount has the fee in it already
    wrapped: str = ""  # a column whose long cells go on in a line of their own


@cache
def layouts() -> dict[str, Layout]:
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(file.read_text("utf-8"))
        data["header"] = tuple(data.get("header", ()))
        data["rules"] = tuple(data.get("rules", ()))
        found[file.stem] = Layout(key=file.stem, **data)
    return found


def rows_of(sheet: Sheet, layout: Layout) -> list[Row]:
    places = {ours: sheet.column(theirs) for ours, theirs in layout.columns.items()}
    first = layout.month_first
    if first is None and (when := places.get("date")) is not None:
        first = cells.month_first([row[when] for _, row in sheet.rows if len(row) > when])
    comma = layout.comma if layout.comma is not None else _comma(sheet, places)
    found = []
    for line, values in _unwrapped(sheet, layout.wrapped):
        row = Row(line, text=" · ".join(filter(None, values))[:LONGEST])
        try:
            _read(row, sheet, values, layout, places, first, comma)
        except Unreadable as unreadable:
            row.problem = str(unreadable)
        found.append(row)
    return found


def _unwrapped(sheet: Sheet, column: str) -> list[tuple[int, list[str]]]:
    """A line with nothing but the rest of the cell above belongs to the line above."""
    place = sheet.column(column) if column else None
    if place is None:
        return sheet.rows
    found: list[tuple[int, list[str]]] = []
    for line, values in sheet.rows:
        rest = values[place] if len(values) > place else ""
        if found and rest and sum(map(bool, values)) == 1 and len(found[-1][1]) > place:
            found[-1][1][place] += rest
        else:
            found.append((line, list(values)))
    return found


def _comma(sheet: Sheet, places: dict[str, int | None]) -> bool | None:
    """Which sign parts the cents in this file, where its numbers agree on one."""
    columns = [place for ours, place in places.items() if ours in NUMBERS and place is not None]
    texts = [row[p] for _, row in sheet.rows for p in columns if len(row) > p]
    commas = any(re.search(r",(\d{1,2}|\d{4,})\D*$", text) for text in texts)
    points = any(re.search(r"\.(\d{1,2}|\d{4,})\D*$", text) for text in texts)
    return None if commas == points else commas


def _read(
    row: Row,
    sheet: Sheet,
    values: list[str],
    layout: Layout,
    places: dict[str, int | None],
    first: bool | None,
    comma: bool | None,
) -> None:
    cell = dict(layout.constants)
    for ours, place in places.items():
        if place is not None and place < len(values) and values[place]:
            cell[ours] = values[place]
    rule = next((r for r in layout.rules if _matches(r, sheet, values, cell)), {})
    for ours, theirs in rule.get("take", {}).items():
        cell.pop(ours, None)
        if theirs and (text := _cell(sheet, values, theirs)):
            cell[ours] = text
    cell = {**layout.defaults, **cell, **rule.get("set", {})}
    if not cell.get("date") or not any(
        cell.get(name) for name in ("type", "quantity", "cash", "amount")
    ):
        row.ignored = "not a transaction (a title or a total)"
        return
    word = cell.get("type", "")
    kind = rule.get("kind") or _kind(word, layout)
    if kind == "ignore":
        row.ignored = rule.get("why") or f"“{word[:40]}” changes nothing here"
        return
    if kind in REFUSED:
        raise Unreadable(rule.get("why") or REFUSED[kind])
    row.id = cell.get("id", "")
    day, at = cells.moment(cell["date"], month_first=first)
    if cell.get("time"):
        at = cells.moment(f"2000-01-01 {cell['time']}")[1]
    said = rule.get("comma") is not None
    numbers = {
        n: cells.number(cell[n], comma=False if said and n in SPOKEN else comma)
        for n in NUMBERS
        if cell.get(n)
    }
    row.given = _given(kind, cell, numbers, layout) | {"date": day, "time": at}


def _matches(rule: dict[str, Any], sheet: Sheet, values: list[str], cell: dict[str, str]) -> bool:
    """Whether every column named fits its pattern; what the patterns name is read."""
    read: dict[str, str] = {}
    for column, pattern in rule["when"].items():
        found = re.search(pattern, _cell(sheet, values, column), re.I)
        if found is None:
            return False
        read |= {name: value for name, value in found.groupdict().items() if value}
    cell |= read
    if rule.get("comma") is not None:  # a description may write numbers unlike the columns
        for name in NUMBERS:
            if name in read:
                number = cells.number(read[name], comma=rule["comma"])
                cell[name] = f"{number:f}"
    return True


def _cell(sheet: Sheet, values: list[str], column: str) -> str:
    place = sheet.column(column)
    return values[place] if place is not None and place < len(values) else ""


def _kind(word: str, layout: Layout) -> str:
    plain = word.strip().lower()
    for theirs, ours in layout.types.items():
        if fnmatchcase(plain, str(theirs).lower().replace("[", "[[]")):
            return ours
    raise Unreadable(f"“{word[:40]}” is a kind we do not know")


def _given(
    kind: str, cell: dict[str, str], numbers: dict[str, Decimal | None], layout: Layout
) -> dict[str, Any]:
    quantity, price, cash = numbers.get("quantity"), numbers.get("price"), numbers.get("cash")
    amount = numbers.get("amount")
    kind = _signed(kind, quantity if quantity else None, cash)
    if kind in {"refund", "tax_refund"}:
        back = abs(cash if cash is not None else amount or Decimal(0))
        kind, cash = ("fee" if kind == "refund" else "tax"), back
    currency = cell.get("currency") or cells.money_sign(
        cell.get("price", "") + cell.get("cash", "")
    )
    given: dict[str, Any] = {
        "type": kind,
        "isin": cell.get("isin", "").upper(),
        "ticker": cell.get("ticker", "").upper().strip("-"),
        "venue": layout.venue or cell.get("venue", ""),
        "name": cell.get("name", ""),
        "note": cell.get("note", ""),
        "ratio": cell.get("ratio", ""),
        "fee": _size(numbers.get("fee")),
        "tax": _size(numbers.get("tax")),
    }
    if kind == "cash_leg":
        given["amount"], given["fee"] = cash, None
    elif kind in {"buy", "sell", "short_sell", "cover", "transfer_in", "transfer_out"}:
        given["quantity"], given["price"] = _size(quantity), _size(price)
        whole = amount if amount is not None else cash
        if price is None and whole is not None:
            costs = (given["fee"] or 0) + (given["tax"] or 0)
            gross = abs(whole)
            if amount is None or layout.net:
                gross += -costs if kind in {"buy", "cover", "transfer_in"} else costs
            given["amount"] = gross
    elif kind in {"fee", "tax"}:
        given["amount"] = -cash if cash is not None else _size(amount)
        given["fee"] = given["tax"] = None
    elif kind in {"dividend", "interest", "return_of_capital"}:
        whole = cash if cash is not None else amount
        if whole is not None:
            costs = (given["fee"] or 0) + (given["tax"] or 0)
            given["amount"] = whole + costs if layout.net else whole
        else:
            given["quantity"], given["price"] = _size(quantity), _size(price)
    elif kind in SPLIT_LEGS:
        given["quantity"] = _size(quantity)
    elif kind == "split":
        pass
    else:
        given["amount"] = _size(cash if cash is not None else amount)
        given["fee"] = given["tax"] = None  # what moved is what was left
    if kind in {"deposit", "withdrawal", "interest", "exchange", "cash_leg"}:
        given["fee"] = given["tax"] = None
        given["note"] = given["note"] or given["name"]
        given |= {"isin": "", "ticker": "", "name": ""}
    elif kind in {"fee", "tax"} and not (given["isin"] or given["ticker"]):
        given["note"], given["name"] = given["note"] or given["name"], ""
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
    if whole := cells.whole_unit(code):
        for name in ("price", "amount", "fee", "tax"):
            if given.get(name) is not None:
                given[name] = given[name] / cells.HUNDRED
        code = whole
    given["currency"] = code.upper()
