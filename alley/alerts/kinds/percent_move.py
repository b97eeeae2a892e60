"""The price moves by a percentage: against the last price at or before the start of the window,
or against the previous close. After a firing the price it fired at is the new base."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from alley.alerts.kinds.base import (
    DAY,
    MOST,
    About,
    Bars,
    Found,
    Hit,
    Kind,
    Lines,
    Params,
    Watch,
    exact,
    known,
    one_of,
    plain,
    positive,
    priced,
    spoken,
    spoken_move,
    stamp,
)
from alley.alerts.track import Known, Tick, Track
from alley.markets.quotes import label

WINDOWS = {
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
}
CLOSE = "previous_close"
SPOKEN = {
    "15m": "within 15 minutes",
    "1h": "within an hour",
    "1d": "within 24 hours",
    CLOSE: "since the previous close",
}
WORDS = {"above": "rises", "below": "falls", "either": "moves"}
HAIR = 1e-9  # 80 to 78.4 is two percent, whatever float64 makes of it
SHORT = 256  # bars looked at together, at first


def clean(params: Params) -> Params:
    known(params, "percent", "window", "direction")
    params = {**params, "percent": str(params.get("percent", "")).strip().removesuffix("%")}
    return {
        "percent": plain(positive(params, "percent", 1000)),
        "window": one_of(params, "window", [*WINDOWS, CLOSE], "1d"),
        "direction": one_of(params, "direction", list(WORDS), "either"),
    }


def words(params: Params, about: About) -> str:
    move = f"{WORDS[params['direction']]} by {spoken(params['percent'])} %"
    return f"{about.name} {move} {SPOKEN[params['window']]}"


@dataclass(slots=True)
class PercentWatch(Watch):
    percent: float
    window: str
    direction: str
    base: Known | None = None  # the last firing

    def see(self, track: Track, tick: Tick) -> Hit | None:
        reference = self.reference(track, tick)
        if reference is None or reference.value <= 0:  # a percent over zero or less means nothing
            return None
        move = (tick.value / reference.value - 1) * 100
        if not self.far_enough(move):
            return None
        self.base = Known(tick.time, tick.value, tick.price, tick.source, tick.kind)
        told = {
            "price": reference.price,
            "time": stamp(reference.time),
            "source": reference.source,
            "kind": reference.kind,
        }
        return Hit(
            f"{spoken_move(move)} {SPOKEN[self.window]}",
            {"reference": told, "percent": f"{move:.4f}"},
            {"base": [tick.time.isoformat(), tick.price, tick.source, tick.kind]},
        )

    def reference(self, track: Track, tick: Tick) -> Known | None:
        if self.window == CLOSE:
            found = close_before(track, tick)
            base = self.base
            same = base is not None and track.day_of(base.time) == track.day_of(tick.time)
            return base if same and found else found
        start = tick.time - WINDOWS[self.window]
        if self.base is not None and start <= self.base.time <= tick.time:
            return self.base
        return track.at(start)

    def far_enough(self, move: float) -> bool:
        up, down = move >= self.percent - HAIR, move <= -self.percent + HAIR
        return {"above": up, "below": down, "either": up or down}[self.direction]


def close_before(track: Track, tick: Tick) -> Known | None:
    if not track.before:
        return None
    day = track.before[-1]
    moment = datetime.combine(day.date, datetime.min.time(), tick.time.tzinfo)
    return Known(moment, day.close, exact(day.close), day.source, day.kind)


def watch(params: Params, memory: dict[str, Any]) -> PercentWatch:
    base = None
    if kept := memory.get("base"):
        at, price, source, kind = kept
        base = Known(datetime.fromisoformat(at), float(price), price, source, kind)
    return PercentWatch(float(params["percent"]), params["window"], params["direction"], base)


def evidence(proof: dict[str, Any], about: About) -> Lines:
    base = proof["reference"]
    moment = datetime.fromisoformat(base["time"])
    return [
        ("Moved", spoken_move(float(proof["percent"]))),
        (
            "Held against",
            f"{priced(base['price'], about)} ({label(base['kind'], base['source'], moment)})",
        ),
    ]


def backtest(params: Params, bars: Bars) -> Found:
    """A stretch at a time: where firings are many, little is looked at twice."""
    references = _references(params["window"], bars)
    percent, direction = float(params["percent"]), params["direction"]
    found: Found = []
    start, base, stretch = 0, -1, SHORT
    while start < len(bars.close) and len(found) < MOST:
        part = slice(start, start + stretch)
        where = np.maximum(references[part], base)
        reference = bars.close[np.maximum(where, 0)]
        with np.errstate(divide="ignore", invalid="ignore"):
            moves = (bars.close[part] / reference - 1) * 100
        moves[(where < 0) | (reference <= 0)] = 0
        hits = {
            "above": moves >= percent - HAIR,
            "below": moves <= -percent + HAIR,
            "either": np.abs(moves) >= percent - HAIR,
        }[direction]
        first = int(np.argmax(hits))
        if not hits[first]:
            start, stretch = start + len(hits), 4 * stretch
            continue
        base = start + first
        found.append((base, float(bars.close[base])))
        start, stretch = base + 1, SHORT
    return found


def _references(window: str, bars: Bars) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Which earlier bar each bar is held against; -1 where there is none."""
    if window == CLOSE:
        return np.searchsorted(bars.day, bars.day, side="left") - 1
    seconds = int(WINDOWS[window].total_seconds())
    return np.searchsorted(bars.time, bars.time - seconds, side="right") - 1


def within(params: Params) -> int:
    span = WINDOWS.get(params["window"])
    return DAY if span is None else int(span.total_seconds())


kind = Kind("percent_move", clean, words, watch, backtest, evidence, within=within)
