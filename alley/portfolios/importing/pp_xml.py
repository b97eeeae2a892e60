"""Portfolio Performance's own file as XML: what XStream writes, read without XStream.

An object stands where it is met first; elsewhere an element refers to it, by a path from itself
(`../../securities/security[2]`) or by number. Amounts are hundredths; shares were counted in 10^5,
10^6 and since version 49 in 10^8 (`ClientFactory.upgradeModel`). A purchase stands in a depot and
in an account: the depot's side is taken, once.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from alley.portfolios.importing.cells import HUNDRED, moment
from alley.portfolios.importing.row import Row, Unreadable

Element = Any
SHARES = ((25, Decimal(10) ** 5), (48, Decimal(10) ** 6))  # until which version
SHARES_NOW = Decimal(10) ** 8
PATH = re.compile(r"(\.\.|[\w-]+(\[\d{1,6}\])?)(/(\.\.|[\w-]+(\[\d{1,6}\])?))*")
DEPOT = {
    "BUY": "buy", "SELL": "sell", "DELIVERY_INBOUND": "transfer_in",
    "DELIVERY_OUTBOUND": "transfer_out",
}  # fmt: skip
ACCOUNT = {
    "DEPOSIT": "deposit", "REMOVAL": "withdrawal", "INTEREST": "interest",
    "INTEREST_CHARGE": "interest", "DIVIDENDS": "dividend", "FEES": "fee", "FEES_REFUND": "fee",
    "TAXES": "tax", "TAX_REFUND": "tax", "TRANSFER_IN": "cash_leg", "TRANSFER_OUT": "cash_leg",
}  # fmt: skip
BACKWARDS = {"INTEREST_CHARGE", "FEES_REFUND", "TAX_REFUND", "TRANSFER_OUT"}
OF_DEPOTS = {"portfolio-transaction", "portfolioTransaction"}
OF_ACCOUNTS = {"account-transaction", "accountTransaction"}
EITHER = {"transactionFrom", "transactionTo"}  # of a transfer, which says between what


def is_ours(text: str) -> bool:
    return bool(re.match(r"\s*(<\?xml[^>]*\?>)?\s*<client[\s>]", text[:400]))


def rows_of(text: str) -> list[Row]:
    root = _root(text)
    if not (version := root.findtext("version") or "").isdigit():
        raise Unreadable("This file does not say which version it is of.")
    shares = next((size for until, size in SHARES if int(version) <= until), SHARES_NOW)
    base = root.findtext("baseCurrency") or ""
    numbered = {one.get("id"): one for one in root.iter() if one.get("id")}
    found = []
    for node in _transactions(root):
        row = Row(node.sourceline or 0, id=node.findtext("uuid") or "")
        try:
            _read(row, node, shares, base, numbered)
        except Unreadable as unreadable:
            row.problem = str(unreadable)
        if row.given or row.problem or row.ignored:
            found.append(row)
    if not found:
        raise Unreadable("There are no transactions in this file.")
    traded = {_named(row.given) for row in found if "quantity" in row.given}
    splits = [row for row in _splits(root) if _named(row.given) in traded]
    return _settled([*found, *splits])


def _splits(root: Element) -> Iterator[Row]:
    """Its wizard works a split into the counts before it and leaves a note of it. Written down as
    1:1 it keeps the market's own from being carried out a second time."""
    for event in root.iter("event"):
        security = event.getparent().getparent()
        if event.findtext("type") != "STOCK_SPLIT" or security is None:
            continue
        given = {
            "type": "split", "date": (event.findtext("date") or "")[:10], "ratio": "1:1",
            "note": f"{event.findtext('details') or ''}, worked into the counts before it",
            "currency": security.findtext("currencyCode") or "EUR", **_names(security),
        }  # fmt: skip
        yield Row(event.sourceline or 0, given)


def _named(given: dict[str, Any]) -> tuple[str, str, str]:
    return (given.get("isin", ""), given.get("ticker", ""), given.get("name", ""))


