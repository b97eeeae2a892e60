"""When a market trades, by its identifier code: a small table, holidays left out.

Trading days are those that bars exist for; this table only says at which moment of a day the
session ends, and whether a price should be moving now.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    zone: str
    opens: time
    closes: time
    weekend: bool = False

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.closes, ZoneInfo(self.zone)).astimezone(UTC)

    def is_open(self, now: datetime) -> bool:
        there = now.astimezone(ZoneInfo(self.zone))
        return (self.weekend or there.weekday() < 5) and self.opens <= there.time() < self.closes


def _hours(zone: str, opens: str, closes: str, weekend: bool = False) -> Hours:
    return Hours(zone, time.fromisoformat(opens), time.fromisoformat(closes), weekend)


NEW_YORK = _hours("America/New_York", "09:30", "16:00")
LONDON = _hours("Europe/London", "08:00", "16:30")
EURONEXT = _hours("Europe/Paris", "09:00", "17:30")
ALWAYS = _hours("UTC", "00:00", "23:59:59", weekend=True)
VENUES = {
    "XNYS": NEW_YORK,
    "XNAS": NEW_YORK,
    "ARCX": NEW_YORK,
    "XASE": NEW_YORK,
    "BATS": NEW_YORK,
    "XLON": LONDON,
    "XPAR": EURONEXT,
    "XAMS": EURONEXT,
    "XBRU": EURONEXT,
    "XLIS": _hours("Europe/Lisbon", "08:00", "16:30"),
    "XETR": _hours("Europe/Berlin", "09:00", "17:30"),
    "XFRA": _hours("Europe/Berlin", "08:00", "22:00"),
    "XMAD": _hours("Europe/Madrid", "09:00", "17:30"),
    "XMIL": _hours("Europe/Rome", "09:00", "17:30"),
    "XSWX": _hours("Europe/Zurich", "09:00", "17:30"),
    "XSTO": _hours("Europe/Stockholm", "09:00", "17:30"),
    "XCSE": _hours("Europe/Copenhagen", "09:00", "17:00"),
    "XHEL": _hours("Europe/Helsinki", "10:00", "18:30"),
    "XOSL": _hours("Europe/Oslo", "09:00", "16:20"),
    "MISX": _hours("Europe/Moscow", "10:00", "18:50"),
    "XKAZ": _hours("Asia/Almaty", "11:30", "17:00"),
    "XTKS": _hours("Asia/Tokyo", "09:00", "15:30"),
    "XHKG": _hours("Asia/Hong_Kong", "09:30", "16:00"),
    "XSHG": _hours("Asia/Shanghai", "09:30", "15:00"),
    "XSHE": _hours("Asia/Shanghai", "09:30", "15:00"),
    "XTAI": _hours("Asia/Taipei", "09:00", "13:30"),
    "XKRX": _hours("Asia/Seoul", "09:00", "15:30"),
    "XSES": _hours("Asia/Singapore", "09:00", "17:00"),
    "XNSE": _hours("Asia/Kolkata", "09:15", "15:30"),
    "XBOM": _hours("Asia/Kolkata", "09:15", "15:30"),
    "XASX": _hours("Australia/Sydney", "10:00", "16:00"),
    "XTSE": _hours("America/Toronto", "09:30", "16:00"),
    "BVMF": _hours("America/Sao_Paulo", "10:00", "17:00"),
    "XMEX": _hours("America/Mexico_City", "08:30", "15:00"),
    "XJSE": _hours("Africa/Johannesburg", "09:00", "17:00"),
    "CRYPTO": ALWAYS,
    "FX": _hours("Europe/Berlin", "08:00", "16:00"),  # ECB fixes at 14:10, published about 16:00
    "COMDTY": _hours("America/New_York", "09:00", "14:30"),  # energy settles 14:30 in New York
    "INDEX": NEW_YORK,
}


def hours_of(symbol: str) -> Hours:
    return VENUES.get(symbol.partition(":")[0], NEW_YORK)


def session_end(symbol: str, day: date) -> datetime:
    """The moment by which the close of that day is known."""
    hours = hours_of(symbol)
    if hours is ALWAYS:
        return datetime.combine(day, time(23, 59, 59), UTC)
    return hours.closing(day)
