"""ChartSpec, version 1: what a chart shows, by event times, never by bar numbers.

One JSON of at most 16 KB for the page, the saved layout, the chart attached to a comment and the
picture the server draws.
"""

import json
import re
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationError,
    field_serializer,
    model_validator,
)

from alley.refusals import Refusal, Refused

VERSION = 1
LARGEST = 16_384  # bytes of JSON
MOST_COMPARED = 5
MOST_DRAWINGS = 40
POINTS = {"segment": 2, "line": 2, "ray": 2, "channel": 3, "fibonacci": 2, "level": 1, "text": 1}

SYMBOL = re.compile(r"[A-Z0-9]{1,10}:[^\s:<>\"]{1,50}")
Price = Annotated[Decimal, Field(ge=Decimal("-1e15"), le=Decimal("1e15"), allow_inf_nan=False)]
IntervalName = Literal["1m", "5m", "15m", "1h", "1d", "1w", "1mo"]
RangeName = Literal["1D", "5D", "1M", "3M", "6M", "YTD", "1Y", "2Y", "5Y", "10Y", "MAX"]
IndicatorName = Literal["SMA", "EMA", "BOLL", "VWAP", "VOLUME", "RSI", "MACD", "ATR", "OBV"]
DrawingKind = Literal["segment", "line", "ray", "channel", "fibonacci", "level", "text"]

# (default, smallest, largest) of each parameter
PARAMS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "SMA": ((20, 1, 500),),
    "EMA": ((20, 1, 500),),
    "BOLL": ((20, 2, 500), (2, 0.1, 10)),
    "VWAP": ((0, 0, 500),),  # 0: from the first bar of each session
    "VOLUME": (),
    "RSI": ((14, 2, 500),),
    "MACD": ((12, 2, 500), (26, 2, 500), (9, 1, 500)),
    "ATR": ((14, 1, 500),),
    "OBV": (),
}
BRANCHES = {"span", "named"}  # a step into one of several types says nothing to who wrote the JSON
NEED_NOT_BE_WHOLE = {("BOLL", 1)}


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not a time zone")
    return name


def _symbol(text: str) -> str:
    if not SYMBOL.fullmatch(text):
        raise ValueError("is not written as VENUE:TICKER")
    return text


Symbol = Annotated[str, AfterValidator(_symbol)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Part):
    """A stretch of time between two moments."""

    start: AwareDatetime = Field(alias="from")
    end: AwareDatetime = Field(alias="to")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @property
    def written(self) -> str:
        """`2022-01-03T00:00:00Z/2022-01-07T23:59:59Z`."""
        ends = self.model_dump(mode="json")
        return f"{ends['start']}/{ends['end']}"

    @model_validator(mode="after")
    def _forward(self) -> "Span":
        if self.start >= self.end:
            raise ValueError("`from` is before `to`")
        return self


def _kind_of_range(written: Any) -> str:
    return "span" if isinstance(written, dict | Span) else "named"


Range = Annotated[
    Annotated[RangeName, Tag("named")] | Annotated[Span, Tag("span")], Discriminator(_kind_of_range)
]


class Indicator(Part):
    name: IndicatorName
    params: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _sensible(self) -> "Indicator":
        wanted = PARAMS[self.name]
        if len(self.params) > len(wanted):
            raise ValueError(f"{self.name} takes {len(wanted)} parameters")
        for place, number in enumerate(self.params):
            _, least, most = wanted[place]
            if not least <= number <= most:
                raise ValueError(f"parameter {place + 1} of {self.name} is {least} to {most}")
            if (self.name, place) not in NEED_NOT_BE_WHOLE and number != int(number):
                raise ValueError(f"parameter {place + 1} of {self.name} is a whole number")
        return self

    @property
    def numbers(self) -> tuple[float, ...]:
        """Every parameter, the usual one where none was given."""
        usual = tuple(default for default, _, _ in PARAMS[self.name])
        return self.params + usual[len(self.params) :]

    @property
    def label(self) -> str:
        """`BOLL 20, 2`."""
        words = ", ".join(f"{number:g}" for number in self.numbers)
        return f"{self.name} {words}".strip()


