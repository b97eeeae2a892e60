"""What a kind of alert is: parameters it understands, words for them, a watch over ticks, and
when it would have fired.

The next kind is made by copying a neighbour and naming it in `kinds/__init__.py`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from alley.alerts.track import Tick, Track
from alley.refusals import Refusal, Refused

Params = dict[str, Any]
DAY = 86_400
MOST = 2000  # firings a backtest looks for
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
DIGITS = 15  # what float64 keeps apart


@dataclass(frozen=True, slots=True)
class About:
    """What an alert is about, in words for people."""

    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """The history without which a kind cannot say anything: so many bars, or one so old."""

    words: str
    interval: str = "1d"
    many: int = 1
    days: int = 0  # back from the newest price
    traded: bool = False  # bars with volume


@dataclass(frozen=True, slots=True)
class Hit:
    """It happened. `memory` is what the alert must know when it looks for the next time."""

    words: str
    proof: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)


class Watch(Protocol):
    """Looks at every accepted tick of one instrument for one alert."""

    def see(self, track: Track, tick: Tick) -> Hit | None: ...

    def warm(self, track: Track, tick: Tick) -> None:
        """After a restart: a tick it has seen before. What it remembers of firings is stored."""
        return None


@dataclass(frozen=True, slots=True)
class Bars:
    """A year of bars as columns, for the backtest; times in seconds."""

    time: NDArray[np.int64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    volume: NDArray[np.float64]
    day: NDArray[np.int64]  # the number of the date at the venue

    @property
    def day_starts(self) -> NDArray[np.int64]:
        """The places at which days begin."""
        return np.flatnonzero(np.diff(self.day, prepend=self.day[:1] - 1)).astype(np.int64)


Found = list[tuple[int, float]]  # which bar, at what price
Backtest = Callable[[Params, Bars], Found]  # every time; the mode is looked at by who asks
Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    clean: Callable[[Params], Params]
    words: Callable[[Params, About], str]
    watch: Callable[[Params, dict[str, Any]], Watch] | None = None
    backtest: Backtest | None = None
    evidence: Callable[[dict[str, Any], About], Lines] = lambda proof, about: []  # beside the ticks
    rescaled: Callable[[Params, Fraction], Params] | None = None  # after a split: prices times this
    needs: Callable[[Params], Need] | None = None
    once_a_day: bool = False  # whatever the mode: a new high is told once a day
    within: Callable[[Params], int] = lambda params: DAY  # seconds of the coarsest bar to try it on


def bad(field: str, words: str) -> Refused:
    return Refused(Refusal("bad_alert", words, status=422, more={"field": field}))


def number(params: Params, name: str, *, default: str | None = None) -> Decimal:
    """At most 15 digits, thousands apart by commas or not. Raises Refused `bad_alert`."""
    given = params.get(name)
    given = default if given in (None, "") else given
    text = str(given).strip()
    if "," in text and not THOUSANDS.fullmatch(text):  # 80,5 is no 805
        raise bad(name, f"{_spoken(name)}: write decimals with a point, such as 80.5.")
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise bad(name, f"{_spoken(name)} must be a number.") from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise bad(name, f"{_spoken(name)} must be an ordinary number.")
    if len(value.normalize().as_tuple().digits) > DIGITS:
        raise bad(name, f"{_spoken(name)} may have at most {DIGITS} digits.")
    if value and value.adjusted() < -8:
        raise bad(name, f"{_spoken(name)} is smaller than prices are kept.")
    return value


def positive(params: Params, name: str, most: int) -> Decimal:
    value = number(params, name)
    if not 0 < value <= most:
        raise bad(name, f"{_spoken(name)} must be above 0 and at most {most:,}.")
    return value


def whole(params: Params, name: str, low: int, high: int) -> int:
    value = number(params, name)
    if value != value.to_integral_value() or not low <= value <= high:
        raise bad(name, f"{_spoken(name)} must be a whole number from {low} to {high}.")
    return int(value)


def one_of(params: Params, name: str, choices: Sequence[str], default: str | None = None) -> str:
    value = str(params.get(name) or default or "")
    if value not in choices:
        raise bad(name, f"{_spoken(name)} must be one of: {', '.join(choices)}.")
    return value


def known(params: Params, *names: str) -> None:
    """Raises Refused `bad_alert` for a parameter the kind does not have."""
    for name in params:
        if name not in names:
            raise bad(name, f"This kind of alert has no {name!r}.")


def times(text: str, factor: Fraction) -> str:
    """A price of the rule in other shares, to the digits and places that prices have."""
    exact = Context(prec=DIGITS)
    moved = exact.divide(Decimal(text) * factor.numerator, Decimal(factor.denominator))
    return plain(round(moved, 8))


def exact(value: float) -> str:
    """To the places that prices have, never as a power of ten."""
    return plain(round(Decimal(str(value)), 8))


def priced(text: str, about: About) -> str:
    """`83.5 USD/bbl`."""
    return f"{spoken(text)} {about.unit}".strip()


def spoken(text: str) -> str:
    """A number of a rule as people write it: `6,600`, `−36.98`."""
    return f"{Decimal(text):,f}".replace("-", "−")


def spoken_move(percent: float) -> str:
    """How far, with its way: `+1.72 %`, `−1.00 %`."""
    return f"{'+' if percent > 0 else ''}{spoken(f'{percent:.2f}')} %"


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def stamp(moment: datetime) -> str:
    text = moment.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return f"{text}Z"


def spoken_time(text: str) -> str:
    """Of a stamp: `6 Jan 2022, 15:04:05 UTC`."""
    moment = datetime.fromisoformat(text)
    return f"{moment.day} {moment:%b %Y, %H:%M:%S} UTC"


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()
