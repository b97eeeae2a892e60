"""A rule held against the last year before it is saved: when would it have fired?"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone

from alley.alerts.engine.reading import moment_of
from alley.alerts.kinds import KINDS, Bars
from alley.alerts.kinds.story import has_word
from alley.alerts.models import Alert
from alley.alerts.wording import rule_words
from alley.markets.models import Instrument
from alley.news.models import Article

YEAR = timedelta(days=366)
SHOWN = 200
FINEST = ("1m", "5m", "15m", "1h", "1d")
ENOUGH = 300  # bars: fewer of a finer interval say less than a year of days
NEWEST = "SELECT MAX(time), COUNT(*) FROM markets_bar WHERE instrument_id = %s AND interval = %s"
ROWS = """
    SELECT time, high, low, close, volume FROM markets_bar
    WHERE instrument_id = %s AND interval = %s AND time >= %s ORDER BY time
"""


@dataclass(frozen=True, slots=True)
class Would:
    at: datetime
    price: str | None = None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it; `closes` is the line to draw under the firings."""

    words: str
    interval: str
    bars: int
    start: datetime | None
    end: datetime | None
    firings: list[Would]
    count: int
    milliseconds: float
    note: str = ""
    closes: tuple[list[datetime], list[float]] = ((), ())  # type: ignore[assignment]

    def as_dict(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "from": self.start,
            "to": self.end,
            "bars": self.bars,
            "interval": self.interval,
            "count": self.count,
            "firings": [
                {"at": one.at, "price": one.price, "title": one.title, "url": one.url}
                for one in self.firings
            ],
            "milliseconds": self.milliseconds,
            "note": self.note,
        }


def backtest(alert: Alert) -> Trial:
    """Over the finest bars that hold enough of the last year; stories over the articles we have."""
    began = time.perf_counter()
    if alert.kind == Alert.Kind.STORY:
        return _stories(alert, began)
    test = KINDS[alert.kind].backtest
    if test is None or alert.instrument is None:
        return _nothing(alert, began, "This kind of alert cannot be tried on the past.")
    interval, bars = _finest(alert.instrument)
    if not len(bars.close):
        return _nothing(alert, began, "We hold no price history of this instrument.")
    found = _with_options(alert, test(alert.params, bars, alert.mode), bars)
    firings = [Would(_moment(bars.time[at]), f"{price:.10g}") for at, price in found]
    note = (
        "" if alert.kind != Alert.Kind.VOLUME or bars.volume.any() else "The bars have no volume."
    )
    return Trial(
        rule_words(alert),
        interval,
        len(bars.close),
        _moment(bars.time[0]),
        _moment(bars.time[-1]),
        firings[-SHOWN:],
        len(firings),
        _since(began),
        note,
        _line(bars),
    )


def _with_options(
    alert: Alert, found: list[tuple[int, float]], bars: Bars
) -> list[tuple[int, float]]:
    """What the alert's mode and wait keep back."""
    kept: list[tuple[int, float]] = []
    last: datetime | None = None
    daily = alert.mode == Alert.Mode.DAILY or KINDS[alert.kind].once_a_day
    for at, price in found:
        moment = _moment(bars.time[at])
        if last is not None and daily and moment.date() == last.date():
            continue
        if last is not None and alert.cooldown and moment < last + alert.cooldown:
            continue
        kept.append((at, price))
        last = moment
    return kept


def _finest(instrument: Instrument) -> tuple[str, Bars]:
    for interval in FINEST:
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, [instrument.pk, interval])
            newest, count = cursor.fetchone()
            if newest is None or (count < ENOUGH and interval != FINEST[-1]):
                continue
            cursor.execute(ROWS, [instrument.pk, interval, moment_of(newest) - YEAR])
            return interval, _columns(cursor.fetchall())
    return FINEST[-1], _columns([])


def _columns(rows: list[Any]) -> Bars:
    times, highs, lows, closes, volumes = zip(*rows, strict=True) if rows else ((),) * 5
    close = np.array(closes, dtype=np.float64)
    return Bars(
        time=_seconds(times),
        high=_filled(highs, close),
        low=_filled(lows, close),
        close=close,
        volume=np.nan_to_num(np.array(volumes, dtype=np.float64)),
    )


def _seconds(times: tuple[Any, ...]) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Text or datetimes, as the database gives them."""
    if times and not isinstance(times[0], str):
        times = tuple(moment.astimezone(UTC).replace(tzinfo=None) for moment in times)
    return np.array(times, dtype="datetime64[s]").astype(np.int64)


def _filled(cells: tuple[Any, ...], close: Any) -> "np.ndarray[Any, np.dtype[np.float64]]":
    values = np.array(cells, dtype=np.float64)
    return np.where(np.isnan(values), close, values)


def _line(bars: Bars) -> tuple[list[datetime], list[float]]:
    step = max(1, len(bars.close) // 400)
    return [_moment(second) for second in bars.time[::step]], bars.close[::step].tolist()


def _stories(alert: Alert, began: float) -> Trial:
    now = timezone.now()
    told = Article.objects.listed().select_related("section").defer("body", "html")
    if alert.instrument is not None:
        told = told.filter(instruments__instrument=alert.instrument, instruments__leads=True)
    elif section := alert.params.get("section"):
        told = told.filter(section__slug=section)
    newest = told.order_by("-published", "-id")
    if word := alert.params.get("keyword"):
        near = newest.filter(headline__icontains=word) | newest.filter(text__icontains=word)
        found = [one for one in near[:SHOWN] if has_word(f"{one.headline}\n{one.text}", word)]
    else:
        found = list(newest[:SHOWN])
    firings = [Would(one.published or now, None, one.headline, one.url) for one in found[::-1]]
    return Trial(
        rule_words(alert),
        "",
        0,
        firings[0].at if firings else None,
        firings[-1].at if firings else None,
        firings,
        len(firings),
        _since(began),
    )


def _nothing(alert: Alert, began: float, note: str) -> Trial:
    return Trial(rule_words(alert), "", 0, None, None, [], 0, _since(began), note)


def _moment(second: Any) -> datetime:
    return datetime.fromtimestamp(int(second), UTC)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
