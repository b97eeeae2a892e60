"""HTTP 200 is not success: what an answer must be before a price in it is believed."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from alley.egress import Fetched
from alley.markets.importing.prices import Row

FROZEN = 12  # days in a row that are equal in every number: a code that went on answering
JUMP = Decimal(100)  # a unit that changed: pence for pounds
CLOSE_TO = Decimal("0.02")


class BadAnswer(ValueError):
    """Why an answer is not believed, in words for the desk. `wait` in seconds, where it said so."""

    def __init__(self, words: str, wait: float = 0.0) -> None:
        super().__init__(words)
        self.wait = wait


def body_of(answer: Fetched, *types: str) -> bytes:
    """The body of an answer of one of these content types. Raises BadAnswer."""
    if answer.status == 429 or answer.status == 418:
        raise BadAnswer("asked too often", _wait(answer.headers.get("retry-after", "")))
    if answer.status != 200:
        raise BadAnswer(f"answered {answer.status}")
    if answer.content_type not in types:
        raise BadAnswer(f"answered {answer.content_type or 'no content type'}, not {types[0]}")
    if not answer.body.strip():
        raise BadAnswer("answered nothing")
    return answer.body


def json_of(answer: Fetched) -> Any:
    body = body_of(answer, "application/json", "text/json", "application/vnd.api+json")
    try:
        return json.loads(body, parse_float=Decimal)
    except ValueError:
        raise BadAnswer("its JSON is broken") from None


def decimal_of(value: object) -> Decimal:
    """A price exactly as written. Raises BadAnswer for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise BadAnswer(f"{value!r} is not a price")
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise BadAnswer(f"{value!r} is not a price") from None
    if not found.is_finite() or abs(found) >= 10**15:
        raise BadAnswer(f"{value!r} is not a price")
    return found


def believable(rows: Sequence[Row], *, now: datetime, last: Decimal | None = None) -> list[Row]:
    """Bars oldest first, each moment once, none of tomorrow. Raises BadAnswer where the answer as
    a whole cannot be right: out of order, frozen, in another unit than the last price known."""
    if any(one.time >= two.time for one, two in pairwise(rows)):
        raise BadAnswer("its times are out of order or stand twice")
    if rows and rows[-1].time > now:
        raise BadAnswer(f"it knows a price of {rows[-1].time:%Y-%m-%d %H:%M}, which is to come")
    if _is_frozen(rows[-FROZEN:]):
        raise BadAnswer(f"its last {FROZEN} days are all the same: a frozen series")
    if rows and last and _other_unit(rows[0].close, last):
        raise BadAnswer(f"{rows[0].close} after {last}: another unit?")
    return list(rows)


def _is_frozen(rows: Sequence[Row]) -> bool:
    """Over days: twelve quiet minutes are nothing unusual."""
    if len(rows) < FROZEN or rows[-1].time - rows[0].time < timedelta(days=FROZEN - 1):
        return False
    return len({_numbers(row) for row in rows}) == 1


def _numbers(row: Row) -> tuple[Decimal | None, ...]:
    return row.open, row.high, row.low, row.close, row.volume


def _other_unit(price: Decimal, last: Decimal) -> bool:
    ratio = price / last
    return abs(ratio / JUMP - 1) <= CLOSE_TO or abs(ratio * JUMP - 1) <= CLOSE_TO


def _wait(header: str) -> float:
    return min(float(header), 3600.0) if header.isdecimal() else 0.0