def _root(text: str) -> Element:
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.I):
        raise Unreadable("This XML declares things of its own, which are not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # whose encoding is no longer the text's
    try:
        root = etree.fromstring(plain.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"This is not XML: {error}.") from None
    if root.tag != "client":
        raise Unreadable("This is not a file of Portfolio Performance.")
    return root


def _transactions(root: Element) -> Iterator[Element]:
    kinds = OF_DEPOTS | OF_ACCOUNTS | EITHER
    return (one for one in root.iter(*kinds) if one.get("reference") is None)


def _read(
    row: Row, node: Element, shares: Decimal, base: str, numbered: dict[str, Element]
) -> None:
    kind = node.findtext("type") or ""
    depot = node.tag in OF_DEPOTS or (
        node.tag in EITHER and node.getparent().get("class") == "portfolio-transfer"
    )
    if not depot and kind in {"BUY", "SELL"}:
        return  # the depot has it
    if depot and kind in {"TRANSFER_IN", "TRANSFER_OUT"}:
        row.ignored = "moved between own depots"
        return
    ours = (DEPOT if depot else ACCOUNT).get(kind)
    if ours is None:
        raise Unreadable(f"“{kind[:30]}” is a kind we do not know")
    day, at = moment(node.findtext("date") or "")
    fee, tax = _costs(node, "FEE", "fees"), _costs(node, "TAX", "taxes")
    row.given = {
        "type": ours, "date": day, "time": at, "note": node.findtext("note") or "",
        "currency": node.findtext("currencyCode") or base or "EUR",
        "fee": fee or None, "tax": tax or None,
    }  # fmt: skip
    row.given |= _security(node, numbered)
    amount = _number(node.findtext("amount")) / HUNDRED
    if depot:
        costs = fee + tax
        row.given["quantity"] = _number(node.findtext("shares")) / shares
        row.given["amount"] = amount - costs if ours in {"buy", "transfer_in"} else amount + costs
        return
    if ours in {"dividend", "interest"}:
        amount += fee + tax  # what came was what was left
    elif ours in {"fee", "tax", "cash_leg", "deposit", "withdrawal"}:
        row.given["fee"] = row.given["tax"] = None
    row.given["amount"] = -amount if kind in BACKWARDS else amount


def _costs(node: Element, unit: str, old: str) -> Decimal:
    """As units; until version 28 as numbers of their own."""
    units = (one for one in node.iterfind("units/unit") if one.get("type") == unit)
    amounts = [one.find("amount") for one in units]
    hundredths = [_number(one.get("amount")) for one in amounts if one is not None]
    return sum(hundredths, _number(node.findtext(old))) / HUNDRED


def _security(node: Element, numbered: dict[str, Element]) -> dict[str, str]:
    meant = node.find("security")
    if meant is None:
        return {}
    if meant.get("reference"):
        meant = _referred(meant, meant.get("reference"), numbered)
    if meant is None:
        raise Unreadable("the security it refers to is not in the file")
    return _names(meant)


def _names(security: Element) -> dict[str, str]:
    return {
        "isin": (security.findtext("isin") or "").upper(),
        "ticker": (security.findtext("tickerSymbol") or "").upper(),
        "name": security.findtext("name") or "",
    }


def _referred(start: Element, path: str, numbered: dict[str, Element]) -> Element | None:
    if path.isdigit():
        return numbered.get(path)
    if not PATH.fullmatch(path):
        return None
    found = start
    for step in path.split("/"):
        if found is None:
            return None
        if step == "..":
            found = found.getparent()
            continue
        name, _, which = step.partition("[")
        children = found.findall(name)
        place = int(which.rstrip("]") or 1) - 1
        found = children[place] if 0 <= place < len(children) else None
    return found


def _number(text: str | None) -> Decimal:
    if not text:
        return Decimal(0)
    if not re.fullmatch(r"-?\d{1,18}", text.strip()):
        raise Unreadable(f"“{text[:30]}” is not a number")
    return Decimal(text.strip())


def _settled(rows: list[Row]) -> list[Row]:
    """Money that moved between own accounts in one currency changes nothing here; in two it is an
    exchange, which its two halves become when they are paired."""
    waiting: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if row.given.get("type") != "cash_leg":
            continue
        row.id = ""  # two halves, two numbers
        given = row.given
        other = waiting.get((given["date"], given["currency"], -given["amount"]))
        if other:
            for half in (other.pop(), row):
                half.given, half.ignored = {}, "moved between own accounts"
        else:
            key = (given["date"], given["currency"], given["amount"])
            waiting.setdefault(key, []).append(row)
    return rows
