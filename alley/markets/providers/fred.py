"""FRED (Federal Reserve Bank of St. Louis): daily series by id, such as DCOILBRENTEU, DGS10.

Some series belong to others (S&P 500, ICE): those whose notes speak of copyright are refused.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import midnight
from alley.markets.providers.protocol import Asked, Poll, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of, json_of

SITE = "https://api.stlouisfed.org/fred"


class Fred:
    name = "fred"
    terms = Terms(
        source="FRED",
        kind=PriceKind.EOD,
        key=True,
        public=True,
        note="Public except series under somebody's copyright, which are refused here.",
        address="https://fred.stlouisfed.org/legal/",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch, self.key = asked.fetch, asked.key
        self._free: set[str] = set()

    def instruments(self) -> Iterable[dict[str, str | None]]:
        return []

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        if interval != "1d":
            return []
        self._refuse_copyright(code)
        start = f"{since:%Y-%m-%d}"
        answer = self._asked("series/observations", series_id=code, observation_start=start)
        found = answer.get("observations")
        if not isinstance(found, list):
            raise BadAnswer("there are no observations in its answer")
        return [
            Row(midnight(one.get("date")), None, None, None, decimal_of(one.get("value")), None)
            for one in found
            if one.get("value") != "."  # a holiday
        ]

    def stream(self, codes: Sequence[str]) -> Poll:
        def ask() -> list[Trade]:
            recent = datetime.now().astimezone() - timedelta(days=14)
            newest = [(code, self.history(code, "1d", recent)[-1:]) for code in codes]
            return [Trade(code, row.close, row.time) for code, rows in newest for row in rows]

        return Poll(timedelta(hours=6), ask)

    def _refuse_copyright(self, code: str) -> None:
        if code in self._free:
            return
        series = self._asked("series", series_id=code).get("seriess")
        if not isinstance(series, list) or len(series) != 1:
            raise BadAnswer(f"it has no series {code}")
        if "copyright" in str(series[0].get("notes", "")).lower():
            raise BadAnswer(f"{code} is under copyright of its owner: not to be shown")
        self._free.add(code)

    def _asked(self, what: str, **query: str) -> dict[str, Any]:
        full = urlencode({**query, "api_key": self.key, "file_type": "json"})
        answer = json_of(self.fetch(f"{SITE}/{what}?{full}"))
        if not isinstance(answer, dict):
            raise BadAnswer("its answer has another shape")
        return answer
