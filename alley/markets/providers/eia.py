"""U.S. Energy Information Administration, API v2: daily spot prices of oil and gas, days late.

Codes are `route:series`, such as `petroleum/pri/spt:RBRTE` (Brent) and `:RWTC` (WTI).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from alley.markets.importing.prices import Row
from alley.markets.models import PriceKind
from alley.markets.providers.moments import midnight
from alley.markets.providers.protocol import Asked, Poll, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, decimal_of, json_of
from alley.markets.sessions import session_end

SITE = "https://api.eia.gov/v2"
PAGE = 5_000
KNOWN = {
    "petroleum/pri/spt:RBRTE": ("COMDTY:BRENT", "Brent crude oil", "USD/bbl", "$/BBL"),
    "petroleum/pri/spt:RWTC": ("COMDTY:WTI", "WTI crude oil", "USD/bbl", "$/BBL"),
    "natural-gas/pri/fut:RNGWHHD": ("COMDTY:NATGAS", "Henry Hub gas", "USD/MMBtu", "$/MMBTU"),
}


class Eia:
    name = "eia"
    terms = Terms(
        source="EIA spot",
        kind=PriceKind.EOD,
        key=True,
        public=True,
        note="In the public domain (US government); name the source. Rows are revised later.",
        address="https://www.eia.gov/about/copyrights_reuse.php",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch, self.key = asked.fetch, asked.key

    def instruments(self) -> Iterable[dict[str, str | None]]:
        return [
            {"symbol": symbol, "name": name, "kind": "commodity", "currency": "USD", "unit": unit,
             "code": code}
            for code, (symbol, name, unit, _) in KNOWN.items()
        ]  # fmt: skip

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        if interval != "1d":
            return []
        rows: list[Row] = []
        while True:
            found = self._page(code, since, len(rows))
            rows += found
            if len(found) < PAGE:
                return rows

    def stream(self, codes: Sequence[str]) -> Poll:
        """The newest day of each series, twice a day."""

        def ask() -> list[Trade]:
            recent = datetime.now().astimezone() - timedelta(days=21)
            return [trade for code in codes for trade in self._newest(code, recent)]

        return Poll(timedelta(hours=12), ask)

    def _newest(self, code: str, since: datetime) -> list[Trade]:
        rows = self._page(code, since, 0)
        symbol = KNOWN[code][0] if code in KNOWN else "COMDTY:BRENT"
        last = rows[-1:]
        return [Trade(code, row.close, session_end(symbol, row.time.date())) for row in last]

    def _page(self, code: str, since: datetime, offset: int) -> list[Row]:
        route, _, series = code.partition(":")
        query = [
            ("api_key", self.key), ("frequency", "daily"), ("data[0]", "value"),
            ("facets[series][]", series), ("start", f"{since:%Y-%m-%d}"),
            ("sort[0][column]", "period"), ("sort[0][direction]", "asc"),
            ("offset", str(offset)), ("length", str(PAGE)),
        ]  # fmt: skip
        answer = json_of(self.fetch(f"{SITE}/{route}/data/?{urlencode(query)}"))
        found = answer.get("response", {}).get("data") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise BadAnswer("there is no response.data in its answer")
        return [_row(one, code, series) for one in found if one.get("value") is not None]


def _row(one: dict[str, object], code: str, series: str) -> Row:
    """Values are strings; a parameter it does not know is ignored, so the series is checked."""
    if one.get("series") != series:
        raise BadAnswer(f"it answered series {one.get('series')}, not {series}")
    if code in KNOWN and one.get("units") != KNOWN[code][3]:
        raise BadAnswer(f"its unit is {one.get('units')}, not {KNOWN[code][3]}")
    return Row(midnight(one.get("period")), None, None, None, decimal_of(one.get("value")), None)
