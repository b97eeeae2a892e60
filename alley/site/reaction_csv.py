"""The prices behind a reaction, one close a line, so that every number can be computed again."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from alley.markets.queries import rows_behind
from alley.markets.quotes import text_of
from alley.markets.reaction_form import stamp

HEAD = (
    "instrument", "event_time", "role", "symbol", "day", "known", "close", "source", "kind",
    "adjustment",
)  # fmt: skip


def csv_lines(symbols: Iterable[str], event_time: datetime) -> Iterator[str]:
    yield _line(HEAD)
    for symbol in symbols:
        for row in rows_behind(symbol, event_time):
            yield _line(
                (
                    symbol,
                    stamp(event_time),
                    row.role,
                    row.symbol,
                    row.day.isoformat(),
                    stamp(row.known),
                    text_of(row.close),
                    row.source,
                    row.kind,
                    row.adjustment,
                )
            )


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
