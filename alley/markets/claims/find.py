"""Find what a story says of prices: who moved, which way, how far, when.

A claim begins with an instrument found in the text and ends where the next one begins; what is
said to be possible, expected or denied is no claim.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Protocol

from alley.markets.claims.periods import SINCE, Period, find_period, number, since
from alley.markets.claims.phrases import (
    BARE,
    BEYOND,
    COMPARES,
    DOUBLED,
    DOWN,
    LEVEL,
    MOVE,
    NOT_SAID,
    NOUN_BEFORE,
    OBJECT,
    REACHES,
    RECORD,
    REVERSED,
    SENTENCE_END,
    SMALLEST_BARE_LEVEL,
    STEADY,
    Size,
)

Unit = Literal["percent", "price", ""]


class Place(Protocol):
    """An instrument found in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def symbol(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a sentence says of one instrument."""

    text: str
    start: int
    end: int
    symbol: str
    kind: Literal["move", "level", "extreme"]
    direction: Literal["up", "down", "flat", "above", "below", "at", "high", "low"]
    period: Period
    size: Size = "any"
    amount: Decimal | None = None
    unit: Unit = ""
    places: int = 0  # digits after the point, as written
    since: date | None = None  # for an extreme: the first day it reaches back to; None: for ever
    inverse: bool = False  # the rouble's fall is a rise of dollars in roubles
    closing: bool = False  # settled, closed: the close decides, not the day's high

    @property
    def threshold_percent(self) -> Decimal | None:
        return self.amount if self.unit == "percent" else None


def find_claims(text: str, places: Iterable[Place], told: datetime) -> list[Claim]:
    """Every claim in reading order; `told` is the story's first publication."""
    found: list[Claim] = []
    ordered = sorted(places, key=lambda place: (place.start, place.symbol))
    for start, end in _sentences(text):
        inside = [place for place in ordered if start <= place.start and place.end <= end]
        found.extend(_in_sentence(text, start, end, inside, told.date()))
    return list(dict.fromkeys(found))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in SENTENCE_END.finditer(text):
        yield start, stop.start()
        start = stop.end()
    yield start, len(text)


def _in_sentence(
    text: str, start: int, end: int, places: Sequence[Place], told: date
) -> Iterator[Claim]:
    sentence = text[start:end]
    said = find_period(sentence, told)
    spans = sorted({(place.start, place.end) for place in places})
    subjects = [span for span in spans if not _is_object(text, start, span[0])]
    for number_, (first, last) in enumerate(subjects):
        until = subjects[number_ + 1][0] if number_ + 1 < len(subjects) else end
        clause = text[last:until]
        before = text[start:first]
        if NOT_SAID.search(clause) or NOT_SAID.search(before[-40:]):
            continue
        own = find_period(clause, told)
        period = own or said or Period(told, told, "", guessed=True)
        symbols = [place.symbol for place in places if place.start == first]
        for symbol in symbols:
            inverse = _is_inverse(symbol, text[first:last])
            for part in _said_of(clause, before, period, inverse=inverse):
                told_of = {"symbol": symbol, "inverse": inverse, **part}
                yield Claim(text=sentence.strip(), start=start, end=end, **told_of)


def _is_object(text: str, start: int, place: int) -> bool:
    """`against the dollar`, `priced in dollars`: not what the sentence is about."""
    return bool(OBJECT.search(text[max(start, place - 30) : place]))


def _is_inverse(symbol: str, words: str) -> bool:
    return symbol.startswith("FX:USD-") and not REVERSED.search(words)


def _said_of(
    clause: str, before: str, period: Period, *, inverse: bool
) -> Iterator[dict[str, Any]]:
    if match := NOUN_BEFORE.search(before):
        yield {**_moved(match, period)}
        return
    if (match := RECORD.search(clause)) and (part := _extreme(match, clause, period)):
        yield part
        return
    if match := DOUBLED.search(clause):
        times = match["times"].lower()
        percent = {"doubled": 100, "tripled": 200, "halved": -50}[times]
        yield {
            "kind": "move", "direction": "up" if percent > 0 else "down", "period": period,
            "size": "about", "amount": Decimal(abs(percent)), "unit": "percent",
        }  # fmt: skip
        return
    move = _first_move(clause)
    if move is not None:
        yield _moved(move, period)
    level = _first_level(clause)
    if level is not None:
        yield _levelled(level, period, inverse=inverse)
    if move is None and level is None:
        if STEADY.search(clause[:40]):
            yield {"kind": "move", "direction": "flat", "period": period}
        elif (bare := BARE.search(clause[:30])) and not period.guessed:
            yield {"kind": "move", "direction": _way(bare["way"]), "period": period}


def _first_move(clause: str) -> re.Match[str] | None:
    for match in MOVE.finditer(clause):
        if match["unit"] or match["money"]:
            return match
    return None


def _first_level(clause: str) -> re.Match[str] | None:
    for match in LEVEL.finditer(clause):
        word = (match["side"] or "").lower()
        verb = match["verb"].lower()
        if not word and not REACHES.match(verb):
            continue
        if _is_a_count(match):
            continue  # `to 20 people`, `at 9`
        return match
    return None


def _is_a_count(match: re.Match[str]) -> bool:
    bare = not match["money"] and "." not in match["number"]
    return bare and Decimal(match["number"].replace(",", "")) < SMALLEST_BARE_LEVEL


def _moved(match: re.Match[str], period: Period) -> dict[str, Any]:
    written = match["number"].lower()
    unit = (match.groupdict().get("unit") or ("%" if not match["money"] else "")).lower()
    amount, places = _amount(written)
    if unit.startswith("cent"):
        amount /= 100
    percent = unit.startswith(("%", "per"))
    compare = (match["compare"] or "").lower()
    return {
        "kind": "move",
        "direction": _way(match["way"]),
        "period": period,
        "size": COMPARES[compare],
        "amount": amount,
        "unit": "percent" if percent else "price",
        "places": places + (2 if unit.startswith("cent") else 0),
    }


def _amount(written: str) -> tuple[Decimal, int]:
    if written == "half":
        return Decimal("0.5"), 1
    if written in {"a", "one"}:
        return Decimal(1), 0
    if (spelt := number(written)) is not None and not written[0].isdigit():
        return Decimal(spelt), 0
    plain = written.replace(",", "")
    return Decimal(plain), len(plain.partition(".")[2])


def _levelled(match: re.Match[str], period: Period, *, inverse: bool) -> dict[str, Any]:
    side = (match["side"] or "").lower()
    verb = match["verb"].lower()
    direction = "at"
    if side in {"above", "over", "past", "through", "beyond"} or BEYOND.match(verb):
        direction = "above"
    if side in {"below", "under"}:
        direction = "below"
    if side in {"through", "past", "beyond"}:  # a weaker rouble is more roubles for a dollar
        direction = "below" if (_way(verb) == "down") is not inverse else "above"
    amount, places = _amount(match["number"])
    return {
        "kind": "level",
        "direction": direction,
        "period": period,
        "size": "about" if side in {"near", "around", "about"} else "exact",
        "amount": amount,
        "unit": "price",
        "places": places,
        "closing": verb.startswith(("settl", "clos", "end", "finish", "fix")),
    }


def _extreme(match: re.Match[str], clause: str, period: Period) -> dict[str, Any] | None:
    reach: date | None = None
    if match["record"]:
        low = match["record"].lower() == "low"
    elif match["extreme"]:
        low = match["extreme"].lower() == "lowest"
        told = SINCE.search(match["since"])
        if told is None:
            return None
        reach = since(told, period.end)
    else:
        low = match["side"].lower() == "low"
        count = number(match["count"])
        if count is None:
            return None
        days = count * {"week": 7, "month": 30, "year": 365}[match["span"].lower()]
        reach = date.fromordinal(max(1, period.end.toordinal() - days))
    return {
        "kind": "extreme",
        "direction": "low" if low else "high",
        "period": period,
        "since": reach,
        "closing": bool(re.search(r"\b(?:clos|settl|end|finish)", clause)),
    }


def _way(word: str) -> Literal["up", "down"]:
    low = word.lower()
    return "down" if low == "loss" or DOWN.match(low) else "up"
