"""When a market usually trades, without holidays: for venues and years that have no calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Hours:
    zone: str
    opens: time
    closes: time
    days: frozenset[int] = WEEKDAYS

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.closes, ZoneInfo(self.zone)).astimezone(UTC)

    def opening(self, day: date) -> datetime | None:
        """When it opens on a date of its own; None on a day without trading."""
        if day.weekday() not in self.days:
            return None
        return datetime.combine(day, self.opens, ZoneInfo(self.zone)).astimezone(UTC)

    def is_open(self, now: datetime) -> bool:
        there = now.astimezone(ZoneInfo(self.zone))
        return there.weekday() in self.days and self.opens <= there.time() < self.closes


def _hours(zone: str, opens: str, closes: str, days: frozenset[int] = WEEKDAYS) -> Hours:
    return Hours(zone, time.fromisoformat(opens), time.fromisoformat(closes), days)


NEW_YORK = _hours("America/New_York", "09:30", "16:00")
LONDON = _hours("Europe/London", "08:00", "16:30")
EURONEXT = _hours("Europe/Paris", "09:00", "17:30")
FRANKFURT = _hours("Europe/Berlin", "08:00", "22:00")
ALWAYS = _hours("UTC", "00:00", "23:59:59", frozenset(range(7)))
UNKNOWN = _hours("UTC", "00:00", "23:59:59")
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
    "XFRA": FRANKFURT,
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
    "XTAE": _hours("Asia/Jerusalem", "09:59", "17:14", frozenset({6, 0, 1, 2, 3})),
    **dict.fromkeys(("OTCM", "PINX", "OOTC", "OTCB", "OTCQ", "IEXG"), NEW_YORK),
    **dict.fromkeys(("XBER", "XMUN", "XHAN", "XDUS", "XHAM", "XSTU"), FRANKFURT),
}


def hours_of(symbol: str) -> Hours:
    return VENUES.get(symbol.partition(":")[0], UNKNOWN)
