"""A CSV file as it really comes: byte-order marks, Windows letters, preambles, repeated headers."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from alley.portfolios.importing.row import Unreadable

MOST_ROWS = 50_000
LOOK = 60  # lines in which a header is looked for


def text_of(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with one, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:4000]:
        raise Unreadable("This is not a text file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header and the rows under it, each with its line number in the file."""

    header: list[str]
    rows: list[tuple[int, list[str]]]

    def column(self, name: str) -> int | None:
        """By name, whatever its case; `Cur.#2` is the second column called so."""
        name, _, which = name.partition("#")
        places = [p for p, cell in enumerate(self.header) if cell.lower() == name.strip().lower()]
        wanted = int(which or 1) - 1
        return places[wanted] if wanted < len(places) else None


def lines_of(text: str) -> list[tuple[int, list[str]]]:
    lines = text.splitlines()
    sample = lines[:LOOK]
    delimiter = max(",;\t|", key=lambda sign: sum(min(line.count(sign), 40) for line in sample))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found, line = [], 1
    try:
        for cells in reader:
            found.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
            if len(found) > MOST_ROWS:
                raise Unreadable(f"More than {MOST_ROWS:,} rows: please cut the file in parts.")
    except csv.Error as error:
        raise Unreadable(f"Line {line} cannot be read as CSV: {error}.") from None
    return found


def sheet_with(lines: Sequence[tuple[int, list[str]]], wanted: Sequence[str]) -> Sheet | None:
    """The table under the first line that has all these columns; None where there is none."""
    names = {name.lower() for name in wanted}
    for place, (_, cells) in enumerate(lines[:LOOK]):
        if names <= {cell.lower() for cell in cells}:
            return Sheet(cells, _below(lines[place + 1 :], cells))
    return None


def sheet_of(lines: Sequence[tuple[int, list[str]]]) -> Sheet:
    """Of an unknown file: the header is the first of its fullest lines that holds no number."""
    fullest = max((len([c for c in cells if c]) for _, cells in lines[:LOOK]), default=0)
    if fullest < 2:
        raise Unreadable("There is no table in this file.")
    for place, (_, cells) in enumerate(lines[:LOOK]):
        words = [cell for cell in cells if cell]
        if len(words) >= max(2, fullest * 0.6) and not any(_numeric(cell) for cell in words):
            return Sheet(cells, _below(lines[place + 1 :], cells))
    width = max(len(cells) for _, cells in lines[:LOOK])
    return Sheet([f"Column {place + 1}" for place in range(width)], _below(lines, []))


def _below(
    lines: Sequence[tuple[int, list[str]]], header: list[str]
) -> list[tuple[int, list[str]]]:
    return [
        (line, cells)
        for line, cells in lines
        if any(cells) and [c.lower() for c in cells] != [c.lower() for c in header]
    ]


def _numeric(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").replace("-", "").replace("/", "").isdigit()
