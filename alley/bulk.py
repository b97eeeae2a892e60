"""Very many rows into one table at once, past the ORM, whose rows are most of the work; and cells
as a cursor gives them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, DecimalField, Field, Model

Column = Sequence[Any]


def insert(
    model: type[Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    one_per: str = "",
) -> None:
    """Insert rows of these fields, in order. A row that is there for the same `one_per` (a unique
    field) is replaced instead."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    fields = [_field(model, name) for name in names]
    heads = ", ".join(str(field.column) for field in fields)
    conflict = _replace(_field(model, one_per), fields) if one_per else ""
    into = f"INSERT INTO {model._meta.db_table} ({heads})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            sql = f"{into} SELECT * FROM unnest({arrays}) {conflict}"  # noqa: S608
            cursor.execute(sql, [list(column) for column in columns])
        else:
            marks = ", ".join(["%s"] * len(fields))
            sql = f"{into} VALUES ({marks}) {conflict}"
            kept = [_kept(field)(column) for field, column in zip(fields, columns, strict=True)]
            cursor.executemany(sql, list(zip(*kept, strict=True)))


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _replace(key: "Field[Any, Any]", fields: "Sequence[Field[Any, Any]]") -> str:
    new = [f"{one.column} = excluded.{one.column}" for one in fields if one is not key]
    return f"ON CONFLICT ({key.column}) DO UPDATE SET {', '.join(new)}"


def _kept(field: "Field[Any, Any]") -> Callable[[Column], Column]:
    """How SQLite keeps a column: moments and decimals as text."""
    if isinstance(field, DateTimeField):
        return _moments
    if isinstance(field, DecimalField):
        places = field.decimal_places
        return lambda column: [None if one is None else _float(one, places) for one in column]
    return lambda column: column


def _float(number: Decimal, places: int) -> float:
    """What the text of a decimal becomes in such a column anyway."""
    return float(number if len(str(number)) < places + 2 else round(number, places))


def _moments(column: Column) -> Column:
    texts = {moment: _text(moment) for moment in set(column)}
    return [texts[moment] for moment in column]


def _text(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    there = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return there.isoformat(" ")[: -len("+00:00")]


def moment(cell: Any) -> datetime:
    """A moment as a cursor gives it: SQLite keeps it as text, in UTC."""
    found = datetime.fromisoformat(cell) if isinstance(cell, str) else cell
    assert isinstance(found, datetime)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def number(cell: Any) -> Decimal:
    """A decimal as a cursor gives it: SQLite keeps it as a float."""
    return cell if isinstance(cell, Decimal) else Decimal(repr(cell))
