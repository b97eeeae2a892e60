"""Coinbase Exchange: spot crypto, ticker pushed, candles of at most 300 a call. Code: `BTC-USD`."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import of_seconds, of_text
from alley.markets.providers.protocol import Asked, Socket, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of, json_of

SITE = "https://api.exchange.coinbase.com"
STREAM = "wss://ws-feed.exchange.coinbase.com"
SECONDS = {"1m": 60, "5m": 300, "15m": 900, "1h": 3600, "1d": 86400}
MOST = 300
CALLS = 40  # a catch-up: 12,000 bars


class Coinbase:
    name = "coinbase"
    terms = Terms(
        source="Coinbase",
        kind=PriceKind.REALTIME,
        note="No key. Market-data terms restrict showing prices to others.",
        address="https://www.coinbase.com/legal/market_data",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch = asked.fetch

    def instruments(self) -> Iterable[dict[str, str | None]]:
        found = json_of(self.fetch(f"{SITE}/products"))
        if not isinstance(found, list):
            raise BadAnswer("its products are no list")
        return [
            {"symbol": f"CRYPTO:{one['id']}", "name": one["display_name"], "kind": "crypto",
             "currency": one["quote_currency"], "code": one["id"]}
            for one in found
            if one.get("status") == "online"
        ]  # fmt: skip

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        if interval not in SECONDS:
            return []
        step = timedelta(seconds=SECONDS[interval])
        now, start, rows = datetime.now(UTC), since, {}
        for _ in range(CALLS):
            end = min(start + step * (MOST - 1), now)
            for row in self._candles(code, step, start, end):
                rows[row.time] = row
            if end >= now:
                break
            start = end + step
        return [rows[time] for time in sorted(rows) if time + step <= now]

    def stream(self, codes: Sequence[str]) -> Socket:
        wish = {"type": "subscribe", "product_ids": list(codes), "channels": ["ticker"]}
        return Socket(STREAM, (json.dumps(wish),), heard)

    def _candles(self, code: str, step: timedelta, start: datetime, end: datetime) -> list[Row]:
        query = urlencode(
            {"granularity": int(step.total_seconds()), "start": start.isoformat(),
             "end": end.isoformat()}
        )  # fmt: skip
        found = json_of(self.fetch(f"{SITE}/products/{code}/candles?{query}"))
        if not isinstance(found, list) or any(len(one) != 6 for one in found):
            raise BadAnswer("its candles have another shape")
        return [_row(*one) for one in reversed(found)]


def _row(time: object, *numbers: object) -> Row:
    """Low and high stand before open and close."""
    low, high, opened, close, volume = (decimal_of(number) for number in numbers)
    return Row(of_seconds(time), opened, high, low, close, volume)


def heard(text: str) -> list[Trade]:
    message = json.loads(text)
    if message.get("type") == "error":
        raise BadAnswer(f"it said: {str(message.get('message'))[:100]}")
    if message.get("type") != "ticker":
        return []
    size = message.get("last_size")
    return [
        Trade(
            message["product_id"],
            decimal_of(message["price"]),
            of_text(message["time"]),
            None if size is None else decimal_of(size),
        )
    ]
