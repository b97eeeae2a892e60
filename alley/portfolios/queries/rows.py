"""A portfolio's rows as entries, read once and kept by version: after a change only what changed is
read. What is kept lives in this process and can always be read anew.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from alley.portfolios.entries import ZERO, Entry, Type
from alley.portfolios.groups import Group, grouped
from alley.portfolios.models import Portfolio, Transaction

MOST_KEPT = 64  # portfolios
MOST_CELLS = 3_000_000  # days x instruments of all of them: some 30 bytes each, so 90 MB
COLUMNS = (
    "id", "date", "type", "symbol", "quantity", "price", "amount", "currency", "fee", "tax",
    "fx_rate", "ratio", "other", "other_amount", "share", "lot", "time", "version",
)  # fmt: skip


@dataclass(slots=True)
class _Rows:
    version: int
    changed: datetime
    entries: dict[int, Entry]
    groups: dict[str, Group]
    cells: int = 0


_kept: "OrderedDict[int, _Rows]" = OrderedDict()
_lock = Lock()


def groups_of(portfolio: Portfolio, today: date) -> dict[str, Group]:
    """Only rows written since the last look are read again, and only groups with one of these are
    new. Inside a transaction nothing is kept: what it wrote may yet be undone."""
    rows = Transaction.objects.filter(portfolio=portfolio)
    if connection.in_atomic_block:
        return grouped(_read(rows).values())
    with _lock:
        kept = _kept.get(portfolio.pk)
    if kept and (kept.version, kept.changed) == (portfolio.version, portfolio.changed):
        return kept.groups
    if kept is None or kept.version >= portfolio.version:
        entries, before = _read(rows), None
    else:
        entries = kept.entries | _read(rows.filter(version__gt=kept.version))
        if rows.count() != len(entries):
            alive = set(rows.values_list("id", flat=True))
            entries = {pk: entry for pk, entry in entries.items() if pk in alive}
        before = kept.groups
    groups = grouped(entries.values(), before)
    _keep(portfolio, _Rows(portfolio.version, portfolio.changed, entries, groups), today)
    return groups


def _keep(portfolio: Portfolio, rows: _Rows, today: date) -> None:
    first = min((group.first for group in rows.groups.values()), default=today)
    rows.cells = ((today - first).days + 1) * len(rows.groups)
    with _lock:
        _kept[portfolio.pk] = rows
        _kept.move_to_end(portfolio.pk)
        while len(_kept) > MOST_KEPT or sum(one.cells for one in _kept.values()) > MOST_CELLS:
            _kept.popitem(last=False)


def _read(rows: "QuerySet[Transaction]") -> dict[int, Entry]:
    return {row[0]: entry_of(row) for row in rows.values_list(*COLUMNS)}


def entry_of(row: tuple[Any, ...]) -> Entry:
    (pk, day, type_, symbol, quantity, price, amount, currency, fee, tax, fx_rate, ratio, other,
     other_amount, share, lot, time, _) = row  # fmt: skip
    return Entry(
        date=day,
        type=TYPES[type_],
        symbol=symbol,
        quantity=quantity or ZERO,
        price=price or ZERO,
        amount=amount or ZERO,
        currency=currency,
        fee=fee or ZERO,
        tax=tax or ZERO,
        fx_rate=fx_rate,
        ratio=fraction_of(ratio) if ratio else ONE,
        other=other,
        other_amount=other_amount or ZERO,
        share=share or ZERO,
        lot=lot,
        time=time,
        id=pk,
    )


TYPES = {kind.value: kind for kind in Type}
ONE = Fraction(1)


def fraction_of(ratio: str) -> Fraction:
    """`2:1` is two new for one old."""
    new, _, old = ratio.partition(":")
    return Fraction(Decimal(new)) / Fraction(Decimal(old or "1"))
