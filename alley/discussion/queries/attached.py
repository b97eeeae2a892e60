"""A chart attached to a comment, as pages and the API show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alley.markets.charts.since import Since
from alley.markets.quotes import text_or_none


@dataclass(frozen=True, slots=True)
class AttachedChart:
    id: int
    comment: int
    symbol: str
    name: str
    title: str
    description: str
    created: datetime
    since: Since

    @property
    def picture(self) -> str:
        return f"/charts/comments/{self.comment}"

    @property
    def call_words(self) -> str:
        words = {"up": "expects it to rise", "down": "expects it to fall"}
        return words.get(self.since.call, "")

    def as_dict(self) -> dict[str, Any]:
        """The contract's chart of a comment, and what explains the percent."""
        return {
            "id": self.id,
            "symbol": self.symbol,
            "image": f"{self.picture}.png",
            "svg": f"{self.picture}.svg",
            "title": self.title,
            "description": self.description,
            "since_posted_percent": text_or_none(self.since.move),
            "price_label": self.since.label,
            "since_posted": self.since.as_dict(),
        }
