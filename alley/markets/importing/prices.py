"""A price file in any of the usual dresses: its rows, and why the others are refused."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

TIME = ("time", "date", "timestamp", "datetime", "day")
CLOSE = ("close", "price", "value", "last", "settle", "adj close", "adjusted close", "rate")
EMPTY = {"", "n/a", "na", "nan", "null", "none", "-", ".", "#n/a"}
FORMATS = ("%Y%m%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d")


class Unreadable(ValueError):
    """The file, or one row, cannot be used; the reason in words."""


@dataclass(frozen=True, slots=True)
class Row:
    time: datetime
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal
    volume: Decimal | None


@dataclass(frozen=True, slots=True)
class Refused:
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: list[Row]  # oldest first
    empty: int
    refused: list[Refused]


def read(content: bytes) -> Sheet:
    """Every usable row. Raises Unreadable where the header has no time and no price."""
    text = _decoded(content)
    comma = _delimiter(text)
    lines = csv.reader(text.splitlines(), delimiter=comma)
    header = [cell.strip().lower() for cell in next(lines, [])]
    when, close = _column(header, TIME), _column(header, CLOSE)
    if when is None or close is None:
        raise Unreadable("the first line must name a time (or date) and a close (or price) column")
    day_first = _day_first(text, comma, when)
    return _sheet(lines, header, (when, close), decimal_comma=comma != ",", day_first=day_first)


def _sheet(
    lines: Iterator[list[str]],
    header: list[str],
    columns: tuple[int, int],
    *,
    decimal_comma: bool,
    day_first: bool | None,
) -> Sheet:
    when, close = columns
    rows: dict[datetime, Row] = {}
    refused, empty = [], 0
    for line, cells in enumerate(lines, start=2):
        if len(cells) <= close or cells[close].strip().lower() in EMPTY:
            empty += 1
            continue
        try:
            row = _row(cells, header, when, close, decimal_comma, day_first)
            if row.time in rows:
                raise Unreadable(f"{row.time:%Y-%m-%d %H:%M} stands twice")
            rows[row.time] = row
        except Unreadable as error:
            refused.append(Refused(line, str(error)))
    return Sheet([rows[time] for time in sorted(rows)], empty, refused)


def _row(
    cells: list[str],
    header: list[str],
    when: int,
    close: int,
    decimal_comma: bool,
    day_first: bool | None,
) -> Row:
    def value(name: str) -> Decimal | None:
        place = header.index(name) if name in header else None
        written = "" if place is None or place >= len(cells) else cells[place].strip()
        return None if written.lower() in EMPTY else number(written, decimal_comma=decimal_comma)

    row = Row(
        time=moment(cells[when].strip(), day_first),
        open=value("open"),
        high=value("high"),
        low=value("low"),
        close=number(cells[close].strip(), decimal_comma=decimal_comma),
        volume=value("volume"),
    )
    inside = [price for price in (row.open, row.close) if price is not None]
    if row.high is not None and row.high < max(inside):
        raise Unreadable("the high is below the open or close")
    if row.low is not None and row.low > min(inside):
        raise Unreadable("the low is above the open or close")
    return row


def number(written: str, *, decimal_comma: bool = False) -> Decimal:
    """`1,234.5`, `1.234,5`, `-36.98`; exactly, never through a float."""
    plain = written.replace(" ", "").replace("\u00a0", "").replace("−", "-").lstrip("$€£")
    if decimal_comma and "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = re.sub(r",(?=\d{3}(?:\D|$))", "", plain)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Unreadable(f"'{written}' is not a number") from None
    if not value.is_finite() or abs(value) >= 10**15:
        raise Unreadable(f"'{written}' is not a price")
    return value


def moment(written: str, day_first: bool | None = None) -> datetime:
    """The time in UTC; a day alone is its midnight."""
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        time = _other_format(written, day_first)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _other_format(written: str, day_first: bool | None) -> datetime:
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", written):
        if day_first is None:
            raise Unreadable(f"'{written}': day or month first? Write dates as 2022-01-06")
        return datetime.strptime(written, "%d/%m/%Y" if day_first else "%m/%d/%Y").replace(
            tzinfo=UTC
        )
    for pattern in FORMATS:
        try:
            return datetime.strptime(written, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    if re.fullmatch(r"\d{10}(\d{3})?", written):
        return datetime.fromtimestamp(int(written[:10]), UTC)
    raise Unreadable(f"'{written}' is not a date or time")


def _decoded(content: bytes) -> str:
    if b"\0" in content[:4000]:
        raise Unreadable("this is not a text file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _day_first(text: str, delimiter: str, when: int) -> bool | None:
    """For dates like 13/01/2022, told by any row that can only be read one way."""
    cells = (
        row[when] for row in csv.reader(text.splitlines(), delimiter=delimiter) if len(row) > when
    )
    pairs = [re.match(r"(\d{1,2})/(\d{1,2})/\d{4}", cell.strip()) for cell in cells]
    if any(pair and int(pair[1]) > 12 for pair in pairs):
        return True
    return False if any(pair and int(pair[2]) > 12 for pair in pairs) else None
