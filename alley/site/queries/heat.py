"""The map of moves: a tile an instrument, as large as what it is worth or what is traded of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Avg, F

from alley.markets.models import Bar, Instrument, Interval, Kind, shown
from alley.markets.quotes import QuoteView
from alley.markets.symbols import MINOR
from alley.shell.plots.treemap import Box, treemap

BUCKETS = (Decimal("0.25"), Decimal("1"), Decimal("3"))  # percent: hardly, some, much, very much
MONTH = timedelta(days=31)
LETTER = 8.0  # pixels
HEAD = 18  # pixels of a sector's name
Priced = tuple[Instrument, QuoteView]

WORTH = "Sizes: what all its shares are worth"
TRADED = "Sizes: what was traded on an average day of the last month"
ALIKE = "All tiles alike: neither numbers of shares nor turnover are known"


@dataclass(frozen=True, slots=True)
class Tile:
    """One instrument on the map; `strength` 0 to 3 by the size of its move."""

    quote: QuoteView
    box: Box
    strength: int
    is_named: bool  # there is room for its ticker
    is_told: bool  # and for its move


@dataclass(frozen=True, slots=True)
class Sector:
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map for one width of page."""

    look: str
    height: int
    tiles: list[Tile]
    sectors: list[Sector]


@dataclass(frozen=True, slots=True)
class Heat:
    kind: str
    note: str
    is_large: bool
    drawings: list[Drawing]


def heat(priced: Iterable[Priced]) -> list[Heat]:
    """A map for each kind, the one with most tiles first. One query."""
    kinds: dict[str, list[Priced]] = defaultdict(list)
    for one, quote in priced:
        kinds[one.kind].append((one, quote))
    rates = _rates(kinds.get(Kind.FX, ()))
    worth = {
        one.symbol: _worth(one, quote, rates) for rows in kinds.values() for one, quote in rows
    }
    rest = [one.pk for rows in kinds.values() for one, _ in rows if not worth[one.symbol]]
    traded = _turnover(rest)
    in_order = sorted(kinds.items(), key=lambda item: -len(item[1]))
    return [_heat(kind, rows, worth, traded, rates) for kind, rows in in_order]


def _heat(
    kind: str,
    rows: Sequence[Priced],
    worth: Mapping[str, Decimal],
    traded: Mapping[int, Decimal],
    rates: Mapping[str, Decimal],
) -> Heat:
    turnover = {one.symbol: traded.get(one.pk, Decimal(0)) * _rate(one, rates) for one, _ in rows}
    weights, note = weighed([one.symbol for one, _ in rows], worth, turnover)
    sized = [(one, quote, weights[one.symbol]) for one, quote in rows]
    is_large = len(rows) > 12
    wide = (1216, 440) if is_large else (596, 132)
    narrow = (358, 480) if is_large else (358, 72 + 72 * (len(rows) > 4))
    drawings = [_drawn("wide", *wide, sized), _drawn("narrow", *narrow, sized)]
    return Heat(Kind(kind).many, note, is_large, drawings)


def weighed(
    symbols: Sequence[str], worth: Mapping[str, Decimal], turnover: Mapping[str, Decimal]
) -> tuple[dict[str, float], str]:
    """Weights and what they mean: the first measure that at least half of them have. Those without
    it are drawn as small as the smallest."""
    for measure, words in ((worth, WORTH), (turnover, TRADED)):
        known = {symbol: float(measure[symbol]) for symbol in symbols if measure.get(symbol)}
        if 2 * len(known) < len(symbols) or len(symbols) < 2:
            continue
        least, missing = min(known.values()), len(symbols) - len(known)
        note = (
            f"{words}; {missing} of which that is not known as the smallest" if missing else words
        )
        return {symbol: known.get(symbol, least) for symbol in symbols}, f"{note}."
    return dict.fromkeys(symbols, 1.0), f"{ALIKE}." if len(symbols) > 1 else ""


def _drawn(
    look: str, width: int, height: int, sized: Sequence[tuple[Instrument, QuoteView, float]]
) -> Drawing:
    shape = width / height
    groups: dict[str, list[tuple[QuoteView, float]]] = defaultdict(list)
    for one, quote, weight in sized:
        groups[one.sector].append((quote, weight))
    rooms = treemap([sum(weight for _, weight in group) for group in groups.values()], shape)
    tiles, sectors = [], []
    for (name, group), room in zip(groups.items(), rooms, strict=True):
        inside = _below(room, HEAD / height * 100) if name and len(groups) > 1 else room
        if inside is not room:
            sectors.append(Sector(name, room))
        boxes = treemap([weight for _, weight in group], shape, inside)
        for (quote, _), box in zip(group, boxes, strict=True):
            wide, high = box.width * width / 100, box.height * height / 100
            letters = len(quote.symbol.partition(":")[2])
            is_named = wide >= letters * LETTER + 8 and high >= 20
            tiles.append(
                Tile(
                    quote, box, strength(quote.change_percent), is_named, wide >= 64 and high >= 38
                )
            )
    return Drawing(look, height, tiles, sectors)


def _below(room: Box, head: float) -> Box:
    head = min(head, room.height / 2)
    return Box(room.x, room.y + head, room.width, room.height - head)


def strength(percent: Decimal | None) -> int:
    return sum(abs(percent) >= edge for edge in BUCKETS) if percent is not None else 0


def _worth(one: Instrument, quote: QuoteView, rates: Mapping[str, Decimal]) -> Decimal:
    if not one.shares or quote.price <= 0:
        return Decimal(0)
    return one.shares * quote.price * _rate(one, rates)


def _rates(pairs: Iterable[Priced]) -> dict[str, Decimal]:
    """What a unit of each currency is in dollars, of the pairs that have a price."""
    rates = {"USD": Decimal(1)}
    for one, quote in pairs:
        base, _, other = one.ticker.partition("-")
        if quote.price > 0 and "USD" in (base, other):
            known, rate = (other, 1 / quote.price) if base == "USD" else (base, quote.price)
            rates[known] = rate
    return rates


def _rate(one: Instrument, rates: Mapping[str, Decimal]) -> Decimal:
    """Nothing where the currency cannot be told in dollars: then its size is not known."""
    rate = rates.get(one.currency or "USD", Decimal(0))
    return rate / 100 if one.unit in MINOR else rate


def _turnover(instruments: Sequence[int]) -> dict[int, Decimal]:
    """Close times volume of an average day of the month before the last price."""
    since = F("instrument__quote__time") - MONTH
    days = Bar.objects.filter(
        instrument__in=list(instruments),
        interval=Interval.DAY,
        volume__gt=0,
        close__gt=0,
        time__gte=since,
    )
    found = shown(days).values("instrument").annotate(traded=Avg(F("close") * F("volume")))
    return {row["instrument"]: Decimal(row["traded"] or 0) for row in found}
