"""What a transaction must be before it is written down; no database, no clock but `today`."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from alley.portfolios.entries import TRADES, Type
from alley.refusals import Refusal, Refused

LONGEST = 15  # significant figures: what SQLite keeps of a number
EARLIEST = date(1900, 1, 1)
MOST_WATCHED = 1_000
MOST_LISTS = 50
NUMBERS = (
    "quantity", "price", "amount", "fee", "tax", "fx_rate", "other_amount", "share",
)  # fmt: skip
SHARES = TRADES | {Type.TRANSFER_IN, Type.TRANSFER_OUT}
NEEDS_SYMBOL = SHARES | {Type.DIVIDEND, Type.SPLIT, Type.SPIN_OFF, Type.RETURN_OF_CAPITAL}
CURRENCY = re.compile(r"[A-Z]{3}")
RATIO = re.compile(r"\d{1,9}(\.\d{1,6})?(:\d{1,9}(\.\d{1,6})?)?")


class Unfit(Exception):
    """Why this cannot be a transaction, in words for whoever wrote it, and the field meant."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


def refusal_of(unfit: Unfit) -> Refused:
    field = [{"field": unfit.field, "message": unfit.words}]
    return Refused(Refusal("invalid", unfit.words, status=422, more={"fields": field}))


def fit(given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The columns of a transaction. Raises Unfit."""
    kind = _type(given.get("type"))
    day = _day(given.get("date"), today)
    row: dict[str, Any] = {
        "date": day,
        "time": given.get("time") if isinstance(given.get("time"), time) else None,
        "type": kind.value,
        "symbol": str(given.get("symbol") or "").strip().upper()[:64],
        "name": str(given.get("name") or "").strip()[:120],
        "currency": currency(given.get("currency"), "currency"),
        "ratio": str(given.get("ratio") or "").strip(),
        "other": str(given.get("other") or "").strip().upper()[:64],
        "lot": given.get("lot") or None,
        "note": str(given.get("note") or "").strip()[:280],
    }
    for name in NUMBERS:
        row[name] = number(given.get(name), name)
    _whole(kind, row)
    return row


def _whole(kind: Type, row: dict[str, Any]) -> None:
    if kind in NEEDS_SYMBOL and not row["symbol"]:
        raise Unfit("symbol", "Say which instrument this is about.")
    if kind in SHARES:
        _positive(row, "quantity", "Say how many.")
        if kind in TRADES and row["price"] is None and row["amount"] is None:
            raise Unfit("price", "Say at which price, or for how much in all.")
    elif kind is Type.SPLIT:
        _ratio(row)
    elif kind is Type.SPIN_OFF:
        _ratio(row)
        if not row["other"] or row["other"] == row["symbol"]:
            raise Unfit("other", "Say which instrument was spun off.")
        if row["share"] is None or not 0 <= row["share"] <= 100:
            raise Unfit("share", "Say how many percent of the cost go along (0 to 100).")
    elif kind is Type.EXCHANGE:
        _positive(row, "amount", "Say how much was given.")
        _positive(row, "other_amount", "Say how much was got for it.")
        row["other"] = currency(row["other"], "other")
    else:
        each = row["quantity"] is not None and row["price"] is not None
        if row["amount"] is None and not each:
            raise Unfit("amount", "Say how much.")
    if kind in {Type.DEPOSIT, Type.WITHDRAWAL}:
        _positive(row, "amount", "Say how much.")
    for name in ("fx_rate",):
        if row[name] is not None and row[name] <= 0:
            raise Unfit(name, "A rate is above zero.")


def _type(value: Any) -> Type:
    try:
        return Type(str(value or "").strip().lower())
    except ValueError:
        words = f"The type is one of {', '.join(kind.value for kind in Type)}."
        raise Unfit("type", words) from None


def _day(value: Any, today: date) -> date:
    if isinstance(value, date):
        day = value
    else:
        try:
            day = date.fromisoformat(str(value or "").strip()[:10])
        except ValueError:
            raise Unfit("date", "Write the date as 2022-01-06.") from None
    if day < EARLIEST:
        raise Unfit("date", "That is before 1900.")
    if day > today:
        raise Unfit("date", "That day is still to come.")
    return day


def currency(value: Any, field: str) -> str:
    text = str(value or "").strip().upper()
    if not CURRENCY.fullmatch(text):
        raise Unfit(field, "Write the currency as three letters, such as EUR.")
    return text


def number(value: Any, field: str) -> Decimal | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        found = value if isinstance(value, Decimal) else Decimal(str(value).strip())
    except InvalidOperation:
        raise Unfit(field, f"“{str(value)[:40]}” is not a number.") from None
    if not found.is_finite() or abs(found) >= 10**15:
        raise Unfit(field, "This number is too large.")
    found = found.quantize(Decimal(1).scaleb(-12)) if found.as_tuple().exponent < -12 else found  # type: ignore[operator]
    if len(found.normalize().as_tuple().digits) > LONGEST:
        raise Unfit(field, f"At most {LONGEST} figures are kept of a number.")
    return found


def _positive(row: dict[str, Any], name: str, words: str) -> None:
    if row[name] is None or row[name] <= 0:
        raise Unfit(name, words)


def _ratio(row: dict[str, Any]) -> None:
    new, _, old = row["ratio"].partition(":")
    if not RATIO.fullmatch(row["ratio"]) or not Decimal(new) or not Decimal(old or "1"):
        raise Unfit("ratio", "Write the ratio as new for old, such as 2:1.")
