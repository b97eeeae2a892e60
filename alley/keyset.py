"""Lists in pages by keyset: a cursor says after which row to go on, never how many to skip.

page = page_of(Comment.objects.all(), order=("-posted", "-id"), cursor=cursor, limit=20)
{"items": page.items, "next": page.next}
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from pydantic import Field

from alley.refusals import Refusal, Refused

MAX = 100
Limit = Annotated[int, Field(ge=1, le=MAX)]  # of an API operation: `limit: Limit = 20`
Row = TypeVar("Row", bound=Model)
BAD_CURSOR = Refusal("bad_cursor", "This cursor is not one of ours; start without it.", status=422)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    items: list[Row]
    next: str | None


def page_of(
    rows: QuerySet[Row],
    order: Sequence[str] = ("-id",),
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Row]:
    """The rows after `cursor`, at most `limit` (1 to 100).

    `order` names columns that are never null, the last one unique. Raises Refused `bad_cursor`.
    """
    limit = max(1, min(limit, MAX))
    rows = rows.order_by(*order)
    if cursor:
        rows = _after(rows, order, _read(rows, order, cursor))
    found = list(rows[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _write(order, found[limit - 1]) if more else None)


def _after(rows: QuerySet[Row], order: Sequence[str], values: list[Any]) -> QuerySet[Row]:
    # (a < x) or (a = x and b < y): every database can walk its index for it.
    condition, same = Q(), Q()
    for column, value in zip(order, values, strict=True):
        step = "lt" if column.startswith("-") else "gt"
        condition |= same & Q(**{f"{_name(column)}__{step}": value})
        same &= Q(**{_name(column): value})
    return rows.filter(condition)


def _write(order: Sequence[str], row: Model) -> str:
    values = [_plain(_value(row, column)) for column in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read(rows: QuerySet[Row], order: Sequence[str], cursor: str) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            raise Refused(BAD_CURSOR)
        return [
            _understood(rows.model, column, value)
            for column, value in zip(order, values, strict=True)
        ]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, ValidationError):
        raise Refused(BAD_CURSOR) from None


def _understood(model: type[Model], column: str, value: Any) -> Any:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Refused(BAD_CURSOR)
    try:
        read = model._meta.get_field(_name(column)).to_python(value)  # type: ignore[union-attr]
    except FieldDoesNotExist:  # an annotation, or a related column
        read = value
    if read is None:
        raise Refused(BAD_CURSOR)
    if isinstance(read, int) and abs(read) >= 2**63:
        raise Refused(BAD_CURSOR)
    return read


def _name(column: str) -> str:
    return column.removeprefix("-")


def _value(row: Model, column: str) -> Any:
    value: Any = row
    for part in _name(column).split("__"):
        value = getattr(value, part)
    return value


def _plain(value: Any) -> str | int | float:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
