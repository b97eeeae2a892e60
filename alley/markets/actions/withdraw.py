"""A price that should not have been: the venue has taken the trade back, or the source was wrong.

What was made of it is made again without it; who acted on it is told by other rooms.
"""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from alley.announce import announce
from alley.live import bus
from alley.markets.actions.minutes import READER, bar_of
from alley.markets.actions.packs import renew_packs
from alley.markets.actions.prices import Origin, write_bars
from alley.markets.actions.ticks import one_writer
from alley.markets.events import BarsChanged, PriceWithdrawn
from alley.markets.models import Bar, Instrument, Interval, Quote, TickPack, TickReader
from alley.markets.queries.closes import closes_before
from alley.markets.sessions import session_end
from alley.markets.taking import Outcome
from alley.markets.ticklog import Label, LoggedTick, unpacked
from alley.refusals import Refusal, Refused

NO_PRICE = Refusal("not_found", "The log holds no such price of this instrument.", status=404)
MINUTE = timedelta(minutes=1)


@transaction.atomic
def withdraw_price(*, instrument: Instrument, time: datetime, why: str) -> LoggedTick:
    """Take back the price of that moment: quote and minute go on without it, and whoever reads the
    log from now on passes it over. Raises Refused `not_found`."""
    one_writer()
    minute = time.replace(second=0, microsecond=0)
    logged = _around(instrument, time, minute)
    wrong = [tick for tick in logged if tick.time == time and tick.outcome == Outcome.TAKEN]
    if not wrong:
        raise Refused(NO_PRICE)
    _strike(wrong[-1])
    rest = [tick for tick in logged if tick.id != wrong[-1].id]
    _quote_without(instrument, wrong[-1], rest)
    _minute_without(instrument, wrong[-1], minute, rest)
    bus.purge(f"instrument:{instrument.symbol}")
    announce(PriceWithdrawn(instrument.pk, wrong[-1].id, time, wrong[-1].price, why))
    return wrong[-1]


def _around(instrument: Instrument, time: datetime, minute: datetime) -> list[LoggedTick]:
    """The ticks of one instrument since that moment, and back to before its minute; oldest first.
    A replay's times begin anew, so the moment itself must have come by."""
    found: list[LoggedTick] = []
    rows = TickPack.objects.order_by("-last").values_list("last", "count", "content")
    for row in rows.iterator(chunk_size=20):
        own = [tick for tick in unpacked(*row).rows() if tick.instrument == instrument.pk]
        found = own + found
        reached = any(tick.time == time for tick in found)
        if reached and any(tick.time < minute and tick.outcome == Outcome.TAKEN for tick in own):
            break
    return found


def _strike(tick: LoggedTick) -> None:
    """In the log it is from now on one that was kept away: the only change ever made to a row."""
    pack = TickPack.objects.filter(last__gte=tick.id).earliest("last")
    read = json.loads(pack.content)
    kept_away = Label(tick.source, tick.kind, Outcome.QUARANTINED)
    labels = [Label(*label) for label in read["labels"]]
    if kept_away not in labels:
        labels.append(kept_away)
    place = tick.id - (pack.last - pack.count + 1)
    read["label"][place] = labels.index(kept_away)
    pack.content = json.dumps({**read, "labels": labels}, separators=(",", ":"))
    pack.save(update_fields=["content"])


def _quote_without(instrument: Instrument, tick: LoggedTick, rest: list[LoggedTick]) -> None:
    held = Quote.objects.filter(instrument=instrument, time=tick.time)
    earlier = [one for one in rest if one.time < tick.time and one.outcome == Outcome.TAKEN]
    last = _Before.of_tick(earlier[-1]) if earlier else _close_before(instrument, tick.time)
    if last is None:
        held.delete()
    else:
        close = closes_before({instrument.pk: last.time.date()}).get(instrument.pk)
        held.update(**last._asdict(), previous_close=close)
    bus.renewed([f"quotes:{instrument.symbol}"])


class _Before(NamedTuple):
    price: Decimal
    time: datetime
    source: str
    kind: str

    @classmethod
    def of_tick(cls, tick: LoggedTick) -> "_Before":
        return cls(tick.price, tick.time, tick.source, tick.kind)


def _close_before(instrument: Instrument, time: datetime) -> _Before | None:
    """The log goes back two days, to before a weekend it does not."""
    midnight = time.replace(hour=0, minute=0, second=0, microsecond=0)
    days = Bar.objects.filter(instrument=instrument, interval=Interval.DAY, time__lt=midnight)
    bar = days.order_by("-time").first()
    if bar is None:
        return None
    return _Before(bar.close, session_end(instrument.symbol, bar.time.date()), bar.source, bar.kind)


def _minute_without(
    instrument: Instrument, tick: LoggedTick, minute: datetime, rest: list[LoggedTick]
) -> None:
    bar = Bar.objects.filter(
        instrument=instrument, interval=Interval.MINUTE, time=minute, source=tick.source
    ).first()
    reader = TickReader.objects.select_for_update().filter(name=READER).first()
    if bar is None or reader is None or tick.id > reader.position:
        return  # not in the bar, and never will be
    left = [
        one
        for one in rest
        if one.id <= reader.position  # what comes after is added when it is read
        and minute <= one.time < minute + MINUTE
        and one.source == tick.source
        and one.outcome != Outcome.QUARANTINED
    ]
    if left:
        origin = Origin(tick.source, tick.kind, bar.adjustment)
        write_bars(instrument, Interval.MINUTE, [bar_of(minute, None, left)], origin)
        return
    bar.delete()
    renew_packs(instrument, Interval.MINUTE, minute)
    announce(BarsChanged(instrument.pk, Interval.MINUTE, instrument.symbol, minute, minute))
