"""Ticks as bare rows: fifty thousand a second leave no time for model instances."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.utils.dateparse import parse_datetime

from alley.alerts.track import Tick
from alley.markets.models import LoggedTick

COLUMNS = "id, instrument_id, price, time, volume, source, kind, outcome"
AFTER = f"SELECT {COLUMNS} FROM markets_loggedtick WHERE id > %s ORDER BY id LIMIT %s"  # noqa: S608
ACCEPTED = str(LoggedTick.Outcome.ACCEPTED)


class Row(NamedTuple):
    """`time` is as the database gives it: text or datetime, the same kind for all rows."""

    id: int
    instrument: int
    price: Any
    time: Any
    volume: Any
    source: str
    kind: str
    outcome: str


def rows_after(position: int, limit: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(AFTER, [position, limit])
        return list(map(Row._make, cursor.fetchall()))


def tick_of(row: Row) -> Tick:
    return Tick(
        id=row.id,
        instrument=row.instrument,
        price=text_of(row.price),
        value=float(row.price),
        time=moment_of(row.time),
        source=row.source,
        kind=row.kind,
        volume=0.0 if row.volume is None else float(row.volume),
    )


def text_of(price: Any) -> str:
    """The decimal a price is, without the zeros of its column."""
    text = f"{Decimal(repr(price)) if isinstance(price, float) else Decimal(price):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def moment_of(time: Any) -> datetime:
    found = parse_datetime(time) if isinstance(time, str) else time
    assert isinstance(found, datetime)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
