"""OFX and QFX: SGML with unclosed tags (1.x) and XML (2.x) read by one small scanner.

Only tags and text are looked at: no entities but the five of SGML, no DTD, nothing external. Fields
as in the OFX 2.2 specification, section 13 (investments) and 11 (banking).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from html import unescape
from typing import Any

from alley.portfolios.importing.cells import number
from alley.portfolios.importing.row import Row, Unreadable

TAG = re.compile(r"<(/?)([A-Z0-9_.]{1,40})>([^<]*)", re.I)
MOST_DEEP = 40
TRADES = {"BUYSTOCK": "buy", "BUYMF": "buy", "BUYDEBT": "buy", "BUYOTHER": "buy", "BUYOPT": "buy"}
TRADES |= {kind.replace("BUY", "SELL"): "sell" for kind in TRADES}
CONTAINERS = {*TRADES, "INCOME", "REINVEST", "SPLIT", "TRANSFER", "INVEXPENSE", "RETOFCAP"}
IGNORED = {"JRNLFUND", "JRNLSEC", "MARGININTEREST", "CLOSUREOPT"}
BANK = {
    "INT": "interest", "DIV": "dividend", "FEE": "fee", "SRVCHG": "fee",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    name: str
    text: str = ""
    children: list["Node"] = field(default_factory=list)
    line: int = 0

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def get(self, name: str) -> str:
        return next((node.text for node in self.walk() if node.name == name and node.text), "")

    def number(self, name: str) -> Decimal | None:
        text = self.get(name)
        return number(text) if text else None


def tree_of(text: str) -> Node:
    """A tag with text is a leaf, closed or not; one without opens a group until it is closed."""
    body = text[text.upper().find("<OFX>") :]
    if not body.upper().startswith("<OFX>"):
        raise Unreadable("There is no <OFX> in this file.")
    root = Node("ROOT")
    stack = [root]
    lines = text[: len(text) - len(body)].count("\n") + 1
    place = 0
    for found in TAG.finditer(body):
        lines += body.count("\n", place, found.start())
        place = found.start()
        closing, name, value = found[1], found[2].upper(), unescape(found[3]).strip()
        if closing:
            names = [node.name for node in stack]
            if name in names[1:]:
                del stack[len(names) - 1 - names[::-1].index(name) :]
            continue
        node = Node(name, value, line=lines)
        stack[-1].children.append(node)
        if not value and len(stack) < MOST_DEEP and not _closed_at_once(body, found.end(), name):
            stack.append(node)
    return root


def _closed_at_once(body: str, end: int, name: str) -> bool:
    return body[end : end + len(name) + 3].upper() == f"</{name}>"


def rows_of(text: str) -> list[Row]:
    root = tree_of(text)
    securities = _securities(root)
    found: list[Row] = []
    for statement in (n for n in root.walk() if n.name in {"INVSTMTRS", "STMTRS", "CCSTMTRS"}):
        currency, account = statement.get("CURDEF"), statement.get("ACCTID")
        for node in statement.walk():
            row = None
            if node.name in CONTAINERS:
                row = _investment(node, currency, securities)
            elif node.name == "STMTTRN":
                row = _bank(node, currency)
            elif node.name in IGNORED:
                row = Row(node.line, ignored=f"{node.name} changes nothing here")
            if row is not None:
                row.id = f"{account}:{row.id}" if row.id else ""
                found.append(row)
    if not found and not any(node.name in {"INVTRANLIST", "BANKTRANLIST"} for node in root.walk()):
        message = root.get("MESSAGE").rstrip(".")
        raise Unreadable(
            f"There are no transactions in this file{f': {message}' if message else ''}."
        )
    return found


def _securities(root: Node) -> dict[str, dict[str, str]]:
    found = {}
    for info in (node for node in root.walk() if node.name == "SECINFO"):
        kind, code = info.get("UNIQUEIDTYPE").upper(), info.get("UNIQUEID")
        found[code] = {
            "name": info.get("SECNAME"),
            "ticker": info.get("TICKER"),
            "isin": code if kind == "ISIN" else "",
        }
    return found


def _investment(node: Node, currency: str, securities: dict[str, dict[str, str]]) -> Row:
    row = Row(node.line, id=node.get("FITID"))
    try:
        day, at = when(node.get("DTTRADE") or node.get("DTPOSTED"))
        given: dict[str, Any] = {
            "date": day, "time": at, "currency": (node.get("CURSYM") or currency).upper(),
            "note": node.get("MEMO"), **_security(node, securities),
        }  # fmt: skip
        row.given = given | _figures(node)
    except Unreadable as unreadable:
        row.problem = str(unreadable)
    return row


def _security(node: Node, securities: dict[str, dict[str, str]]) -> dict[str, str]:
    code = node.get("UNIQUEID")
    known = securities.get(code, {"name": "", "ticker": "", "isin": ""})
    isin = code if node.get("UNIQUEIDTYPE").upper() == "ISIN" else known["isin"]
    return {**known, "isin": isin, "code": code}


def _figures(node: Node) -> dict[str, Any]:
    total, units, price = node.number("TOTAL"), node.number("UNITS"), node.number("UNITPRICE")
    costs = sum((node.number(n) or Decimal(0) for n in ("COMMISSION", "FEES", "LOAD")), Decimal(0))
    tax = sum((node.number(n) or Decimal(0) for n in ("TAXES", "WITHHOLDING")), Decimal(0))
    figures: dict[str, Any] = {"fee": abs(costs) or None, "tax": abs(tax) or None}
    name = node.name
    if name in TRADES:
        kind = TRADES[name]
        if node.get("BUYTYPE") == "BUYTOCOVER":
            kind = "cover"
        if node.get("SELLTYPE") == "SELLSHORT":
            kind = "short_sell"
        return figures | {"type": kind, "quantity": _size(units), "price": _size(price)}
    if name == "REINVEST":  # the dividend and what it bought, in one
        return figures | {
            "type": "buy", "quantity": _size(units), "price": _size(price),
            "reinvests": _size(total),
        }  # fmt: skip
    if name == "INCOME":
        kind = "interest" if node.get("INCOMETYPE") == "INTEREST" else "dividend"
        return figures | {"type": kind, "amount": total}
    if name == "RETOFCAP":
        return figures | {"type": "return_of_capital", "amount": total}
    if name == "INVEXPENSE":
        return figures | {"type": "fee", "amount": _size(total)}
    if name == "SPLIT":
        new, old = node.get("NUMERATOR"), node.get("DENOMINATOR")
        return figures | {"type": "split", "ratio": f"{new}:{old}"}
    kind = "transfer_out" if node.get("TFERACTION") == "OUT" or (units or 0) < 0 else "transfer_in"
    return figures | {"type": kind, "quantity": _size(units), "price": _size(price)}


def _bank(node: Node, currency: str) -> Row:
    row = Row(node.line, id=node.get("FITID"))
    try:
        if not (text := node.get("DTPOSTED")):
            raise Unreadable("the date is missing")
        if (amount := node.number("TRNAMT")) is None:
            raise Unreadable("the amount is missing")
        day, at = when(text)
    except Unreadable as unreadable:
        row.problem = str(unreadable)
        return row
    kind = BANK.get(node.get("TRNTYPE").upper(), "")
    if kind == "dividend":  # of no instrument
        kind = "interest"
    if kind in {"fee", "tax"}:
        amount = -amount
    elif not kind:
        kind, amount = ("deposit", amount) if amount >= 0 else ("withdrawal", -amount)
    words = node.get("MEMO") or node.get("NAME")
    row.given = {
        "date": day, "time": at, "type": kind, "amount": amount, "note": words,
        "currency": (node.get("CURSYM") or currency).upper(),
    }  # fmt: skip
    if not amount:
        row.ignored = "nothing moved"
    return row


def when(text: str) -> tuple[str, time | None]:
    """`20091215202000.000[-4:EST]`: the day as the bank names it."""
    found = re.match(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", text.strip())
    if found is None or not ("01" <= found[2] <= "12" and "01" <= found[3] <= "31"):
        raise Unreadable(f"“{text[:30]}” is not a date")
    at = None
    if found[4] and found[4] < "24" and found[5] < "60" and (found[6] or "00") < "60":
        at = time(int(found[4]), int(found[5]), int(found[6] or 0))
    return f"{found[1]}-{found[2]}-{found[3]}", at


def _size(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)
