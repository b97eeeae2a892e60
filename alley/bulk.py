"""Very many rows into one table at once, past the ORM, whose rows are most of the work; and cells
as a cursor gives them."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, DecimalField, Field, JSONField, Model

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
    kept: list[Any] = [_kept(field)(one) for field, one in zip(fields, columns, strict=True)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"{into} SELECT * FROM unnest({_arrays(fields)}) {conflict}"  # noqa: S608
            cursor.execute(sql, kept)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} VALUES ({marks}) {conflict}", list(zip(*kept, strict=True)))


def update(
    model: type[Model], key: str, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write these fields of rows that are there; each row ends with its key."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    fields = [_field(model, name) for name in (*names, key)]
    table, *new, own = model._meta.db_table, *(str(field.column) for field in fields)
    kept: list[Any] = [_kept(field)(one) for field, one in zip(fields, columns, strict=True)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = ", ".join(f"{name} = new.{name}" for name in new)
            source = f"unnest({_arrays(fields)}) AS new ({', '.join([*new, own])})"
            where = f"{table}.{own} = new.{own}"
            sql = f"UPDATE {table} SET {values} FROM {source} WHERE {where}"  # noqa: S608
            cursor.execute(sql, kept)
        else:
            values = ", ".join(f"{name} = %s" for name in new)
            sql = f"UPDATE {table} SET {values} WHERE {own} = %s"  # noqa: S608
            cursor.executemany(sql, list(zip(*kept, strict=True)))


def create(instances: Sequence[Model]) -> None:
    """Save new rows of one model and give them their keys, in order. Inside a transaction."""
    if not instances:
        return
    model = type(instances[0])
    for instance, key in zip(instances, _keys(model, len(instances)), strict=True):
        instance.pk = key
    fields = model._meta.concrete_fields
    insert(
        model,
        [field.name for field in fields],
        [
            [field.get_prep_value(field.pre_save(instance, add=True)) for field in fields]
            for instance in instances
        ],
    )
    for instance in instances:
        instance._state.adding, instance._state.db = False, connection.alias


def _keys(model: type[Model], many: int) -> Sequence[int]:
    """Keys that no other row has or had."""
    table, key = model._meta.db_table, str(_field(model, "pk").column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, key, many])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]  # nobody else writes until the transaction ends
    return range(last + 1, last + many + 1)


def _arrays(fields: "Sequence[Field[Any, Any]]") -> str:
    return ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in fields)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _replace(key: "Field[Any, Any]", fields: "Sequence[Field[Any, Any]]") -> str:
    new = [f"{one.column} = excluded.{one.column}" for one in fields if one is not key]
    return f"ON CONFLICT ({key.column}) DO UPDATE SET {', '.join(new)}"


def _kept(field: "Field[Any, Any]") -> Callable[[Column], Column]:
    """How a column is kept: JSON as text, and on SQLite moments and decimals too."""
    if isinstance(field, JSONField):
        return lambda column: [
            None if one is None else json.dumps(one, cls=field.encoder) for one in column
        ]
    if connection.vendor == "postgresql":
        return list
    if isinstance(field, DateTimeField):
        return _moments
    if isinstance(field, DecimalField):
        places = field.decimal_places
        return lambda column: [
            _float(one, places) if isinstance(one, Decimal) else one for one in column
        ]
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


def moment(cell: str | datetime) -> datetime:
    """A moment as a cursor gives it: SQLite keeps it as text, in UTC."""
    found = datetime.fromisoformat(cell) if isinstance(cell, str) else cell
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def number(cell: Any) -> Decimal:
    """A decimal as a cursor gives it: SQLite keeps it as a float."""
    return cell if isinstance(cell, Decimal) else Decimal(repr(cell))
