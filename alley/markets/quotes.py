"""What readers see of a price: never a number without whose it is, of what kind and from when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from alley.markets.models import Instrument, PriceKind, Quote, address
from alley.markets.sessions import is_open, opens_after

DAILY = {PriceKind.EOD, PriceKind.REFERENCE}
FRESH_DAILY = timedelta(days=5)  # a long weekend with a holiday on either side
FRESH_LIVE = timedelta(minutes=3)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KIND_SHORT = {
    PriceKind.REALTIME: "live",
    PriceKind.DELAYED: "delayed",
    PriceKind.EOD: "close",
    PriceKind.INDICATIVE: "indicative",
    PriceKind.REFERENCE: "reference",
    PriceKind.SYNTHETIC: "replay",
}


@dataclass(frozen=True, slots=True)
class QuoteView:
    symbol: str
    name: str
    price: Decimal
    unit: str
    change: Decimal | None
    change_percent: Decimal | None  # None where a percent means nothing
    time: datetime
    source: str
    kind: str
    delay_minutes: int
    session: Literal["open", "closed"]
    stale: bool
    stale_at: datetime | None  # when it will be, if nothing newer comes
    label: str

    @property
    def url(self) -> str:
        return address(self.symbol)

    @property
    def direction(self) -> Literal["up", "down", "flat"]:
        if not self.change:
            return "flat"
        return "up" if self.change > 0 else "down"

    @property
    def badge(self) -> str:
        return KIND_SHORT[PriceKind(self.kind)]

    def as_dict(self) -> dict[str, Any]:
        """The contract's Quote."""
        return {
            "price": text_of(self.price),
            "unit": self.unit,
            "change": text_or_none(self.change),
            "change_percent": text_or_none(self.change_percent),
            "time": stamp(self.time),
            "source": self.source,
            "kind": self.kind,
            "delay_minutes": self.delay_minutes,
            "session": self.session,
            "stale": self.stale,
            "stale_at": None if self.stale_at is None else stamp(self.stale_at),
            "label": self.label,
        }


def stamp(time: datetime) -> str:
    """RFC 3339, in UTC."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def text_of(number: Decimal) -> str:
    """A decimal without the zeros of its column: 81.99000000 is 81.99."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def text_or_none(number: Decimal | None) -> str | None:
    return None if number is None else text_of(number)


def percent(change: Decimal, base: Decimal) -> Decimal | None:
    """The move in percent; over a base of zero or less it means nothing, and is None."""
    return round(change / base * 100, 2) if base > 0 else None


def quote_event(quote: Quote, symbol: str, now: datetime) -> dict[str, Any]:
    """What open pages hear."""
    previous_close = quote.previous_close
    change = None if previous_close is None else quote.price - previous_close
    stale_at = goes_stale(quote, symbol, quote.received)
    return {
        "type": "quote",
        "symbol": symbol,
        "price": text_of(quote.price),
        "change": text_or_none(change),
        "change_percent": text_or_none(
            None if previous_close is None or change is None else percent(change, previous_close)
        ),
        "time": stamp(quote.time),
        "source": quote.source,
        "kind": quote.kind,
        "label": label_of(quote),
        "stale": stale_at is not None and stale_at <= now,
        "stale_at": None if stale_at is None else stamp(stale_at),
        "badge": KIND_SHORT[PriceKind(quote.kind)],
    }


def view_of(quote: Quote, instrument: Instrument, now: datetime) -> QuoteView:
    change = None if quote.previous_close is None else quote.price - quote.previous_close
    stale_at = goes_stale(quote, instrument.symbol, quote.received)
    return QuoteView(
        symbol=instrument.symbol,
        name=instrument.name,
        price=quote.price,
        unit=instrument.unit or instrument.currency,
        change=change,
        change_percent=None if change is None else percent(change, quote.price - change),
        time=quote.time,
        source=quote.source,
        kind=quote.kind,
        delay_minutes=quote.delay_minutes,
        session="open" if is_open(instrument.symbol, now) else "closed",
        stale=stale_at is not None and stale_at <= now,
        stale_at=stale_at,
        label=label_of(quote),
    )


def goes_stale(quote: Quote, symbol: str, received: datetime) -> datetime | None:
    """When the quote is older than its kind should be, if nothing newer comes: while the market is
    shut nothing newer can. A replay is stale once it no longer runs."""
    if quote.kind in DAILY:
        return quote.time + FRESH_DAILY
    if quote.kind == PriceKind.SYNTHETIC:
        return received + FRESH_LIVE
    moment = quote.time + FRESH_LIVE + timedelta(minutes=quote.delay_minutes)
    venue, _, ticker = symbol.partition(":")
    whose = f"{venue}:{ticker if venue == 'INDEX' else ''}"  # an index keeps its exchange's hours
    second = moment.replace(microsecond=0)
    return moment if _open_at(whose, second) else _opens_after(whose, second)


@lru_cache(4096)  # a batch of ten thousand prices asks about few venues and seconds
def _open_at(whose: str, second: datetime) -> bool:
    return is_open(whose, second)


@lru_cache(4096)
def _opens_after(whose: str, second: datetime) -> datetime | None:
    return opens_after(whose, second)


def is_stale(quote: Quote, symbol: str, now: datetime) -> bool:
    moment = goes_stale(quote, symbol, quote.received)
    return moment is not None and moment <= now


def label_of(quote: Quote) -> str:
    """`End of day · EIA · 6 Jan 2022`."""
    return label(quote.kind, quote.source, quote.time, quote.delay_minutes)


def label(kind: str, source: str, time: datetime, delay_minutes: int | None = None) -> str:
    return f"{credit(kind, source, delay_minutes)} · {moment(time, daily=kind in DAILY)}"


def credit(kind: str, source: str, delay_minutes: int | None = None) -> str:
    """`End of day · EIA`: of what kind a price is, and whose."""
    words = PriceKind(kind).label
    if kind == PriceKind.DELAYED and delay_minutes is not None:
        words = f"Delayed {delay_minutes} min"
    if kind == PriceKind.SYNTHETIC:
        words = "Replay of recorded prices"
    return f"{words} · {source}"


def moment(time: datetime, *, daily: bool) -> str:
    time = time.astimezone(UTC)
    if daily:
        return day_of(time)
    return f"{day_of(time)}, {time.hour:02}:{time.minute:02}:{time.second:02} UTC"


def day_of(day: date) -> str:
    """`6 Jan 2022`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
