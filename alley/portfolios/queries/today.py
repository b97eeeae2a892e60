"""What moved it today, and why: each holding's part of the day, with the stories about it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from alley.news.models import Article
from alley.news.queries import last_told, stories_between
from alley.portfolios.credits import Credit
from alley.portfolios.queries.histories import History

QUIET = 1e-9
STORIES = 3
MOST = 12  # holdings that are told apart


@dataclass(frozen=True, slots=True)
class Mover:
    symbol: str
    name: str
    gain: float
    points: float | None  # of the day's return, in percent
    stories: list[Article]


@dataclass(frozen=True, slots=True)
class Moved:
    """`day` is the last one on which any price moved: with daily prices that may be a while ago."""

    day: date
    before: float
    value: float
    gain: float
    percent: float | None
    movers: list[Mover]
    rest: float
    rest_points: float | None
    is_today: bool
    last_told: date | None  # where no story stands beside any of them: of the newest before
    credits: list[Credit]
    label: str

    @property
    def has_stories(self) -> bool:
        return any(mover.stories for mover in self.movers)


def moved(history: History, day: date | None = None) -> Moved | None:
    if not history.groups:
        return None
    table = history.daily()
    end = table.place((day or history.priced).toordinal())
    lively = np.flatnonzero(np.abs(table.gains[: end + 1]).sum(axis=1) > QUIET)
    if not len(lively):
        return None
    place = int(lively[-1])
    found = date.fromordinal(int(table.days[place]))
    before = float(table.values[place - 1]) if place else 0.0
    capital = before + float(table.into[place])
    gains = table.gains[place]
    order = [int(column) for column in np.argsort(-np.abs(gains), kind="stable")[:MOST]]
    stories = _stories([table.symbols[column] for column in order], found)
    movers = [
        Mover(
            symbol=table.symbols[column],
            name=history.name_of(table.symbols[column]),
            gain=float(gains[column]),
            points=float(gains[column]) / capital * 100 if capital > 0 else None,
            stories=stories.get(table.symbols[column], [])[:STORIES],
        )
        for column in order
        if abs(gains[column]) > QUIET
    ]
    total = float(gains.sum() + table.rest[place])
    rest = total - sum(mover.gain for mover in movers)
    return Moved(
        day=found,
        before=before,
        value=float(table.values[place]),
        gain=total,
        percent=total / capital * 100 if capital > 0 else None,
        movers=movers,
        rest=rest,
        rest_points=rest / capital * 100 if capital > 0 else None,
        is_today=found == history.today,
        last_told=None if stories else _last_told(table.symbols, found),
        credits=history.credits,
        label=history.label,
    )


def _last_told(symbols: list[str], day: date) -> date | None:
    told = last_told(symbols, datetime.combine(day, time.min, UTC))
    return told.astimezone(UTC).date() if told else None


def _stories(symbols: list[str], day: date) -> dict[str, list[Article]]:
    """Published that day or the day before: what was known when the price moved."""
    start = datetime.combine(day - timedelta(days=1), time.min, UTC)
    return stories_between(symbols, start, start + timedelta(days=2))
