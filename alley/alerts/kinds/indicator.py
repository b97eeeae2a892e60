"""An indicator crosses a level, or the price crosses the indicator. TA-Lib does the arithmetic.

On closed bars by default; `intrabar` looks at the unfinished bar too and may repaint: what it shows
now can be gone when the bar is closed.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import talib
from numpy.typing import NDArray

from alley.alerts.kinds.base import (
    About,
    Bars,
    Found,
    Hit,
    Kind,
    Lines,
    Need,
    Params,
    Watch,
    bad,
    exact,
    known,
    number,
    one_of,
    plain,
    priced,
    spoken,
    times,
    whole,
)
from alley.alerts.track import SECONDS, Tick, Track

PERIODS = {"RSI": 14, "SMA": 50, "EMA": 50, "WMA": 50, "ROC": 10, "CMO": 14}  # and their defaults
ON_PRICE = {"SMA", "EMA", "WMA"}
RANGE = {"RSI": (0, 100), "CMO": (-100, 100)}
PRICE = "price"
WORDS = {"above": "rises above", "below": "falls below", "either": "crosses"}
WARM_UP = 5  # periods until what was before no longer matters


def clean(params: Params) -> Params:
    known(params, "name", "params", "crosses", "level", "on", "interval")
    name = one_of(params, "name", list(PERIODS), "RSI")
    given = params.get("params") or {}
    if not isinstance(given, dict):
        raise bad("params", "The indicator's parameters must be an object.")
    known(given, "period")
    period = whole({"period": PERIODS[name], **given}, "period", 2, 250)
    if params.get("level") == PRICE:
        if name not in ON_PRICE:
            raise bad("level", f"{name} is not on the scale of the price; give a number.")
        level = PRICE
    else:
        level = plain(_on_scale(name, number(params, "level")))
    return {
        "name": name,
        "params": {"period": period},
        "crosses": one_of(params, "crosses", list(WORDS), "above"),
        "level": level,
        "on": one_of(params, "on", ["bar_close", "intrabar"], "bar_close"),
        "interval": one_of(params, "interval", list(SECONDS), "1d"),
    }


def _on_scale(name: str, level: Decimal) -> Decimal:
    low, high = RANGE.get(name, (level, level))
    if not low <= level <= high:
        raise bad("level", f"{name} lies between {spoken(str(low))} and {high}.")
    return level


def words(params: Params, about: About) -> str:
    indicator = f"{params['name']}({params['params']['period']})"
    when = f"on {SPOKEN[params['interval']]} bars"
    if params["on"] == "intrabar":
        when += ", also inside an unfinished bar (may repaint)"
    if params["level"] == PRICE:
        return f"{about.name} {WORDS[params['crosses']]} its {indicator} {when}"
    return (
        f"{indicator} of {about.name} {WORDS[params['crosses']]} {spoken(params['level'])} {when}"
    )


SPOKEN = {"1m": "1-minute", "5m": "5-minute", "15m": "15-minute", "1h": "hourly", "1d": "daily"}


def rescaled(params: Params, factor: Fraction) -> Params:
    if params["name"] not in ON_PRICE or params["level"] == PRICE:
        return params
    return params | {"level": times(params["level"], factor)}


def signal(params: Params, closes: NDArray[np.float64]) -> NDArray[np.float64]:
    """What crosses zero: indicator less level, or price less indicator. NaN while it warms up."""
    values = getattr(talib, params["name"])(closes, timeperiod=params["params"]["period"])
    line = values if params["level"] == PRICE else float(params["level"])
    found: NDArray[np.float64] = (closes if params["level"] == PRICE else values) - line
    return found


def crossed(before: float, now: float, direction: str) -> bool:
    up, down = before < 0 <= now, before > 0 >= now
    return {"above": up, "below": down, "either": up or down}[direction]


@dataclass(slots=True)
class IndicatorWatch(Watch):
    params: Params
    bar: int = -1  # the unfinished bar it has fired in

    def warm(self, track: Track, tick: Tick) -> None:
        track.need(self.params["interval"], tick)

    def see(self, track: Track, tick: Tick) -> Hit | None:
        series = track.need(self.params["interval"], tick)
        if self.params["on"] == "bar_close":
            if not series.over:
                return None
            closes = series.closes
        else:
            if series.bucket == self.bar:
                return None
            closes = [*series.closes, tick.value]
        needed = (WARM_UP + 1) * self.params["params"]["period"]
        tail = np.array(closes[-needed - 200 :], dtype=np.float64)
        if len(tail) < self.params["params"]["period"] + 2:
            return None
        before, now = (float(value) for value in signal(self.params, tail)[-2:])
        if not crossed(before, now, self.params["crosses"]):
            return None
        if self.params["on"] == "intrabar":
            self.bar = series.bucket
        level = 0.0 if self.params["level"] == PRICE else float(self.params["level"])
        indicator = f"{self.params['name']}({self.params['params']['period']})"
        was, became = (spoken(f"{value + level:.2f}") for value in (before, now))
        return Hit(
            f"{indicator} went from {was} to {became}",
            {
                "indicator": indicator,
                "before": f"{before + level:.6f}",
                "now": f"{now + level:.6f}",
                "bar_close": exact(float(tail[-1])),
                "bars": len(tail),
            },
            {"bar": self.bar},
        )


def watch(params: Params, memory: dict[str, Any]) -> IndicatorWatch:
    return IndicatorWatch(params, memory.get("bar", -1))


def evidence(proof: dict[str, Any], about: About) -> Lines:
    was, became = (spoken(f"{float(proof[name]):.2f}") for name in ("before", "now"))
    return [
        (proof["indicator"], f"from {was} to {became}"),
        (
            "Close of the bar",
            f"{priced(proof['bar_close'], about)}, the last of {proof['bars']} closes",
        ),
    ]


def backtest(params: Params, bars: Bars) -> Found:
    """On closed bars, whatever `on` says: nobody knows any more how an unfinished one looked."""
    buckets = bars.time // SECONDS[params["interval"]]
    ends = np.flatnonzero(np.diff(buckets, append=buckets[-1:] + 1)) if len(buckets) else buckets
    closes = bars.close[ends]
    if len(closes) < params["params"]["period"] + 2:
        return []
    values = signal(params, closes)
    before, now = values[:-1], values[1:]
    up, down = (before < 0) & (now >= 0), (before > 0) & (now <= 0)
    hits = {"above": up, "below": down, "either": up | down}[params["crosses"]]
    return [(int(ends[at + 1]), float(closes[at + 1])) for at in np.flatnonzero(hits)]


def needs(params: Params) -> Need:
    many = params["params"]["period"] + 1
    words = f"it needs {many} closed {SPOKEN[params['interval']]} bars"
    return Need(words, params["interval"], many)


def within(params: Params) -> int:
    return SECONDS[params["interval"]]


kind = Kind("indicator", clean, words, watch, backtest, evidence, rescaled, needs, within=within)
