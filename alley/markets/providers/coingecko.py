"""CoinGecko: crypto averages over exchanges, asked for each minute. Code: `bitcoin/usd`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import midnight, of_milliseconds, of_seconds
from alley.markets.providers.protocol import Asked, Poll, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of, json_of

SITE = "https://api.coingecko.com/api/v3"
FARTHEST = 365  # days of history a demo key may ask for


class CoinGecko:
    name = "coingecko"
    terms = Terms(
        source="CoinGecko",
        kind=PriceKind.INDICATIVE,
        delay_minutes=1,
        key=True,
        public=True,
        note="A demo key: 30 calls a minute, 10,000 a month. Must be named wherever shown.",
        address="https://www.coingecko.com/en/api_terms",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch, self.key = asked.fetch, asked.key

    def instruments(self) -> Iterable[dict[str, str | None]]:
        return []

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        """Closes by day; an answer's last price is of now and stands for no day yet."""
        if interval != "1d":
            return []
        coin, _, money = code.partition("/")
        days = min((datetime.now(UTC) - since).days + 1, FARTHEST)
        answer = self._asked(
            f"coins/{coin}/market_chart", vs_currency=money, days=str(days), interval="daily"
        )
        found = answer.get("prices")
        if not isinstance(found, list) or any(len(one) != 2 for one in found):
            raise BadAnswer("there are no prices in its answer")
        closes = {_day_before(time): decimal_of(price) for time, price in found[:-1]}
        return [Row(day, None, None, None, close, None) for day, close in sorted(closes.items())]

    def stream(self, codes: Sequence[str]) -> Poll:
        return Poll(timedelta(minutes=5), lambda: self._latest(codes))

    def _latest(self, codes: Sequence[str]) -> list[Trade]:
        wanted: dict[str, set[str]] = defaultdict(set)
        for code in codes:
            coin, _, money = code.partition("/")
            wanted[money].add(coin)
        found = []
        for money, coins in wanted.items():
            answer = self._asked(
                "simple/price", ids=",".join(sorted(coins)), vs_currencies=money,
                include_last_updated_at="true", precision="full",
            )  # fmt: skip
            for coin in coins & set(answer):
                one = answer[coin]
                time = of_seconds(one.get("last_updated_at"))
                found.append(Trade(f"{coin}/{money}", decimal_of(one.get(money)), time))
        return found

    def _asked(self, what: str, **query: str) -> dict[str, Any]:
        full = urlencode({**query, "x_cg_demo_api_key": self.key})
        answer = json_of(self.fetch(f"{SITE}/{what}?{full}"))
        if not isinstance(answer, dict) or "status" in answer:
            raise BadAnswer(f"it said: {str(answer)[:100]}")
        return answer


def _day_before(time: object) -> datetime:
    """The price at midnight is the close of the day that ended."""
    return midnight((of_milliseconds(time) - timedelta(seconds=1)).date())
