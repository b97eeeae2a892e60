"""The price reaches a level: matched by the book, not by a watch."""

from fractions import Fraction

import numpy as np

from alley.alerts.book import Direction
from alley.alerts.kinds.base import (
    About,
    Bars,
    Found,
    Kind,
    Params,
    bad,
    known,
    number,
    one_of,
    plain,
    spoken,
    times,
)

WORDS = {"above": "rises to", "below": "falls to", "either": "reaches"}


def clean(params: Params) -> Params:
    known(params, "direction", "level", "hysteresis")
    band = number(params, "hysteresis", default="0")
    if band < 0:
        raise bad("hysteresis", "The way back must not be negative.")
    cleaned = {
        "direction": one_of(params, "direction", list(WORDS), "above"),
        "level": plain(number(params, "level")),
    }
    return cleaned | ({"hysteresis": plain(band)} if band else {})


def words(params: Params, about: About) -> str:
    told = (
        f"{about.name} {WORDS[params['direction']]} {spoken(params['level'])} {about.unit}".rstrip()
    )
    if band := params.get("hysteresis"):
        told += f" (and again only after moving back by {spoken(band)})"
    return told


def backtest(params: Params, bars: Bars) -> Found:
    """A bar's high and low count, its close says where the price stands for the next. A bar that
    goes there and back more than once counts once: the order inside it is not known."""
    if not len(bars.close):
        return []
    level, band = float(params["level"]), float(params.get("hysteresis", 0))
    ways = {"above": (1,), "below": (-1,), "either": (1, -1)}[params["direction"]]
    return sorted(hit for sign in ways for hit in _half(bars, sign, level, band))


def rescaled(params: Params, factor: Fraction) -> Params:
    prices = {
        name: times(params[name], factor) for name in ("level", "hysteresis") if name in params
    }
    return params | prices


def direction(params: Params) -> Direction:
    found: Direction = params["direction"]
    return found


def _half(bars: Bars, sign: int, level: float, band: float) -> Found:
    """Mirrored for falling prices, so that up is the only way to think of."""
    reach, close = (bars.high if sign > 0 else -bars.low), sign * bars.close
    line = sign * level
    over, back = reach >= line, close < line if band == 0 else close <= line - band
    armed, found = bool(close[0] < line), []
    at = 1
    while at < len(close):
        next_at = np.argmax((over if armed else back)[at:])
        at += int(next_at)
        if not (over if armed else back)[at]:
            break
        if armed:
            found.append((at, min(max(level, float(bars.low[at])), float(bars.high[at]))))
            armed = bool(back[at])
        else:
            armed = True
        at += 1
    return found


kind = Kind("price_cross", clean, words, backtest=backtest, rescaled=rescaled)
