"""Which format a file is in, and its rows. A new broker is a new file in brokers/, nothing here."""

from collections.abc import Mapping
from typing import Any

from alley.portfolios.importing import documents, ofx, pp_xml, qif
from alley.portfolios.importing.maps import Layout, layouts, rows_of
from alley.portfolios.importing.row import Row, Unreadable, apart, paired, recognised
from alley.portfolios.importing.sheet import Sheet, lines_of, sheet_of, sheet_with, text_of

MAX_BYTES = 10_000_000
PACKED = (b"PK\x03\x04", b"PPPBV", b"PORTFOLIO")  # zip, and Portfolio Performance's own two
AUTO, GENERIC = "auto", "csv"
NAMES = {
    "json": "Exchange Alley JSON",
    "table": "Exchange Alley CSV",
    "ghostfolio": "Ghostfolio JSON",
    "pp-xml": "Portfolio Performance XML",
    "ofx": "OFX or QFX",
    "qif": "QIF",
    GENERIC: "Another CSV file",
}


def formats() -> dict[str, str]:
    """Key and name of every format, brokers by name."""
    return {**NAMES, **{key: one.name for key, one in layouts().items()}}


FORMATS = formats()


def detected(content: bytes) -> str:
    text = text_of(content)
    start = text.lstrip()[:2000]
    if start.startswith("{"):
        return "json" if documents.OURS in text[:3000] else "ghostfolio"
    if documents.is_our_table(text):
        return "table"
    if pp_xml.is_ours(text):
        return "pp-xml"
    if "OFXHEADER" in start or "<OFX>" in text[:4000].upper():
        return "ofx"
    if start.startswith("!") or "\n!Type:" in text[:20_000] or "\n!Account" in text[:20_000]:
        return "qif"
    lines = lines_of(text)
    fitting = [one for one in layouts().values() if sheet_with(lines, one.header)]
    return max(fitting, key=lambda one: len(one.header)).key if fitting else GENERIC


def read(
    content: bytes, format: str = AUTO, mapping: Mapping[str, Any] | None = None
) -> tuple[str, list[Row]]:
    """The format and every row. Raises Unreadable where the whole file cannot be used."""
    if len(content) > MAX_BYTES:
        raise Unreadable("The file is larger than 10 MB.")
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content.startswith(PACKED):
        raise Unreadable("This file is packed or encrypted: please save it as plain XML or CSV.")
    key = detected(content) if format == AUTO else format
    text = text_of(content)
    if key in {"json", "ghostfolio"}:
        data = documents.parsed(text)
        rows = documents.ours(data) if key == "json" else documents.ghostfolio(data)
    elif key == "table":
        if not documents.is_our_table(text):
            raise Unreadable("This is not a table of ours: its columns are others.")
        rows = documents.our_table(lines_of(text))
    elif key == "pp-xml":
        rows = pp_xml.rows_of(text)
    elif key == "ofx":
        rows = ofx.rows_of(text)
    elif key == "qif":
        rows = qif.rows_of(text)
    elif key == GENERIC:
        rows = rows_of(sheet_of(lines_of(text)), layout_of(mapping or {}, sheet_of(lines_of(text))))
    elif key in layouts():
        layout = layouts()[key]
        sheet = sheet_with(lines_of(text), layout.header)
        if sheet is None:
            raise Unreadable(f"This is not a file of {layout.name}: its columns are missing.")
        rows = rows_of(sheet, layout)
    else:
        raise Unreadable(f"“{key}” is no format we know.")
    return key, recognised(apart(paired(rows)))


def settings_of(content: bytes, key: str) -> dict[str, str]:
    """How the portfolio in a file of ours was kept."""
    return documents.settings_of(documents.parsed(text_of(content))) if key == "json" else {}


GUESSES = {
    "date": ("date", "trade date", "datum", "datetime", "time", "data", "fecha"),
    "type": (
        "type",
        "action",
        "transaction type",
        "transaction",
        "side",
        "typ",
        "buy/sell",
        "kind",
    ),
    "symbol": ("symbol", "ticker", "code", "instrument", "security", "symbool"),
    "isin": ("isin", "isin code"),
    "name": ("name", "description", "security name", "product"),
    "quantity": (
        "quantity",
        "shares",
        "units",
        "no. of shares",
        "amount of shares",
        "qty",
        "volume",
    ),
    "price": ("price", "unit price", "price per share", "unitprice", "rate"),
    "cash": ("amount", "total", "value", "net amount", "total amount"),
    "currency": ("currency", "ccy", "valuta"),
    "fee": ("fee", "fees", "commission", "costs", "charges"),
    "tax": ("tax", "taxes", "withholding tax"),
    "fx_rate": ("fx_rate", "fx rate", "exchange rate"),
    "note": ("note", "notes", "comment", "memo"),
    "id": ("id", "order id", "reference", "transaction id"),
    "ratio": ("ratio",),
}
WORDS = {
    "buy*": "buy", "purchase*": "buy", "bought*": "buy", "sell*": "sell", "sale*": "sell",
    "sold*": "sell", "dividend*": "dividend", "interest*": "interest", "fee*": "fee",
    "commission*": "fee", "tax*": "tax", "deposit*": "deposit", "withdraw*": "withdrawal",
    "transfer in*": "transfer_in", "transfer out*": "transfer_out", "split*": "split",
    "transfer_in": "transfer_in", "transfer_out": "transfer_out", "short_sell": "short_sell",
    "cover": "cover", "return_of_capital": "return_of_capital", "kauf": "buy", "verkauf": "sell",
}  # fmt: skip


def guessed(sheet: Sheet) -> dict[str, str]:
    """Which column is which, by its name."""
    have = {cell.lower(): cell for cell in sheet.header if cell}
    found: dict[str, str] = {}
    for ours, names in GUESSES.items():
        for name in names:
            if name in have and have[name] not in found.values():
                found[ours] = have[name]
                break
    return found


def layout_of(mapping: Mapping[str, Any], sheet: Sheet) -> Layout:
    """The reader's own map of a CSV file; what it leaves open is guessed by name."""
    columns = {
        ours: str(theirs) for ours, theirs in (mapping.get("columns") or {}).items() if theirs
    }
    columns = columns or guessed(sheet)
    if "symbol" in columns and "ticker" not in columns:
        columns["ticker"] = columns.pop("symbol")
    if "date" not in columns:
        raise Unreadable("Say which column is the date.")
    constants = {key: value for key, value in (mapping.get("constants") or {}).items() if value}
    comma = {"comma": True, "point": False}.get(str(mapping.get("decimal", "")))
    first = {"month": True, "day": False}.get(str(mapping.get("dates", "")))
    types = {str(k).lower(): str(v) for k, v in (mapping.get("types") or {}).items() if v}
    if "type" not in columns and "type" not in constants:
        constants["type"] = "trade"
        types |= {"trade": "trade"}
    return Layout(
        key=GENERIC, name=NAMES[GENERIC], columns=columns, constants=constants, comma=comma,
        month_first=first, types={**types, **WORDS},
    )  # fmt: skip
