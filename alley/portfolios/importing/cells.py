"""Numbers, dates and money as brokers write them."""

import re
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation

from alley.markets.symbols import MINOR
from alley.portfolios.importing.row import Unreadable

EMPTY = {"", "-", "--", "—", "n/a", "none", "null", "nan"}
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "CHF": "CHF", "¥": "JPY"}
HUNDRED = Decimal(100)
FORMATS = (
    "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
    "%B %d, %Y", "%Y/%m/%d", "%d/%m/%y",
)  # fmt: skip
ZONE = re.compile(r"\s*(UTC|GMT|Z|[A-Z]{3,4}|\[[^\]]*\])$")
TIME = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AP]M)?", re.I)


def number(text: str, *, comma: bool | None = None) -> Decimal | None:
    """`1.234,50`, `-$694.48`, `(12.00)`, `89,162.28 SEK`; None for an empty cell.

    `comma` says which sign parts the cents; where it is not known the last of the two does, and a
    lone one with three figures after it parts thousands only if it is a comma.
    """
    plain = text.strip().strip("'\"").replace("\u00a0", " ").replace("−", "-")
    if plain.lower() in EMPTY:
        return None
    negative = plain.startswith("(") and plain.endswith(")")
    plain = re.sub(
        r"[^\d.,\-+eE]", "", re.sub(r"[A-Za-z]{3,5}$|^[A-Za-z]{3,5}", "", plain.strip("()").strip())
    )
    if not plain:
        raise Unreadable(f"“{text.strip()[:30]}” is not a number")
    if comma is None:
        comma = _comma(plain)
    plain = plain.replace(".", "").replace(",", ".") if comma else plain.replace(",", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Unreadable(f"“{text.strip()[:30]}” is not a number") from None
    return -value if negative else value


def _comma(plain: str) -> bool:
    point, comma = plain.rfind("."), plain.rfind(",")
    if comma < 0:
        return plain.count(".") > 1
    if point >= 0:
        return comma > point
    return plain.count(",") == 1 and not re.fullmatch(r"[-+]?\d{1,3},\d{3}", plain)


def whole_unit(code: str) -> str | None:
    """The currency of which `code` is a hundredth: `GBp`, `gbx`, `ZAc`; None for a whole one."""
    found = MINOR.get(code) or MINOR.get(code.upper())
    return found[0] if found else None


def money_sign(text: str) -> str:
    """The currency written beside a number, if one is: `€3343.11`, `50.00 SEK`."""
    found = re.search(r"\b([A-Z]{3})\b", text)
    if found:
        return found[1]
    return next((code for sign, code in SIGNS.items() if sign in text), "")


def moment(
    text: str, *, month_first: bool | None = None, formats: tuple[str, ...] = ()
) -> tuple[str, time | None]:
    """The day as ISO and the time of day where there is one."""
    plain = text.strip().strip("'\"")
    if " as of " in plain:  # Schwab: booked … as of the day it was
        plain = plain.partition(" as of ")[2]
    at = TIME.search(plain)
    day = _day(ZONE.sub("", plain[: at.start()] if at else plain).strip(" ,"), month_first, formats)
    return day, _time(at) if at else None


def _time(at: re.Match[str]) -> time | None:
    hour = int(at[1]) % 12 + 12 * (at[4].upper() == "PM") if at[4] else int(at[1])
    try:
        return time(hour, int(at[2]), int(at[3] or 0))
    except ValueError:
        return None


def _day(plain: str, month_first: bool | None, formats: tuple[str, ...]) -> str:
    for pattern in ("%Y-%m-%d", *formats, *FORMATS):
        try:
            return datetime.strptime(plain, pattern).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    found = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.'](\d{2,4})", plain.replace(" ", ""))
    if found is None:
        raise Unreadable(f"“{plain[:30]}” is not a date")
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    if month_first is None and first <= 12 and second <= 12 and first != second:
        raise Unreadable(f"“{plain}”: is the day or the month first?")
    if second > 12 or (month_first and first <= 12):
        first, second = second, first
    try:
        return datetime(year, second, first, tzinfo=UTC).date().isoformat()
    except ValueError:
        raise Unreadable(f"“{plain[:30]}” is not a date") from None


def month_first(cells: list[str]) -> bool | None:
    """For dates like 13/01/2022, told by any that can be read in one way only."""
    pairs = [re.match(r"\s*(\d{1,2})[/.](\d{1,2})[/.']", cell) for cell in cells]
    if any(pair and int(pair[1]) > 12 for pair in pairs):
        return False
    return True if any(pair and int(pair[2]) > 12 for pair in pairs) else None
