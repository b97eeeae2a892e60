"""The last close before a day, in the shares of that day: on the day of a 4:1 split yesterday's 400
is 100. A close from before a gap in the data is none: what happened since is not one day's move."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import OuterRef, Subquery

from alley.markets.adjustments import times
from alley.markets.models import Adjustment, Bar, CorporateAction, Instrument, Interval
from alley.markets.queries.corporate import splits_in

MANY = 10_000  # instruments in one question to the database
LONGEST_HOLIDAY = timedelta(days=14)  # Shanghai's New Year has taken eleven days


def closes_before(days: Mapping[int, date]) -> dict[int, Decimal]:
    """Of each instrument before its day; two queries for every ten thousand of one day."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for instrument, day in days.items():
        by_day[day].append(instrument)
    return {
        instrument: close
        for day, instruments in by_day.items()
        for start in range(0, len(instruments), MANY)
        for instrument, close in _closes(day, instruments[start : start + MANY])
    }


def _closes(day: date, instruments: list[int]) -> Iterator[tuple[int, Decimal]]:
    midnight = datetime.combine(day, time(), UTC)
    before = Bar.objects.filter(
        instrument=OuterRef("pk"),
        interval=Interval.DAY,
        time__lt=midnight,
        time__gte=midnight - LONGEST_HOLIDAY,
    ).order_by("-time")
    last = Instrument.objects.filter(pk__in=instruments).annotate(
        bar=Subquery(before.values("pk")[:1])
    )
    bars = Bar.objects.filter(pk__in=last.values("bar")).only(
        "instrument", "time", "close", "adjustment"
    )
    actions = defaultdict(list)
    for action in CorporateAction.objects.filter(instrument__in=instruments, ex_date__lte=day):
        actions[action.instrument_id].append(action)
    for bar in bars:
        since = [one for one in actions[bar.instrument_id] if one.ex_date > bar.time.date()]
        if since and bar.adjustment == Adjustment.RAW:
            factor = math.prod((one.price_factor for one in splits_in(since)), start=Fraction(1))
            yield bar.instrument_id, times(bar.close, factor)
        else:
            yield bar.instrument_id, bar.close
