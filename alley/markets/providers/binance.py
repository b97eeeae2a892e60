"""Binance, its open market-data hosts: trades pushed, candles of 1,000. Code: `BTCUSDT`."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import of_milliseconds
from alley.markets.providers.protocol import Asked, Socket, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of, json_of

SITE = "https://data-api.binance.vision/api/v3"
STREAM = "wss://data-stream.binance.vision/stream?streams="
STEPS = {
    "1m": timedelta(minutes=1),
    "5m": timedelta(minutes=5),
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
}
MOST, CALLS = 1_000, 20


class Binance:
    name = "binance"
    terms = Terms(
        source="Binance",
        kind=PriceKind.REALTIME,
        note="No key; closed to some countries. Its terms restrict showing prices to others.",
        address="https://www.binance.com/en/terms",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch = asked.fetch

    def instruments(self) -> Iterable[dict[str, str | None]]:
        answer = json_of(self.fetch(f"{SITE}/exchangeInfo?permissions=SPOT"))
        found = answer.get("symbols") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise BadAnswer("there are no symbols in its answer")
        return [
            {"symbol": f"CRYPTO:{one['baseAsset']}-{one['quoteAsset']}", "kind": "crypto",
             "name": f"{one['baseAsset']}/{one['quoteAsset']}", "currency": one["quoteAsset"][:8],
             "code": one["symbol"]}
            for one in found
            if one.get("status") == "TRADING"
        ]  # fmt: skip

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        if interval not in STEPS:
            return []
        now, start, rows = datetime.now(UTC), since, list[Row]()
        for _ in range(CALLS):
            found = self._candles(code, interval, start)
            rows += found
            if len(found) < MOST:
                break
            start = found[-1].time + STEPS[interval]
        return [row for row in rows if row.time + STEPS[interval] <= now]

    def stream(self, codes: Sequence[str]) -> Socket:
        names = "/".join(f"{code.lower()}@trade" for code in codes)
        return Socket(STREAM + names, (), heard)

    def _candles(self, code: str, interval: str, start: datetime) -> list[Row]:
        began = int(start.timestamp() * 1000)
        query = f"symbol={code}&interval={interval}&startTime={began}&limit={MOST}"
        found = json_of(self.fetch(f"{SITE}/klines?{query}"))
        if not isinstance(found, list) or any(len(one) < 6 for one in found):
            raise BadAnswer("its candles have another shape")
        return [_row(*one[:6]) for one in found]


def _row(time: object, *numbers: object) -> Row:
    opened, high, low, close, volume = (decimal_of(number) for number in numbers)
    return Row(of_milliseconds(time), opened, high, low, close, volume)


def heard(text: str) -> list[Trade]:
    data = json.loads(text).get("data", {})
    if data.get("e") != "trade":
        return []
    price, size = decimal_of(data["p"]), decimal_of(data["q"])
    return [Trade(data["s"], price, of_milliseconds(data["T"]), size)]
