"""Prices as they come: a batch is one transaction, and a few statements whatever its size."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from alley import bulk
from alley.live import bus
from alley.markets.actions import ticks as log
from alley.markets.models import (
    CorporateAction,
    PriceKind,
    Quarantined,
    Quote,
    hidden_sources,
)
from alley.markets.queries.closes import closes_before
from alley.markets.taking import LOGGED, Last, Outcome, Taken, take
from alley.markets.tick import Tick

FIELDS = (
    "instrument",
    "price",
    "previous_close",
    "time",
    "received",
    "source",
    "kind",
    "delay_minutes",
    "told_stale",
)
HELD = """
    SELECT i.symbol, i.id, q.price, q.time, q.previous_close, q.told_stale, q.source, q.kind
    FROM markets_instrument i LEFT JOIN markets_quote q ON q.instrument_id = i.id
    WHERE i.symbol """


@dataclass(frozen=True, slots=True)
class Recorded:
    accepted: int
    late: int
    quarantined: int
    unknown: int
    refused: int = 0  # no number, or none that a price can be
    beside: int = 0  # of another source than the one that is heard

    @property
    def unlogged(self) -> int:
        return self.unknown + self.refused + self.beside


class Held(NamedTuple):
    """An instrument with the price held of it, as far as a new one needs to know."""

    instrument: int
    price: Decimal | None
    time: datetime | None
    previous_close: Decimal | None
    told_stale: bool | None
    source: str | None
    kind: str | None

    @property
    def last(self) -> Last | None:
        if self.price is None or self.time is None:
            return None
        return Last(self.price, self.time, self.source or "", self.kind or "")


@transaction.atomic
def record_quotes(batch: Iterable[Tick], *, guarded: bool = True) -> Recorded:
    """Log every tick, keep the newest price of each symbol and tell open pages.

    Callers hand over what came within a quarter of a second at a time, so a page hears of a
    symbol at most four times a second. Without `guarded` a price in what looks like another unit,
    or beside the source that is heard, is taken: somebody has looked at it.
    """
    ticks = sorted(batch, key=attrgetter("time"))
    log.one_writer()
    held = _held({tick.symbol for tick in ticks})
    lasts = {symbol: one.last for symbol, one in held.items()}
    now = timezone.now()
    hidden = hidden_sources()
    taken = take(ticks, lasts, _explained, hidden, guarded=guarded)
    _quarantine(taken, held, now)
    _save_newest(taken, held, hidden, now)
    recorded = Recorded(*(taken.outcomes.count(outcome) for outcome in Outcome))
    outcomes = taken.outcomes
    if recorded.unlogged:
        logged = [place for place, outcome in enumerate(outcomes) if outcome in LOGGED]
        ticks, outcomes = [ticks[at] for at in logged], [outcomes[at] for at in logged]
    log.append(ticks, {symbol: one.instrument for symbol, one in held.items()}, outcomes, now)
    return recorded


@transaction.atomic
def begin_replay(symbols: Sequence[str]) -> None:
    """Forget the last replayed prices of these symbols, so that the recording can start again."""
    Quote.objects.filter(instrument__symbol__in=list(symbols), kind=PriceKind.SYNTHETIC).delete()


def _held(symbols: set[str]) -> dict[str, Held]:
    """Past the ORM: a batch may hold every instrument there is."""
    wanted = sorted(symbols)
    which = (
        "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    )
    with connection.cursor() as cursor:
        given = wanted if connection.vendor == "postgresql" else json.dumps(wanted)
        cursor.execute(HELD + which, [given])
        return {row[0]: _held_of(*row[1:]) for row in cursor.fetchall()}


def _held_of(
    instrument: int, price: Any, time: Any, previous: Any, told_stale: Any, source: Any, kind: Any
) -> Held:
    if price is None:
        return Held(instrument, None, None, None, None, None, None)
    close = None if previous is None else bulk.number(previous)
    held_price, moment = bulk.number(price), bulk.moment(time)
    return Held(instrument, held_price, moment, close, bool(told_stale), source, kind)


def _explained(symbol: str, last: datetime, time: datetime) -> bool:
    """Whether a split or a change of unit since the last price explains another unit."""
    return CorporateAction.objects.filter(
        instrument__symbol=symbol,
        kind__in=[CorporateAction.Kind.SPLIT, CorporateAction.Kind.UNIT],
        ex_date__gt=last.date() - timedelta(days=1),
        ex_date__lte=time.date(),
    ).exists()


def _quarantine(taken: Taken, held: dict[str, Held], now: datetime) -> None:
    Quarantined.objects.bulk_create(
        Quarantined(
            instrument_id=held[tick.symbol].instrument,
            price=tick.price,
            last=last,
            time=tick.time,
            received=now,
            source=tick.source,
            kind=tick.kind,
        )
        for tick, last in taken.kept_away
    )


def _save_newest(
    taken: Taken, held: dict[str, Held], hidden: frozenset[str], now: datetime
) -> None:
    """Saved always; told to open pages where its source may be shown."""
    if not taken.newest:
        return
    closes = _previous_closes(taken.newest, held)
    newest = sorted(taken.newest.items())  # one order for all writers
    bulk.insert(
        Quote,
        FIELDS,
        [
            (
                held[symbol].instrument,
                tick.price,
                closes[symbol],
                tick.time,
                now,
                tick.source,
                tick.kind,
                tick.delay_minutes,
                False,
            )
            for symbol, tick in newest
        ],
        one_per="instrument",
    )
    bus.renewed(f"quotes:{symbol}" for symbol, tick in newest if tick.source not in hidden)
    anew = [symbol for symbol, _ in newest if held[symbol].told_stale or held[symbol].price is None]
    if anew:  # pages know them as without a current price
        bus.purge("front", "markets", *(f"instrument:{symbol}" for symbol in anew))


def _previous_closes(newest: dict[str, Tick], held: dict[str, Held]) -> dict[str, Decimal | None]:
    """That of the quote held, until a new day begins."""
    closes: dict[str, Decimal | None] = {}
    new_day = {}
    for symbol, tick in newest.items():
        before = held[symbol]
        if before.time is not None and before.time.date() == tick.time.date():
            closes[symbol] = before.previous_close
        else:
            new_day[before.instrument] = (symbol, tick.time.date())
    found = closes_before({pk: day for pk, (_, day) in new_day.items()})
    return closes | {symbol: found.get(pk) for pk, (symbol, _) in new_day.items()}
