"""When a sentence speaks of: `on Thursday`, `yesterday`, `Jan 6`, `this week`, `in December`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = (
    r"(?P<{}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = re.compile(
    r"\b(?:(?:last |on |by |late |early |since )?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)day)"
    r"|(?P<relative>yesterday|today|the (?:previous|prior) (?:day|session)|the day before)"
    rf"|{_MONTH.format('month')} (?P<day>\d{{1,2}})(?!\d)(?:, (?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}}) {_MONTH.format('month2')}(?: (?P<year2>\d{{4}}))?)\b"
)
_PERIOD = re.compile(
    r"\b(?:(?P<this>(?:so far |earlier )?(?:this|for the|on the|over the"
    r"|in the) (?P<unit>week|month|quarter|year)"
    r"(?! (?:to|before|after|ended)))|(?P<last>last (?P<unit2>week|month|quarter|year))"
    r"|year[- ]to[- ]date|(?P<past>(?:over|in) the (?:past"
    r"|last) (?:(?P<n>\w+) )?(?P<unit3>day|week|month|year|session)s?)"
    rf"|(?-i:in) {_MONTH.format('inmonth')}(?: (?P<inyear>\d{{4}}))?|in (?P<whole>(?:19"
    rf"|20)\d{{2}}))\b",
    re.IGNORECASE,
)
SINCE = re.compile(
    rf"since (?:{_MONTH.format('month')}(?: (?:of )?(?P<year>\d{{4}}))?|(?P<only>(?:19"
    rf"|20)\d{{2}}))\b"
)
SPELT = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
NUMBERS = {word: place for place, word in enumerate(SPELT)}
UNIT_DAYS = {"day": 1, "session": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Period:
    """From the last close before `start` to the last close on or before `end`; `name` as written.

    A day has start and end alike. `guessed` where the sentence does not say when.
    """

    start: date
    end: date
    name: str
    guessed: bool = False

    @property
    def is_day(self) -> bool:
        return self.start == self.end


def find_period(text: str, told: date) -> Period | None:
    """What the words say, seen from the day the story was told; None where they do not."""
    if match := _PERIOD.search(text):
        return _long(match, told)
    if match := _DAY.search(text):
        day = _day(match, told)
        return Period(day, day, match[0].strip()) if day else None
    return None


def number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower())


def month_of(word: str) -> int:
    short = word.lower().rstrip(".")[:3]
    return next(place for place, name in enumerate(MONTHS, 1) if name.startswith(short))


def since(match: re.Match[str], told: date) -> date:
    """The last day of the month or year that `since` names."""
    if match["only"]:
        return date(int(match["only"]), 12, 31)
    month = month_of(match["month"])
    year = int(match["year"] or (told.year if month < told.month else told.year - 1))
    return date(year, month, monthrange(year, month)[1])


def _day(match: re.Match[str], told: date) -> date | None:
    if match["weekday"]:
        back = (told.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
        return told - timedelta(days=back or (7 if match[0].lower().startswith("last ") else 0))
    if relative := match["relative"]:
        return told if relative == "today" else told - timedelta(days=1)
    month = month_of(match["month"] or match["month2"])
    year = int(match["year"] or match["year2"] or told.year)
    try:
        day = date(year, month, int(match["day"] or match["day2"]))
    except ValueError:
        return None
    written = match["year"] or match["year2"]
    return day if written or day <= told else day.replace(year=year - 1)


def _long(match: re.Match[str], told: date) -> Period:
    name = match[0]
    if match["inmonth"]:
        month = month_of(match["inmonth"])
        year = int(match["inyear"] or (told.year if month <= told.month else told.year - 1))
        return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]), name)
    if match["whole"]:
        return Period(date(int(match["whole"]), 1, 1), date(int(match["whole"]), 12, 31), name)
    if match["past"]:
        count = number(match["n"]) if match["n"] else 1
        length = timedelta(days=(count or 1) * UNIT_DAYS[match["unit3"]] - 1)
        return Period(told - length, told, name)
    unit = match["unit"] or match["unit2"] or "year"
    first = _first(unit, told)
    if match["last"]:
        end = first - timedelta(days=1)
        return Period(_first(unit, end), end, name)
    return Period(first, told, name)


def _first(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return date(day.year, 1, 1)
