"""A new high or low over so many days: beyond every session before and all of today so far."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from alley.alerts.kinds.base import (
    About,
    Bars,
    Found,
    Hit,
    Kind,
    Params,
    Watch,
    known,
    one_of,
    whole,
)
from alley.alerts.track import Tick, Track


def clean(params: Params) -> Params:
    known(params, "side", "days")
    return {
        "side": one_of(params, "side", ["high", "low"], "high"),
        "days": whole(params, "days", 2, 3650),
    }


def words(params: Params, about: About) -> str:
    return f"{about.name} makes a new {spoken(params['days'])} {params['side']}"


def spoken(days: int) -> str:
    years, rest = divmod(days, 365)
    if years and not rest:
        return "one-year" if years == 1 else f"{years}-year"
    return f"{days}-day"


@dataclass(slots=True)
class ExtremeWatch(Watch):
    high: bool
    days: int

    def see(self, track: Track, tick: Tick) -> Hit | None:
        since = tick.time.date() - timedelta(days=self.days)
        before = [day for day in track.before if day.date >= since]
        if not before:
            return None
        if self.high:
            mark = max(day.high for day in before)
            new = tick.value > max(mark, track.high)
        else:
            mark = min(day.low for day in before)
            new = tick.value < min(mark, track.low)
        if not new:
            return None
        side = "high" if self.high else "low"
        return Hit(f"New {spoken(self.days)} {side}", {"extreme_before": f"{mark:.8g}"})


def watch(params: Params, memory: dict[str, Any]) -> ExtremeWatch:
    return ExtremeWatch(params["side"] == "high", params["days"])


def backtest(params: Params, bars: Bars, mode: str) -> Found:
    sign = 1 if params["side"] == "high" else -1
    reach = bars.high if sign > 0 else -bars.low
    days = bars.time // 86_400
    starts = np.flatnonzero(np.diff(days, prepend=days[:1] - 1)) if len(days) else days
    if not len(starts):
        return []
    tops, dates = np.maximum.reduceat(reach, starts), days[starts]
    found: Found = []
    for number in range(1, len(starts)):
        first = int(np.searchsorted(dates, dates[number] - params["days"]))
        if first == number or dates[0] > dates[number] - params["days"]:
            continue  # the record does not reach back far enough
        mark = tops[first:number].max()
        if tops[number] > mark:
            end = starts[number + 1] if number + 1 < len(starts) else len(reach)
            at = int(starts[number] + np.argmax(reach[starts[number] : end] > mark))
            found.append((at, float(sign * reach[at])))
            if mode == "once":
                break
    return found


kind = Kind("new_extreme", clean, words, watch, backtest, once_a_day=True)
