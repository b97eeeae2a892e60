"""European Central Bank: euro reference rates, once a day about 16:00 in Frankfurt.

Codes are pairs: `EUR/USD` as published, `USD/JPY` as a cross rate of two published ones.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from alley.markets.importing.prices import Row, Unreadable, moment
from alley.markets.models import PriceKind
from alley.markets.providers.protocol import Asked, Poll, Terms, Trade
from alley.markets.providers.sanity import BadAnswer, body_of, decimal_of
from alley.markets.sessions import session_end

SITE = "https://www.ecb.europa.eu/stats/eurofxref"
LARGEST = 20_000_000  # bytes unpacked; the whole history since 1999 has two million
PLACES = 6  # significant digits of a cross rate, one more than the rates have


class Ecb:
    name = "ecb"
    terms = Terms(
        source="ECB",
        kind=PriceKind.REFERENCE,
        public=True,
        note="Free to reuse with the source named; for information, not for transactions.",
        address="https://www.ecb.europa.eu/services/using-our-site/disclaimer",
    )

    def __init__(self, asked: Asked) -> None:
        self.fetch = asked.fetch

    def instruments(self) -> Iterable[dict[str, str | None]]:
        newest = self._table("eurofxref.zip")[-1]
        return [
            {"symbol": f"FX:EUR-{code}", "name": f"EUR/{code}", "kind": "fx", "currency": code,
             "code": f"EUR/{code}"}
            for code in sorted(newest[1])
        ]  # fmt: skip

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        if interval != "1d":
            return []
        table = self._table("eurofxref-hist.zip")
        found = [(day, rate) for day, rates in table if (rate := _pair(code, rates)) is not None]
        return [Row(day, None, None, None, rate, None) for day, rate in found if day >= since]

    def stream(self, codes: Sequence[str]) -> Poll:
        def ask() -> list[Trade]:
            day, rates = self._table("eurofxref.zip")[-1]
            known = min(session_end("FX:EUR-USD", day.date()), datetime.now(UTC))
            pairs = [(code, _pair(code, rates)) for code in codes]
            return [Trade(code, rate, known) for code, rate in pairs if rate is not None]

        return Poll(timedelta(hours=1), ask)

    def _table(self, name: str) -> list[tuple[datetime, dict[str, Decimal]]]:
        """(day, units of each currency for a euro), oldest first."""
        packed = body_of(
            self.fetch(f"{SITE}/{name}"), "application/zip", "application/octet-stream"
        )
        lines = csv.DictReader(io.StringIO(_unzipped(packed)), skipinitialspace=True)
        found = [(_day(line.get("Date") or ""), _rates(line)) for line in lines]
        if not found:
            raise BadAnswer("its table is empty")
        return sorted(found, key=lambda row: row[0])


def _unzipped(packed: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            (only,) = archive.infolist()
            if only.file_size > LARGEST:
                raise BadAnswer("its table is too large")
            return archive.read(only).decode("utf-8-sig")
    except (zipfile.BadZipFile, ValueError) as error:
        if isinstance(error, BadAnswer):
            raise
        raise BadAnswer("its archive cannot be read") from None


def _day(written: str) -> datetime:
    try:
        return moment(written.strip())
    except Unreadable as error:
        raise BadAnswer(str(error)) from None


def _rates(line: dict[str, str | None]) -> dict[str, Decimal]:
    """`N/A` where a currency was not quoted, and an empty column at the end."""
    cells = {(name or "").strip(): (value or "").strip() for name, value in line.items() if name}
    return {
        name: decimal_of(value)
        for name, value in cells.items()
        if len(name) == 3 and value and value != "N/A"
    }


def _pair(code: str, rates: dict[str, Decimal]) -> Decimal | None:
    base, _, other = code.partition("/")
    rates = rates | {"EUR": Decimal(1)}
    if base not in rates or other not in rates:
        return None
    rate = rates[other] / rates[base]
    return rates[other] if base == "EUR" else round(rate, max(0, PLACES - 1 - rate.adjusted()))
