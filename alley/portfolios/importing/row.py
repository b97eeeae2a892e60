"""One row of a file, and by what it is known again when the file comes a second time."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

NAMED = (
    "date",
    "time",
    "type",
    "isin",
    "ticker",
    "symbol",
    "quantity",
    "price",
    "amount",
    "currency",
    "other",
    "other_amount",
)


class Unreadable(ValueError):
    """The file, or a row of it, cannot be used; the reason in words."""


@dataclass(slots=True)
class Row:
    """`given` is what a transaction is made of, with `isin`, `ticker` and `venue` as found;
    `problem` says why it cannot be one, `ignored` why it need not."""

    line: int
    given: dict[str, Any] = field(default_factory=dict)
    id: str = ""  # the file's own
    problem: str = ""
    ignored: str = ""
    external: str = ""

    @property
    def is_good(self) -> bool:
        return not self.problem and not self.ignored


def apart(rows: Iterable[Row]) -> Iterator[Row]:
    """A reinvested dividend is two things: the dividend, and the purchase made with it."""
    for row in rows:
        if amount := row.given.pop("reinvests", None):
            income = {"type": "dividend", "amount": amount, "quantity": None, "price": None}
            yield Row(row.line, {**row.given, **income}, id=row.id)
        yield row


def paired(rows: Iterable[Row]) -> list[Row]:
    """Two movements of cash in different currencies, one in and one out on one day, are one
    exchange. A half without its other is told, not guessed."""
    found: list[Row] = []
    open_legs: list[Row] = []
    for row in rows:
        if row.given.get("type") != "cash_leg" or not row.is_good:
            found.append(row)
            continue
        other = next((leg for leg in open_legs if _fit_together(leg, row)), None)
        if other is None:
            open_legs.append(row)
        else:
            open_legs.remove(other)
            found.append(_exchange(*sorted((other, row), key=lambda leg: leg.given["amount"])))
    for leg in open_legs:
        leg.problem = "the other half of this exchange of currencies is missing"
    return sorted([*found, *open_legs], key=lambda row: row.line)


def _fit_together(one: Row, two: Row) -> bool:
    a, b = one.given, two.given
    same_day = a["date"] == b["date"] and one.id == two.id
    return same_day and a["currency"] != b["currency"] and (a["amount"] < 0) != (b["amount"] < 0)


def _exchange(out: Row, into: Row) -> Row:
    given = {
        "type": "exchange",
        "date": out.given["date"],
        "time": out.given.get("time"),
        "amount": -out.given["amount"],
        "currency": out.given["currency"],
        "other": into.given["currency"],
        "other_amount": into.given["amount"],
    }
    return Row(min(out.line, into.line), given, id=out.id)


def recognised(rows: Iterable[Row]) -> list[Row]:
    """Give each row its mark: of its content and which of several equal ones it is, so that two
    identical fills stay two and a file read twice stays one."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        parts = [row.id, *(str(row.given.get(name) or "") for name in NAMED)]
        content = "\0".join(parts)
        seen[content] += 1
        digest = hashlib.sha256(f"{content}\0{seen[content]}".encode()).hexdigest()
        row.external = f"file:{digest[:40]}"
        found.append(row)
    return found
