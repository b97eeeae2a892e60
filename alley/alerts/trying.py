"""A rule held against the last year before it is saved: when would it have fired?"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import Max
from django.utils import timezone
from tsdownsample import M4Downsampler

from alley.alerts.days import day_of
from alley.alerts.kinds import KINDS, Bars
from alley.alerts.kinds.base import MOST
from alley.alerts.kinds.portfolio import OF_A_HOLDING, reached
from alley.alerts.models import Alert
from alley.alerts.past import DAY, YEAR, Past, moment, past_of
from alley.alerts.queries import lacking
from alley.alerts.story_match import near, waits_for
from alley.alerts.wording import rule_words
from alley.markets.queries import splits_of
from alley.news.models import Article
from alley.portfolios.queries import history_of, performance_of, portfolio_for

SHOWN = 200
LONG = timedelta(days=330)  # less is not "the last year", and is said
DRAWN = 800


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
    counts: dict[str, int] = field(default_factory=dict)  # how many bars of which interval

    def as_dict(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "from": self.start,
            "to": self.end,
            "bars": self.bars,
            "interval": self.interval,
            "intervals": self.counts,
            "count": self.count,
            "firings": [
                {"at": one.at, "price": one.price, "title": one.title, "url": one.url}
                for one in self.firings
            ],
            "milliseconds": self.milliseconds,
            "note": self.note,
        }


def backtest(alert: Alert) -> Trial:
    """Over a year of bars; stories over a year of articles, portfolios over their own days."""
    began = time.perf_counter()
    if alert.kind == Alert.Kind.STORY:
        return _stories(alert, began)
    if alert.kind == Alert.Kind.PORTFOLIO:
        return _portfolio(alert, began)
    kind = KINDS[alert.kind]
    if kind.backtest is None or alert.instrument is None:
        return _nothing(alert, began, "This kind of alert cannot be tried on the past.")
    in_session = alert.active_hours == Alert.Hours.SESSION
    past = past_of(alert.instrument, within=kind.within(alert.params), session=in_session)
    bars = past.bars
    if not len(bars.close):
        fine = "" if kind.within(alert.params) >= DAY else " as fine as this alert needs"
        return _nothing(alert, began, f"We hold no price history of this instrument{fine}.")
    found = kind.backtest(alert.params, bars)[:MOST]
    would = [Would(moment(bars.time[at]), f"{price:.10g}") for at, price in found]
    firings = _with_options(alert, would)
    return Trial(
        rule_words(alert),
        past.finest,
        len(bars.close),
        moment(bars.time[0]),
        moment(bars.time[-1]),
        firings[-SHOWN:],
        len(firings),
        _since(began),
        _caveat(alert, past, len(found)),
        _line(bars),
        past.counts,
    )


def _caveat(alert: Alert, past: Past, found: int) -> str:
    """What the reader must know to read it right."""
    assert alert.instrument is not None
    told = []
    if alert.kind == Alert.Kind.VOLUME and not past.bars.volume.any():
        told.append("The bars we hold have no volume.")
    if past.span < LONG:
        days = past.span.days + 1
        many = f"{days} day{'' if days == 1 else 's'}"
        told.append(f"We hold these prices for {many} only, not for a year.")
    newest = {alert.instrument.pk: moment(past.bars.time[-1])}
    if lacks := lacking([alert], newest).get(alert.pk):
        told.append(f"It could not have fired for want of history: {lacks}.")
    if found >= MOST:
        told.append(f"Only the first {MOST:,} times are counted.")
    first = moment(past.bars.time[0]).date()
    for split in splits_of(alert.instrument.symbol):
        if split.day > first:
            ratio = f"{split.new.normalize():f} for {split.old.normalize():f}"
            on = f"{split.day.day} {split.day:%b %Y}"
            told.append(f"Prices before the split of {on} ({ratio}) are in today's shares.")
    return " ".join(told)


def _with_options(alert: Alert, found: list[Would]) -> list[Would]:
    """What the alert's mode and wait keep back."""
    kept: list[Would] = []
    daily = alert.mode == Alert.Mode.DAILY or KINDS[alert.kind].once_a_day
    for one in found:
        last = kept[-1].at if kept else None
        if last is not None and alert.mode == Alert.Mode.ONCE:
            break
        if last is not None and daily and day_of(alert, one.at) == day_of(alert, last):
            continue
        if last is not None and alert.cooldown and one.at < last + alert.cooldown:
            continue
        kept.append(one)
    return kept


def _line(bars: Bars) -> tuple[list[datetime], list[float]]:
    """What is drawn: no high or low of the closes is lost."""
    if len(bars.close) <= DRAWN:
        kept = np.arange(len(bars.close))
    else:
        kept = M4Downsampler().downsample(bars.close, n_out=DRAWN)  # type: ignore[no-untyped-call]
    return [moment(second) for second in bars.time[kept]], bars.close[kept].tolist()


def _portfolio(alert: Alert, began: float) -> Trial:
    """As it is looked at in the evening of each day; the first decides the side."""
    portfolio = portfolio_for(alert.owner, alert.params["portfolio"])
    today = timezone.now().date()
    year = performance_of(history_of(portfolio), today - YEAR, today)
    if alert.params["measure"] in OF_A_HOLDING:
        return _nothing(alert, began, "What a single holding did cannot be tried on the past.")
    if year is None:
        return _nothing(alert, began, "This portfolio has no past yet.")
    by_value = alert.params["measure"] == "value"
    figures = year.values if by_value else np.nan_to_num(year.growth.daily) * 100
    beyond = np.array([reached(alert.params, float(value)) for value in figures])
    places = np.flatnonzero(beyond[1:] & ~beyond[:-1]) + 1
    moments = [datetime.combine(day, datetime.min.time(), UTC) for day in year.days]
    firings = _with_options(alert, [Would(moments[at], f"{figures[at]:.2f}") for at in places])
    return Trial(
        rule_words(alert),
        "1d",
        len(moments),
        moments[0],
        moments[-1],
        firings[-SHOWN:],
        len(firings),
        _since(began),
        "" if len(moments) >= LONG.days else "This portfolio is younger than a year.",
        (moments, figures.tolist()),
        {"1d": len(moments)},
    )


def _stories(alert: Alert, began: float) -> Trial:
    """The last year of what we have, newest first until there are enough."""
    last = Article.objects.listed().aggregate(last=Max("published"))["last"] or timezone.now()
    year = near(alert).filter(published__gte=last - YEAR)
    newest = year.order_by("-published", "-id").iterator(chunk_size=SHOWN)
    found = list(islice((one for one in newest if waits_for(alert, one)), SHOWN))
    would = [
        Would(one.published, None, one.headline, one.url) for one in found[::-1] if one.published
    ]
    firings = _with_options(alert, would)
    enough = f"The newest {SHOWN} stories were looked at." if len(found) == SHOWN else ""
    return Trial(
        rule_words(alert),
        "",
        0,
        firings[0].at if firings else None,
        firings[-1].at if firings else None,
        firings,
        len(firings),
        _since(began),
        enough,
    )


def _nothing(alert: Alert, began: float, note: str) -> Trial:
    return Trial(rule_words(alert), "", 0, None, None, [], 0, _since(began), note)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
