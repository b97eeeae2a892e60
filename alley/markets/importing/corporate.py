"""One row of a file of corporate actions: symbol, kind, date, then what the kind needs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alley.markets import symbols
from alley.markets.importing.instruments import Unusable
from alley.markets.importing.prices import Unreadable, number
from alley.markets.models import CorporateAction

Kind = CorporateAction.Kind


@dataclass(frozen=True, slots=True)
class Announced:
    symbol: str
    kind: str
    ex_date: date
    new: Decimal | None = None
    old: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    becomes: str = ""
    label: str = ""
    source: str = ""


def announced(row: dict[str, str | None], source: str) -> Announced:
    """What a row announces. Raises Unusable with the reason."""
    cell = {(key or "").strip().lower(): (value or "").strip() for key, value in row.items()}
    kind = cell.get("kind", "").lower()
    if kind not in Kind.values:
        raise Unusable(f"kind '{kind}' is not one of {', '.join(sorted(Kind.values))}")
    symbol = symbols.canonical(cell.get("symbol", ""))
    if symbol is None:
        raise Unusable(f"symbol '{cell.get('symbol', '')}' cannot be read")
    new, old = _ratio(cell.get("ratio", "")) if kind in {Kind.SPLIT, Kind.UNIT} else (None, None)
    return Announced(
        symbol=symbol,
        kind=kind,
        ex_date=_day(cell.get("date") or cell.get("ex_date", "")),
        new=new,
        old=old,
        amount=_amount(cell.get("amount", "")) if kind == Kind.DIVIDEND else None,
        currency=cell.get("currency", "")[:8],
        becomes=_becomes(cell.get("to", ""), kind),
        label=cell.get("label", "")[:40],
        source=(cell.get("source") or source)[:80],
    )


def _ratio(written: str) -> tuple[Decimal, Decimal]:
    """`4:1`, `4 for 1` or `1/10`: new for old."""
    for sign in (":", "/", " for "):
        if sign in written:
            new, old = (_amount(part) for part in written.split(sign, 1))
            return new, old
    raise Unusable(f"ratio '{written}' is not written as 4:1 (new for old)")


def _amount(written: str) -> Decimal:
    try:
        value = number(written.strip())
    except Unreadable as error:
        raise Unusable(str(error)) from None
    if value <= 0:
        raise Unusable(f"'{written}' is not above zero")
    return value


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Unusable(f"date '{written}' is not written as 2020-08-31") from None


def _becomes(written: str, kind: str) -> str:
    if kind == Kind.UNIT:
        if not written:
            raise Unusable("a change of unit needs the new unit in 'to'")
        return written[:24]
    symbol = symbols.canonical(written) if written else ""
    if symbol is None or (kind == Kind.RENAME and not symbol):
        raise Unusable(f"new symbol '{written}' cannot be read")
    return symbol
