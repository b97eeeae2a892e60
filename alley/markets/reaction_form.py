"""A reaction as it is kept and told: the contract's Reaction shape, there and back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from alley.markets.models.instrument import address
from alley.markets.models.words import PriceKind
from alley.markets.quotes import text_of
from alley.markets.reaction import Price, WindowResult

NUMBERS = (
    "move_percent", "benchmark_move_percent", "abnormal_percent", "beta", "usual_percent", "z",
    "within_percent", "price",
)  # fmt: skip
FLAGS = ("unusual", "next_session")


@dataclass(frozen=True, slots=True)
class InstrumentReaction:
    """One instrument's moves after a story, with whose prices they are."""

    symbol: str
    name: str
    quote_kind: str
    source: str
    adjustment: str
    windows: list[WindowResult]
    also: dict[str, list[Any]] = field(default_factory=dict)  # window -> stories in it

    @property
    def url(self) -> str:
        return address(self.symbol)

    @property
    def measured(self) -> bool:
        return any(not window.unavailable for window in self.windows)

    @property
    def day(self) -> WindowResult | None:
        return next((one for one in self.windows if one.window == "1d"), None)

    @property
    def why_not(self) -> str:
        """What is missing, where nothing could be measured."""
        return self.day.unavailable if self.day else ""

    @property
    def reference(self) -> Price | None:
        return next((one.reference for one in reversed(self.windows) if one.reference), None)

    @property
    def kind_words(self) -> str:
        return str(PriceKind(self.quote_kind).label) if self.quote_kind else ""

    @property
    def others(self) -> list[Any]:
        """The other stories of any window, each once."""
        return list({story.pk: story for window in self.also.values() for story in window}.values())

    @property
    def size(self) -> float:
        """For ordering: how many times its usual size the day's move was, or the week's."""
        sizes = [abs(float(one.z)) for one in self.windows[1:] if one.z is not None]
        return sizes[0] if sizes else 0.0

    def as_dict(self) -> dict[str, Any]:
        reference = self.reference
        return {
            "symbol": self.symbol,
            "name": self.name,
            "quote_kind": self.quote_kind or None,
            "source": self.source or None,
            "adjustment": self.adjustment or None,
            "reference": _price(reference),
            "windows": [
                {**told(window), "also": [story.pk for story in self.also.get(window.window, ())]}
                if not window.unavailable
                else told(window)
                for window in self.windows
            ],
        }


def told(window: WindowResult) -> dict[str, Any]:
    """The contract's window."""
    if window.unavailable:
        return {"window": window.window, "unavailable": window.unavailable}
    numbers = {name: getattr(window, name) for name in NUMBERS}
    return {
        "window": window.window,
        **{name: None if value is None else text_of(value) for name, value in numbers.items()},
        **{name: getattr(window, name) for name in FLAGS},
        "at": None if window.at is None else stamp(window.at),
        "reference": _price(window.reference),
        "benchmark": window.benchmark or None,
        "words": window.words,
    }


def kept(reaction: InstrumentReaction) -> dict[str, Any]:
    """As a row keeps it."""
    return {**reaction.as_dict(), "windows": [told(window) for window in reaction.windows]}


def read(row: dict[str, Any]) -> InstrumentReaction:
    """What `kept` wrote."""
    return InstrumentReaction(
        symbol=row["symbol"],
        name=row["name"],
        quote_kind=row["quote_kind"] or "",
        source=row["source"] or "",
        adjustment=row["adjustment"] or "",
        windows=[_window(window) for window in row["windows"]],
    )


def stamp(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _price(price: Price | None) -> dict[str, str] | None:
    return None if price is None else {"price": text_of(price.price), "at": stamp(price.at)}


def _window(row: dict[str, Any]) -> WindowResult:
    if row.get("unavailable"):
        return WindowResult(row["window"], unavailable=row["unavailable"])
    told: dict[str, Any] = {name: row[name] for name in FLAGS}
    told |= {name: None if row[name] is None else Decimal(row[name]) for name in NUMBERS}
    reference = row["reference"]
    return WindowResult(
        window=row["window"],
        at=datetime.fromisoformat(row["at"]) if row["at"] else None,
        reference=Price(datetime.fromisoformat(reference["at"]), Decimal(reference["price"]))
        if reference
        else None,
        benchmark=row["benchmark"] or "",
        **told,
    )
