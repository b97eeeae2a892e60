"""Kraken: spot crypto, trades pushed (API v2), candles of at most 720. Code: `BTC/USD`."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import of_seconds, of_text
from alley.markets.providers.protocol import Asked, Socket, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of, json_of

SITE = "https://api.kraken.com/0/public"
STREAM = "wss://ws.kraken.com/v2"
MINUTES = {"1m": 1, "5m": 5, "15m": 15, "1h": 60, "1d": 1440}
OLD_NAMES = {"BTC": "XBT", "DOGE": "XDG"}  # what the older half of its API calls them


class Kraken:
    name = "kraken"
    terms = Terms(
        source="Kraken",
        kind=PriceKind.REALTIME,
        note="No key. Its terms do not grant showing prices to others by themselves.",
        address="https://www.kraken.com/legal",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch = asked.fetch

    def instruments(self) -> Iterable[dict[str, str | None]]:
        new_names = {old: new for new, old in OLD_NAMES.items()}
        found: list[dict[str, str | None]] = []
        for pair in self._result("AssetPairs").values():
            base, _, quote = str(pair["wsname"]).partition("/")
            base = new_names.get(base, base)
            found.append(
                {"symbol": f"CRYPTO:{base}-{quote}", "name": f"{base}/{quote}", "kind": "crypto",
                 "currency": quote, "code": f"{base}/{quote}"}
            )  # fmt: skip
        return found

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        """The last 720 bars at most, however far back `since` lies; the bar under way left out."""
        if interval not in MINUTES:
            return []
        base, _, quote = code.partition("/")
        pair = f"{OLD_NAMES.get(base, base)}{quote}"
        query = f"pair={pair}&interval={MINUTES[interval]}&since={int(since.timestamp())}"
        result = self._result(f"OHLC?{query}")
        rows = next((value for key, value in result.items() if key != "last"), None)
        if not isinstance(rows, list) or any(len(row) != 8 for row in rows):
            raise BadAnswer("its candles have another shape")
        return [_row(row) for row in rows[:-1]]

    def stream(self, codes: Sequence[str]) -> Socket:
        wish = {"channel": "trade", "symbol": list(codes), "snapshot": True}
        return Socket(STREAM, (json.dumps({"method": "subscribe", "params": wish}),), heard)

    def _result(self, what: str) -> dict[str, Any]:
        """It answers 200 for errors too."""
        answer = json_of(self.fetch(f"{SITE}/{what}"))
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), dict):
            said = answer.get("error") if isinstance(answer, dict) else None
            raise BadAnswer(f"it said: {str(said)[:100]}")
        found: dict[str, Any] = answer["result"]
        return found


def _row(row: list[Any]) -> Row:
    opened, high, low, close, _, volume = (decimal_of(number) for number in row[1:7])
    return Row(of_seconds(row[0]), opened, high, low, close, volume)


def heard(text: str) -> list[Trade]:
    message = json.loads(text, parse_float=Decimal)
    if message.get("success") is False:
        raise BadAnswer(f"it said: {str(message.get('error'))[:100]}")
    if message.get("channel") != "trade":
        return []
    return [
        Trade(
            one["symbol"],
            decimal_of(one["price"]),
            min(of_text(one["timestamp"]), datetime.now(UTC)),
            decimal_of(one["qty"]),
        )
        for one in message.get("data", [])
    ]
