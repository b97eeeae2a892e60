"""A checked claim as editors and readers see it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from alley.markets.models import PriceKind, address

WORDS = {"true": "Borne out", "false": "Not borne out", "cannot_tell": "Cannot tell"}


@dataclass(frozen=True, slots=True)
class ClaimShown:
    text: str
    symbol: str
    name: str
    verdict: str
    why: str
    move_percent: Decimal | None
    rows: tuple[tuple[date, Decimal], ...]
    label: str  # whose prices, of what kind

    @property
    def words(self) -> str:
        return WORDS[self.verdict]

    @property
    def url(self) -> str:
        return address(self.symbol)


def shown(claim: dict[str, Any]) -> ClaimShown:
    """From the contract's claim."""
    kind = PriceKind(claim["quote_kind"]).label if claim["quote_kind"] else ""
    parts = (kind, claim["source"], claim["adjustment"])
    return ClaimShown(
        text=claim["text"],
        symbol=claim["symbol"],
        name=claim["name"],
        verdict=claim["verdict"],
        why=claim["why"],
        move_percent=None if claim["move_percent"] is None else Decimal(claim["move_percent"]),
        rows=tuple(
            (date.fromisoformat(row["date"]), Decimal(row["price"])) for row in claim["evidence"]
        ),
        label=" · ".join(str(part) for part in parts if part),
    )
