"""A rule held against the last year before it is saved: when would it have fired?"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.utils import timezone
from tsdownsample import M4Downsampler

from alley.alerts.kinds import KINDS, Bars
from alley.alerts.kinds.portfolio import reached
from alley.alerts.kinds.story import has_word
from alley.alerts.models import Alert
from alley.alerts.past import DAY, YEAR, Past, moment, past_of
from alley.alerts.wording import rule_words
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
    """Over a year of bars; stories over the articles we have, portfolios over their own days."""
    began = time.perf_counter()
    if alert.kind == Alert.Kind.STORY:
        return _stories(alert, began)
    if alert.kind == Alert.Kind.PORTFOLIO:
        return _portfolio(alert, began)
    kind = KINDS[alert.kind]
    if kind.backtest is None or alert.instrument is None:
        return _nothing(alert, began, "This kind of alert cannot be tried on the past.")
    past = past_of(alert.instrument, within=kind.within(alert.params))
    bars = past.bars
    if not len(bars.close):
        fine = "" if kind.within(alert.params) >= DAY else " as fine as this alert needs"
        return _nothing(alert, began, f"We hold no price history of this instrument{fine}.")
    found = _with_options(alert, kind.backtest(alert.params, bars, alert.mode), bars)
    firings = [Would(moment(bars.time[at]), f"{price:.10g}") for at, price in found]
    return Trial(
        rule_words(alert),
        past.finest,
        len(bars.close),
        moment(bars.time[0]),
        moment(bars.time[-1]),
        firings[-SHOWN:],
        len(firings),
        _since(began),
        _caveat(alert, past),
        _line(bars),
        past.counts,
    )


def _caveat(alert: Alert, past: Past) -> str:
    if alert.kind == Alert.Kind.VOLUME and not past.bars.volume.any():
        return "The bars we hold have no volume."
    if past.span < LONG:
        days = past.span.days + 1
        return (
            f"We hold these prices for {days} day{'' if days == 1 else 's'} only, not for a year."
        )
    return ""


def _with_options(
    alert: Alert, found: list[tuple[int, float]], bars: Bars
) -> list[tuple[int, float]]:
    """What the alert's mode and wait keep back."""
    kept: list[tuple[int, float]] = []
    last: datetime | None = None
    daily = alert.mode == Alert.Mode.DAILY or KINDS[alert.kind].once_a_day
    for at, price in found:
        then = moment(bars.time[at])
        if last is not None and daily and then.date() == last.date():
            continue
        if last is not None and alert.cooldown and then < last + alert.cooldown:
            continue
        kept.append((at, price))
        last = then
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
    if alert.params["measure"] == "weight":
        return _nothing(alert, began, "The weight of a holding cannot be tried on the past.")
    if year is None:
        return _nothing(alert, began, "This portfolio has no past yet.")
    by_value = alert.params["measure"] == "value"
    figures = year.values if by_value else np.nan_to_num(year.growth.daily) * 100
    beyond = np.array([reached(alert.params, float(value)) for value in figures])
    places = np.flatnonzero(beyond[1:] & ~beyond[:-1]) + 1
    places = places[:1] if alert.mode == Alert.Mode.ONCE else places
    moments = [datetime.combine(day, datetime.min.time(), UTC) for day in year.days]
    firings = [Would(moments[at], f"{figures[at]:.2f}") for at in places]
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


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
