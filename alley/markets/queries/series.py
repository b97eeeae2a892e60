"""The price history of an instrument as columns: packs, then the bars after the last pack."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from itertools import accumulate, pairwise

import numpy as np
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from alley.markets.adjustments import ladder, reached, stepped
from alley.markets.columns import Columns, Numbers, from_lists, joined, thinned
from alley.markets.models import Adjustment, Bar, BarPack, Instrument, Interval, shown
from alley.markets.packing import unpacked
from alley.markets.queries.corporate import corporate_actions, dividends_in, splits_in
from alley.markets.rollup import MINUTES, day_start, finer_than, rolled
from alley.markets.sessions import hours_of

KEPT_PACKS = 96  # unpacked in memory, at most some 75 MB: about one and a half million bars
ROLLED = frozenset({Interval.WEEK, Interval.MONTH})  # never stored: made of days
ROW = ("time", "open", "high", "low", "close", "volume")


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose prices some bars are, of what kind, and how they came adjusted."""

    source: str
    kind: str
    adjustment: str


Run = tuple[int, Origin]


@dataclass(frozen=True, slots=True)
class Series:
    """Bars oldest first, how they are adjusted now, and whose they are (newest first)."""

    columns: Columns
    adjustment: str
    origins: tuple[Origin, ...]
    runs: tuple[Run, ...] = ()  # the place at which each one's bars begin, before any were merged


def series_of(
    symbol: str,
    interval: str = Interval.DAY,
    start: datetime | None = None,
    end: datetime | None = None,
    *,
    adjust: str | None = None,
    as_of: date | None = None,
    points: int | None = None,
) -> Series:
    """Stored bars of the interval; before and after them, what finer ones add up to.

    `adjust` is raw, split or total; without it prices stay as they came. With `as_of` only splits
    and dividends known by that day count. `points` thins without losing a high or low.
    """
    parts = _parts(symbol, interval, start, end)
    if adjust:
        parts = _adjusted(symbol, interval, parts, adjust, as_of)
    columns = joined([columns for columns, _ in parts])
    if interval in ROLLED:
        columns = rolled(columns, symbol, Interval.DAY, interval)
    columns = columns if points is None else thinned(columns, points)
    starts = accumulate((len(part) for part, _ in parts), initial=0)
    return _series(
        columns, tuple((at, origin) for at, (_, origin) in zip(starts, parts, strict=False))
    )


def stored_series(
    symbol: str, intervals: Iterable[str], start: datetime, *, adjust: str
) -> dict[str, Columns]:
    """Each interval as it is stored, none made of another: what they hold tells them apart."""
    kept = _kept(symbol, [Interval(one) for one in intervals])
    parts = {each: _stored(symbol, each, kept, start, None) for each in kept}
    adjusted = {each: _adjusted(symbol, each, found, adjust, None) for each, found in parts.items()}
    return {each: joined([part for part, _ in found]) for each, found in adjusted.items()}


def cut(series: Series, start: datetime | None, end: datetime | None) -> Series:
    """A stretch of it, with whose its own bars are."""
    times = series.columns.time
    first = 0 if start is None else int(np.searchsorted(times, start.timestamp()))
    last = len(times) if end is None else int(np.searchsorted(times, end.timestamp(), "right"))
    ends = [at for at, _ in series.runs[1:]] + [len(times)]
    runs = [
        (max(at, first) - first, origin)
        for (at, origin), until in zip(series.runs, ends, strict=True)
        if at < last and until > first
    ]
    return _series(series.columns.part(first, last), tuple(runs))


def _series(columns: Columns, runs: tuple[Run, ...]) -> Series:
    origins = tuple(dict.fromkeys(origin for _, origin in reversed(runs)))
    return Series(columns, _common(origins), origins, runs)


Part = tuple[Columns, Origin]
Kept = dict[Interval, datetime | None]  # intervals with bars, finest first: the last pack's end


def _parts(symbol: str, interval: str, start: datetime | None, end: datetime | None) -> list[Part]:
    """Runs of bars with one origin each, in order."""
    base = Interval.DAY if interval in ROLLED else Interval(interval)
    kept = _kept(symbol, (*finer_than(base), base))
    own = _stored(symbol, base, kept, start, end)
    if not own:
        return _from_finer(symbol, base, kept, start, end)
    first, last = own[0][0].time[0], own[-1][0].time[-1]
    before = _from_finer(symbol, base, kept, start, _less(_moment(first), end))
    after = _from_finer(symbol, base, kept, _moment(last), end)
    return [
        *(_between(part, None, first) for part in before),
        *own,
        *(_between(part, last, None) for part in after),
    ]


def _kept(symbol: str, asked: Sequence[Interval]) -> Kept:
    """One query, one step into each index: most instruments have days only, and need not be
    searched for minutes."""
    of = {"instrument": OuterRef("pk")}
    looks: list[Exists | Subquery] = []
    for each in asked:
        packs = BarPack.objects.filter(**of, interval=each).order_by("-start").values("end")[:1]
        looks += [Exists(Bar.objects.filter(**of, interval=each)), Subquery(packs)]
    row = Instrument.objects.filter(symbol=symbol).values_list(*looks).first() or ()
    found = zip(asked, row[::2], row[1::2], strict=False)
    return {each: end for each, has_bars, end in found if has_bars or end is not None}


