"""A new high or low over so many days: beyond every session before and all of today so far."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

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
    exact,
    known,
    one_of,
    priced,
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
    side: str
    days: int

    def see(self, track: Track, tick: Tick) -> Hit | None:
        since = track.day_of(tick.time) - timedelta(days=self.days)
        before = [day for day in track.before if day.date >= since]
        if not before or track.before[0].date > since:
            return None  # the record does not reach back far enough
        if self.side == "high":
            most = max(before, key=lambda day: day.high)
            mark, new = most.high, tick.value > max(most.high, track.high)
        else:
            most = min(before, key=lambda day: day.low)
            mark, new = most.low, tick.value < min(most.low, track.low)
        if not new:
            return None
        proof = {"side": self.side, "extreme_before": exact(mark), "on": most.date.isoformat()}
        return Hit(f"New {spoken(self.days)} {self.side}", proof)


def watch(params: Params, memory: dict[str, Any]) -> ExtremeWatch:
    return ExtremeWatch(params["side"], params["days"])


def evidence(proof: dict[str, Any], about: About) -> Lines:
    on = date.fromisoformat(proof["on"])
    mark = priced(proof["extreme_before"], about)
    return [(f"The {proof['side']} until then", f"{mark}, on {on.day} {on:%b %Y}")]


def backtest(params: Params, bars: Bars) -> Found:
    sign = 1 if params["side"] == "high" else -1
    reach, starts = sign * (bars.high if sign > 0 else bars.low), bars.day_starts
    if not len(starts):
        return []
    tops, dates = np.maximum.reduceat(reach, starts), bars.day[starts]
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
    return found


def needs(params: Params) -> Need:
    return Need(f"it needs daily prices from {params['days']} days back", days=params["days"])


kind = Kind("new_extreme", clean, words, watch, backtest, evidence, needs=needs, once_a_day=True)
