"""Unusual volume: today's so far is more than so many times the median of 20 whole sessions.

Held against whole days, it can only be late in the day, never false at noon.
"""

from dataclasses import dataclass
from statistics import median
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
    plain,
    positive,
    spoken,
)
from alley.alerts.track import Tick, Track

SESSIONS = 20


def clean(params: Params) -> Params:
    known(params, "factor")
    return {"factor": plain(positive(params, "factor", 1000))}


def words(params: Params, about: About) -> str:
    return (
        f"{about.name} trades more than {spoken(params['factor'])} times its usual daily volume"
        f" (the median of {SESSIONS} sessions)"
    )


@dataclass(slots=True)
class VolumeWatch(Watch):
    factor: float

    def see(self, track: Track, tick: Tick) -> Hit | None:
        known_days = [day.volume for day in track.before[-SESSIONS:] if day.volume]
        if not tick.volume or len(known_days) < SESSIONS:
            return None
        usual = median(known_days)
        if track.volume <= self.factor * usual:
            return None
        return Hit(
            f"{spoken(f'{track.volume / usual:.1f}')} times its usual daily volume",
            {"volume": exact(track.volume), "usual": exact(usual), "sessions": SESSIONS},
        )


def watch(params: Params, memory: dict[str, Any]) -> VolumeWatch:
    return VolumeWatch(float(params["factor"]))


def evidence(proof: dict[str, Any], about: About) -> Lines:
    usual = f"{spoken(proof['usual'])}, the median of {proof['sessions']} sessions"
    return [("Traded that day until then", spoken(proof["volume"])), ("Usual for a day", usual)]


def backtest(params: Params, bars: Bars) -> Found:
    starts, factor = bars.day_starts, float(params["factor"])
    if not len(starts):
        return []
    totals = np.add.reduceat(bars.volume, starts)
    found: Found = []
    for number in range(SESSIONS, len(starts)):
        usual = np.median(totals[number - SESSIONS : number])
        if usual <= 0 or totals[number] <= factor * usual:
            continue
        end = starts[number + 1] if number + 1 < len(starts) else len(bars.volume)
        so_far = np.cumsum(bars.volume[starts[number] : end])
        at = int(starts[number] + np.argmax(so_far > factor * usual))
        found.append((at, float(bars.close[at])))
    return found


def needs(params: Params) -> Need:
    return Need(f"it needs {SESSIONS} sessions with their volume", many=SESSIONS, traded=True)


kind = Kind("volume", clean, words, watch, backtest, evidence, needs=needs, once_a_day=True)
