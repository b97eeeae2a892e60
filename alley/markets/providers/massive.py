"""Massive (until 2026 Polygon): US shares, bars as traded. Code: its ticker, such as `AAPL`."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import midnight, of_milliseconds
from alley.markets.providers.protocol import Asked, Poll, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of, json_of
from alley.markets.sessions import session_end

SITE = "https://api.massive.com/v2/aggs/ticker"
SPANS = {"1m": "1/minute", "5m": "5/minute", "15m": "15/minute", "1h": "1/hour", "1d": "1/day"}
NEW_YORK = ZoneInfo("America/New_York")
MOST = 50_000


class Massive:
    name = "massive"
    terms = Terms(
        source="Massive",
        kind=PriceKind.EOD,
        key=True,
        note="Free keys: end of day, 5 calls a minute, for oneself; others need a business plan.",
        address="https://massive.com/terms",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch, self.key = asked.fetch, asked.key

    def instruments(self) -> Iterable[dict[str, str | None]]:
        return []

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        if interval not in SPANS:
            return []
        today = datetime.now(UTC).date()
        address = f"{SITE}/{code}/range/{SPANS[interval]}/{since:%Y-%m-%d}/{today}"
        query = f"adjusted=false&sort=asc&limit={MOST}&apiKey={self.key}"
        answer = json_of(self.fetch(f"{address}?{query}"))
        if not isinstance(answer, dict) or answer.get("status") not in {"OK", "DELAYED"}:
            raise BadAnswer(f"it said: {str(answer)[:100]}")
        if answer.get("adjusted") is not False:
            raise BadAnswer("it answered adjusted prices, not those asked for")
        found = answer.get("results") or []
        if len(found) != answer.get("resultsCount", 0):
            raise BadAnswer("it counts other rows than it sent")
        return [_row(one, daily=interval == "1d") for one in found]

    def stream(self, codes: Sequence[str]) -> Poll:
        def ask() -> list[Trade]:
            recent = datetime.now(UTC) - timedelta(days=7)
            newest = [(code, self.history(code, "1d", recent)[-1:]) for code in codes]
            return [
                Trade(code, row.close, session_end("XNYS:", row.time.date()), row.volume)
                for code, rows in newest
                for row in rows
            ]

        return Poll(timedelta(hours=1), ask)


def _row(one: dict[str, Any], *, daily: bool) -> Row:
    """A daily bar's time is midnight in New York."""
    began = of_milliseconds(one.get("t"))
    opened, high, low, close, volume = (decimal_of(one.get(name)) for name in "ohlcv")
    time = midnight(began.astimezone(NEW_YORK).date()) if daily else began
    return Row(time, opened, high, low, close, volume)
