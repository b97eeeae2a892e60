"""QIF: lines that begin with a letter, records that end with ^.

Letters as in Quicken's own description of the format; the order of day and month is told by the
whole file, since no record says it.
"""

from decimal import Decimal
from typing import Any

from alley.portfolios.importing.cells import moment, month_first, number
from alley.portfolios.importing.row import Row, Unreadable

KINDS = {
    "buy": "buy", "buyx": "buy", "cvrshrt": "cover", "sell": "sell", "sellx": "sell",
    "shtsell": "short_sell", "div": "dividend", "divx": "dividend", "cglong": "dividend",
    "cgshort": "dividend", "intinc": "interest", "intincx": "interest", "miscinc": "interest",
    "miscexp": "fee", "margint": "fee", "rtrncap": "return_of_capital", "shrsin": "transfer_in",
    "shrsout": "transfer_out", "stksplit": "split", "xin": "deposit", "contribx": "deposit",
    "xout": "withdrawal", "withdrwx": "withdrawal", "reinvdiv": "buy", "reinvint": "buy",
    "reinvlg": "buy", "reinvsh": "buy",
}  # fmt: skip
MONEY = {"bank", "cash", "ccard", "oth a", "oth l"}


def rows_of(text: str) -> list[Row]:
    records = list(_records(text))
    first = month_first([fields["D"].replace(" ", "") for _, _, fields in records if "D" in fields])
    found = []
    for line, section, fields in records:
        if section in MONEY or section == "invst":
            found.append(_row(line, section, fields, first))
    if not found:
        raise Unreadable("There are no transactions in this file.")
    return found


def _records(text: str) -> "list[tuple[int, str, dict[str, str]]]":
    found: list[tuple[int, str, dict[str, str]]] = []
    fields: dict[str, str] = {}
    section, start = "", 1
    for line, raw in enumerate(text.splitlines(), start=1):
        letters = raw.strip()
        if not letters or letters.startswith("#"):
            continue
        if letters.startswith("!"):
            if letters.lower().startswith("!type:"):
                section = letters[6:].strip().lower()
            elif letters.lower().startswith("!account"):
                section = "account"
            fields = {}
        elif letters.startswith("^"):
            if fields:
                found.append((start, section, fields))
            fields = {}
        else:
            if not fields:
                start = line
            fields.setdefault(letters[0], letters[1:].strip())
    if fields:
        found.append((start, section, fields))
    return found


def _row(line: int, section: str, fields: dict[str, str], first: bool | None) -> Row:
    row = Row(line)
    try:
        day, _ = moment(fields.get("D", "").replace(" ", ""), month_first=first)
        amount = number(fields.get("T", "") or fields.get("U", ""))
        row.given = {"date": day, "note": fields.get("M", "") or fields.get("P", "")}
        row.given |= _money(amount) if section != "invst" else _investment(fields, amount)
        if section != "invst" and not amount:
            row.ignored = "nothing moved"
    except Unreadable as unreadable:
        row.problem = str(unreadable)
    return row


def _money(amount: Decimal | None) -> dict[str, Any]:
    if amount is None:
        raise Unreadable("the amount is missing")
    return {"type": "deposit" if amount > 0 else "withdrawal", "amount": abs(amount)}


def _investment(fields: dict[str, str], amount: Decimal | None) -> dict[str, Any]:
    word = fields.get("N", "")
    kind = KINDS.get(word.lower())
    if kind is None:
        raise Unreadable(f"“{word[:20]}” is a kind we do not know")
    quantity, price = number(fields.get("Q", "")), number(fields.get("I", ""))
    given: dict[str, Any] = {
        "type": kind, "ticker": fields.get("Y", ""), "name": fields.get("Y", ""),
        "fee": number(fields.get("O", "")),
    }  # fmt: skip
    if kind == "split":
        return given | {"ratio": f"{quantity}:10"}  # Quicken writes new shares for ten old ones
    if kind in {"buy", "sell", "cover", "short_sell", "transfer_in", "transfer_out"}:
        given |= {"quantity": quantity, "price": price}
        if price is None and amount is not None:
            given["amount"] = abs(amount)
        if word.lower().startswith("reinv"):
            given["reinvests"] = abs(amount) if amount is not None else None
        return given
    return given | {"amount": abs(amount) if amount is not None else None}
