"""One row of a file, and by what it is known again when the file comes a second time."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
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


SPLIT_LEGS = {"split_old", "split_new"}
LEGS = {"cash_leg": "exchange of currencies"} | dict.fromkeys(SPLIT_LEGS, "split")
MOST_OLD = 1_000  # shares for which new ones are given; files round the counts of fractions


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
    text: str = ""  # the line as it stands, for whoever asks why
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
    exchange; old shares out and new ones in are one split. A half without its other is told, not
    guessed."""
    found: list[Row] = []
    open_legs: list[Row] = []
    for row in rows:
        if row.given.get("type") not in LEGS or not row.is_good:
            found.append(row)
            continue
        other = next((leg for leg in open_legs if _fit_together(leg, row)), None)
        if other is None:
            open_legs.append(row)
        else:
            open_legs.remove(other)
            found.append(_joined(other, row))
    for leg in open_legs:
        leg.problem = f"the other half of this {LEGS[leg.given['type']]} is missing"
    return sorted([*found, *open_legs], key=lambda row: row.line)


def _fit_together(one: Row, two: Row) -> bool:
    a, b = one.given, two.given
    if a["date"] != b["date"] or one.id != two.id:
        return False
    if {a["type"], b["type"]} == SPLIT_LEGS:
        return bool(a["isin"] == b["isin"] and a["quantity"] and b["quantity"])
    if a["type"] != "cash_leg" or b["type"] != "cash_leg":
        return False
    return bool(a["currency"] != b["currency"] and (a["amount"] < 0) != (b["amount"] < 0))


def _joined(one: Row, two: Row) -> Row:
    if one.given["type"] == "cash_leg":
        return _exchange(*sorted((one, two), key=lambda leg: leg.given["amount"]))
    old, new = (one, two) if one.given["type"] == "split_old" else (two, one)
    exact = Fraction(new.given["quantity"]) / Fraction(old.given["quantity"])
    ratio = exact.limit_denominator(MOST_OLD)
    if not ratio:
        return Row(one.line, problem="the old and new shares of this split make no ratio")
    given = {"type": "split", "quantity": None, "ratio": f"{ratio.numerator}:{ratio.denominator}"}
    return Row(min(one.line, two.line), {**old.given, **given}, id=one.id)


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