class DrawingPoint(Part):
    t: AwareDatetime
    price: Price

    @field_serializer("price")
    def _plain(self, price: Decimal) -> str:
        return f"{price:f}"


class Drawing(Part):
    """Something drawn by hand, between event times: it survives another interval."""

    kind: DrawingKind
    points: Annotated[tuple[DrawingPoint, ...], Field(min_length=1, max_length=3)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""

    @model_validator(mode="after")
    def _whole(self) -> "Drawing":
        if len(self.points) != POINTS[self.kind]:
            raise ValueError(f"a {self.kind} has {POINTS[self.kind]} points")
        if self.kind == "text" and not self.text:
            raise ValueError("a text needs words")
        if any(not (letter.isprintable() or letter == "\n") for letter in self.text):
            raise ValueError("the words hold letters that cannot be seen")
        return self


class Marker(Part):
    """A story or a comment on the time axis."""

    kind: Literal["story", "comment"]
    id: Annotated[int, Field(ge=1, lt=2**63)]
    t: AwareDatetime


class ChartSpec(Part):
    v: Literal[1] = 1
    symbol: Symbol
    interval: IntervalName = "1d"
    range: Range = "1Y"
    adjust: Literal["raw", "split", "total"] = "split"
    scale: Literal["linear", "log", "percent"] = "linear"
    type: Literal["candles", "line", "area", "bars"] = "candles"
    tz: Annotated[str, AfterValidator(_zone)] = "UTC"
    compare: Annotated[tuple[Symbol, ...], Field(max_length=MOST_COMPARED)] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(max_length=8)] = ()
    drawings: Annotated[tuple[Drawing, ...], Field(max_length=MOST_DRAWINGS)] = ()
    markers: Annotated[tuple[Marker, ...], Field(max_length=60)] = ()
    call: Literal["", "up", "down"] = ""  # which way its author expects the price to go
    as_of: AwareDatetime | None = None
    data_hash: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""

    @model_validator(mode="after")
    def _distinct(self) -> "ChartSpec":
        if len({self.symbol, *self.compare}) != 1 + len(self.compare):
            raise ValueError("compare with other instruments, each once")
        return self

    @property
    def stretch(self) -> str:
        """The range as an address has it."""
        return self.range.written if isinstance(self.range, Span) else self.range

    def as_dict(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)

    @property
    def words(self) -> str:
        """What a reader wrote into the drawings: screened like a comment."""
        return "\n".join(drawing.text for drawing in self.drawings if drawing.text)


def spec_of(written: Any) -> ChartSpec:
    """The spec in a JSON text or a decoded object. Raises Refused `bad_chart`, each fault named."""
    try:
        text = written if isinstance(written, str | bytes) else json.dumps(written)
    except (TypeError, ValueError, RecursionError):
        raise Refused(_bad([("", "is not JSON")])) from None
    if len(text.encode() if isinstance(text, str) else text) > LARGEST:
        raise Refused(_bad([("", f"is larger than {LARGEST // 1024} KB")]))
    try:
        return ChartSpec.model_validate_json(text)
    except ValidationError as error:
        raise Refused(_bad(_faults(error))) from None


def _faults(error: ValidationError) -> list[tuple[str, str]]:
    """Where, and what; of a part that failed only its innermost fault."""
    found: dict[str, str] = {}
    for each in error.errors(include_url=False, include_input=False):
        at = ".".join(str(step) for step in each["loc"] if step not in BRANCHES)
        found.setdefault(at, each["msg"].removeprefix("Value error, "))
    inner = [at for at in found if not any(other.startswith(f"{at}.") for other in found)]
    return [(at, found[at]) for at in inner][:10]


def _bad(faults: list[tuple[str, str]]) -> Refusal:
    words = "; ".join(f"{at or 'the chart'}: {message}" for at, message in faults)
    reasons = [{"at": at, "message": message} for at, message in faults]
    detail = f"This chart cannot be drawn: {words}"[:600]
    return Refusal("bad_chart", detail, 422, more={"reasons": reasons})
