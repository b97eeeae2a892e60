"""Finnhub: US shares pushed as they trade. Its candles are paid for, so history comes from
elsewhere. Code: its symbol, such as `AAPL`."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import of_milliseconds
from alley.markets.providers.protocol import Asked, Socket, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of

STREAM = "wss://ws.finnhub.io?token="


class Finnhub:
    name = "finnhub"
    terms = Terms(
        source="Finnhub",
        kind=PriceKind.REALTIME,
        key=True,
        note="Free keys are for personal use: showing prices to others needs a licence.",
        address="https://finnhub.io/terms-of-service",
    )

    def __init__(self, asked: Asked) -> None:
        self.key = asked.key

    def instruments(self) -> Iterable[dict[str, str | None]]:
        return []

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        return []

    def stream(self, codes: Sequence[str]) -> Socket:
        hello = tuple(json.dumps({"type": "subscribe", "symbol": code}) for code in codes)
        return Socket(STREAM + self.key, hello, heard)


def heard(text: str) -> list[Trade]:
    message = json.loads(text, parse_float=Decimal)
    if message.get("type") == "error":
        raise BadAnswer(f"it said: {str(message.get('msg'))[:100]}")
    if message.get("type") != "trade":
        return []  # a ping
    return [
        Trade(one["s"], decimal_of(one["p"]), of_milliseconds(one["t"]), decimal_of(one["v"]))
        for one in message.get("data") or []
    ]