def _from_finer(
    symbol: str, base: Interval, kept: Kept, start: datetime | None, end: datetime | None
) -> list[Part]:
    """Rolled up from the finest that is kept of this time."""
    for finer in kept:
        if finer != base and (found := _stored(symbol, finer, kept, start, end)):
            return [(rolled(columns, symbol, finer, base), origin) for columns, origin in found]
    return []


def _between(part: Part, after: np.int64 | None, before: np.int64 | None) -> Part:
    columns, origin = part
    first = 0 if after is None else int(np.searchsorted(columns.time, after, side="right"))
    last = len(columns) if before is None else int(np.searchsorted(columns.time, before))
    return columns.part(first, last), origin


def _moment(seconds: np.int64) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _less(one: datetime, other: datetime | None) -> datetime:
    return one if other is None else min(one, other)


def _stored(
    symbol: str, interval: Interval, kept: Kept, start: datetime | None, end: datetime | None
) -> list[Part]:
    if interval not in kept:
        return []
    bars = Bar.objects.filter(instrument__symbol=symbol, interval=interval)
    packs = BarPack.objects.filter(instrument__symbol=symbol, interval=interval)
    last = kept[interval]
    if last is not None:
        bars = bars.filter(time__gte=last + timedelta(seconds=1))
    if start is not None:
        bars, packs = bars.filter(time__gte=start), packs.filter(end__gte=start)
    if end is not None:
        bars, packs = bars.filter(time__lte=end), packs.filter(start__lte=end)
    found = [] if last is None else [_cut(part, start, end) for part in _packed(shown(packs))]
    return [part for part in (*found, *rows_of(shown(bars))) if len(part[0])]


def _packed(packs: QuerySet[BarPack]) -> Iterable[Part]:
    for pack in packs.defer("content").order_by("start"):
        yield _unpacked(pack.pk, pack.edition), Origin(pack.source, pack.kind, pack.adjustment)


@lru_cache(maxsize=KEPT_PACKS)
def _unpacked(pk: int, edition: int) -> Columns:
    """A pack never changes: other bars make another edition."""
    content = BarPack.objects.filter(edition=edition).values_list("content", flat=True).get(pk=pk)
    return unpacked(bytes(content))


def _cut(part: Part, start: datetime | None, end: datetime | None) -> Part:
    columns, origin = part
    times = columns.time
    first = 0 if start is None else int(np.searchsorted(times, start.timestamp()))
    last = len(times) if end is None else int(np.searchsorted(times, end.timestamp(), "right"))
    return part if last - first == len(times) else (columns.part(first, last), origin)


def rows_of(bars: QuerySet[Bar], most: int | None = None) -> list[Part]:
    """Stored bars as columns, one part for each run of one origin. Read past the ORM: its decimals
    are ten times the work."""
    query = bars.order_by("time").values_list(*ROW, "source", "kind", "adjustment")
    sql, params = query[:most].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    if not rows:
        return []
    times, *lists, sources, kinds, adjustments = zip(*rows, strict=True)
    columns = from_lists(_seconds(times), lists)
    origins = [Origin(*origin) for origin in zip(sources, kinds, adjustments, strict=True)]
    edges = [place for place in range(1, len(rows)) if origins[place] != origins[place - 1]]
    runs = pairwise([0, *edges, len(rows)])
    return [(columns.part(start, end), origins[start]) for start, end in runs]


def _seconds(times: Sequence[datetime | str]) -> Numbers:
    if isinstance(times[0], datetime):
        moments = (time.timestamp() for time in times if isinstance(time, datetime))
        return np.fromiter(moments, np.int64, len(times))
    return np.array(times, "datetime64[us]").astype("datetime64[s]").astype(np.int64)


def _common(origins: tuple[Origin, ...]) -> str:
    """The least adjusted of all, so that no more is said than is true."""
    found = {origin.adjustment for origin in origins}
    return next((one for one in Adjustment if one in found), Adjustment.RAW)


def _adjusted(
    symbol: str, interval: str, parts: list[Part], want: str, as_of: date | None
) -> list[Part]:
    actions = corporate_actions(symbol, as_of)
    splits, dividends = splits_in(actions), dividends_in(actions)
    zone = hours_of(symbol).zone if interval in MINUTES else "UTC"
    days = _kept(symbol, (Interval.DAY,)) if dividends else {}
    daily = _stored(symbol, Interval.DAY, days, None, None)
    found = []
    for columns, origin in parts:
        steps = ladder(
            splits,
            dividends if daily else (),
            have=origin.adjustment,
            want=want,
            close_before=partial(_close_before, daily),
            closes_have=_common(tuple(origin for _, origin in daily)) if daily else None,
        )
        now = replace(origin, adjustment=reached(origin.adjustment, want))
        found.append((stepped(columns, steps, zone), now))
    return found


def _close_before(daily: list[Part], day: date) -> Decimal | None:
    moment = day_start(day, "UTC")
    for columns, _ in reversed(daily):
        place = int(np.searchsorted(columns.time, moment)) - 1
        if place >= 0:
            return Decimal(int(columns.close[place])).scaleb(-columns.scale)
    return None
