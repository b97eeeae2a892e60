"""What the engine holds in memory: books, tracks, watches; all can be made again from rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import Any
from zoneinfo import ZoneInfo

from alley.alerts import kinds, stands
from alley.alerts.book import Book, Rule
from alley.alerts.engine.reading import Row
from alley.alerts.kinds import Watch
from alley.alerts.models import Alert
from alley.alerts.track import KEPT, SECONDS, Day, Track
from alley.markets.adjustments import Split
from alley.markets.models import Adjustment, Bar, Interval, shown
from alley.markets.queries import bars_for, splits_of
from alley.markets.sessions import hours_of

DAYS = 400  # sessions back that most alerts can ask for


@dataclass(slots=True)
class Watched:
    alert: int
    since: int
    session: bool
    watch: Watch


@dataclass(slots=True)
class Memory:
    """`slots` numbers the instruments that have alerts; `symbols` are theirs."""

    books: dict[bool, Book] = field(default_factory=lambda: {False: Book(), True: Book()})
    slots: dict[int, int] = field(default_factory=dict)
    symbols: dict[int, str] = field(default_factory=dict)
    last: dict[int, Row] = field(default_factory=dict)
    unwritten: dict[int, Row] = field(default_factory=dict)  # of `last`, what is not in Seen yet
    tracks: dict[int, Track] = field(default_factory=dict)
    watched: dict[int, dict[int, Watched]] = field(default_factory=dict)
    held: list[Alert] = field(default_factory=list)  # until the ticks before them are matched
    changes: int = 0  # the last change read

    def hold(self, alert: Alert) -> None:
        """An alert that is to see no tick up to its `since`, and those may not be read yet."""
        self.held.append(alert)

    def release(self, position: int) -> None:
        for alert in self.held:
            if alert.since <= position:
                self.add(alert)
        self.held = [alert for alert in self.held if alert.since > position]

    def slot(self, instrument: int, symbol: str) -> int:
        if instrument not in self.slots:
            self.slots[instrument] = len(self.slots)
            self.symbols[instrument] = symbol
            for book in self.books.values():
                book.grow(len(self.slots))
        return self.slots[instrument]

    def add(self, alert: Alert) -> None:
        """An alert with its instrument, as it stands now."""
        if alert.instrument is None:
            return
        slot = self.slot(alert.instrument.pk, alert.instrument.symbol)
        last = self.last.get(alert.instrument.pk)
        if alert.kind == Alert.Kind.PRICE_CROSS:
            price = last.value if last and last.id > alert.since else None
            self.books[alert.active_hours == Alert.Hours.SESSION].add(
                slot, rule_of(alert), price, _armed(alert)
            )
        elif (make := kinds.KINDS[alert.kind].watch) is not None:
            self.watch(alert.instrument.pk, alert.instrument.symbol)
            self.watched[alert.instrument.pk][alert.pk] = Watched(
                alert.pk,
                alert.since,
                alert.active_hours == Alert.Hours.SESSION,
                make(alert.params, alert.memory),
            )

    def watch(self, instrument: int, symbol: str) -> Track:
        self.watched.setdefault(instrument, {})
        if instrument not in self.tracks:
            self.tracks[instrument] = Track(
                days=lambda day: days_before(instrument, symbol, day),
                splits=lambda day: bool(splits_on(symbol, day)),
                zone=ZoneInfo(hours_of(symbol).zone),
                history=lambda interval, before: closes_before(symbol, interval, before),
            )
        return self.tracks[instrument]

    def remove(self, alert: int, instrument: int | None) -> None:
        self.held = [held for held in self.held if held.pk != alert]
        slot = self.slots.get(instrument) if instrument is not None else None
        if slot is None or instrument is None:
            return
        for book in self.books.values():
            book.remove(slot, alert)
        self.watched.get(instrument, {}).pop(alert, None)

    def forget(self, instrument: int) -> None:
        """The recording of this instrument begins anew."""
        for book in self.books.values():
            book.forget(self.slots[instrument])
        if track := self.tracks.get(instrument):
            track.forget()


def rule_of(alert: Alert) -> Rule:
    assert alert.level is not None
    return Rule(
        alert.pk,
        alert.level,
        kinds.price_cross.direction(alert.params),
        alert.band,
        once=alert.mode == Alert.Mode.ONCE,
    )


def _armed(alert: Alert) -> bool | None:
    state = stands.half(alert.stands, up=alert.direction != "below")
    return None if state < 0 else bool(state)


def days_before(instrument: int, symbol: str, day: date) -> Sequence[Day]:
    midnight = datetime.combine(day, time(), UTC)
    known = Bar.objects.filter(
        instrument=instrument,
        interval=Interval.DAY,
        time__lt=midnight,
        time__gte=midnight - timedelta(days=3650),
    )
    rows = shown(known).order_by("time")
    days = [
        (
            Day(
                time.date(),
                _number(high, close),
                _number(low, close),
                float(close),
                _float(volume),
                source,
                kind,
            ),
            adjustment == Adjustment.RAW,
        )
        for time, high, low, close, volume, adjustment, source, kind in rows.values_list(
            "time", "high", "low", "close", "volume", "adjustment", "source", "kind"
        )
    ]
    splits = splits_of(symbol, day)
    return [_in_shares_since(one, splits) if raw else one for one, raw in days]


def _in_shares_since(day: Day, splits: Sequence[Split]) -> Day:
    """A session as it looks after the splits that came later."""
    later = [split for split in splits if split.day > day.date]
    if not later:
        return day
    price = float(prod(split.price_factor for split in later))
    count = float(prod(1 / split.price_factor for split in later if split.changes_count))
    volume = None if day.volume is None else day.volume * count
    return replace(
        day,
        high=day.high * price,
        low=day.low * price,
        close=day.close * price,
        volume=volume,
    )


def splits_on(symbol: str, day: date) -> list[Split]:
    return [split for split in splits_of(symbol, day) if split.day == day]


def closes_before(symbol: str, interval: str, before: datetime) -> Sequence[float]:
    seconds = SECONDS[interval]
    start = before.timestamp() // seconds * seconds
    end = datetime.fromtimestamp(start, UTC) - timedelta(microseconds=1)
    return [float(bar.close) for bar in bars_for(symbol, interval, end=end)[-KEPT:]]


def _number(cell: Any, close: Any) -> float:
    return float(close if cell is None else cell)


def _float(cell: Any) -> float | None:
    return None if cell is None else float(cell)
