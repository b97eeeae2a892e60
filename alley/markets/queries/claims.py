"""What a text says of prices, checked against them; each answer with the rows that say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from alley.markets.claims import Claim, DayPrice, Verdict, check, find_claims
from alley.markets.mentions import Mention, link
from alley.markets.models import Adjustment, Instrument, Interval
from alley.markets.queries.series import Series, series_of
from alley.markets.quotes import text_of, text_or_none

AFTER = timedelta(days=10)  # a claim is of the past; the day's own close may come later


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    claim: Claim
    verdict: Verdict
    name: str
    source: str
    kind: str
    adjustment: str

    def as_dict(self) -> dict[str, Any]:
        """The contract's claim, with whose prices decided."""
        claim, verdict = self.claim, self.verdict
        return {
            "text": claim.text,
            "start": claim.start,
            "end": claim.end,
            "symbol": claim.symbol,
            "name": self.name,
            "claims": claim.kind,
            "direction": claim.direction,
            "threshold_percent": text_or_none(claim.threshold_percent),
            "amount": text_or_none(claim.amount),
            "date": claim.period.end.isoformat(),
            "since": claim.period.start.isoformat() if not claim.period.is_day else None,
            "verdict": verdict.answer,
            "why": verdict.why,
            "move_percent": text_or_none(verdict.move),
            "evidence": [
                {"date": row.day.isoformat(), "price": text_of(row.close)} for row in verdict.rows
            ],
            "source": self.source or None,
            "quote_kind": self.kind or None,
            "adjustment": self.adjustment or None,
        }


def checked_claims(
    text: str, told: datetime, places: Iterable[Mention] | None = None
) -> list[CheckedClaim]:
    """Every claim of a text in reading order; `told` is its first publication."""
    found = find_claims(text, link(text, as_of=told.date()) if places is None else places, told)
    symbols = list(dict.fromkeys(claim.symbol for claim in found))
    known = Instrument.objects.in_bulk(symbols, field_name="symbol")
    series = {symbol: _series(symbol, told) for symbol in symbols if symbol in known}
    prices = {symbol: _prices(one) for symbol, one in series.items()}
    return [
        _checked(claim, known[claim.symbol].name, series[claim.symbol], prices[claim.symbol])
        for claim in found
        if claim.symbol in known
    ]


def _series(symbol: str, told: datetime) -> Series:
    return series_of(symbol, Interval.DAY, end=told + AFTER, adjust=Adjustment.SPLIT)


def _prices(series: Series) -> list[DayPrice]:
    return [
        DayPrice(bar.time.astimezone(UTC).date(), bar.close, bar.high, bar.low)
        for bar in series.columns.views()
    ]


def _checked(claim: Claim, name: str, series: Series, prices: list[DayPrice]) -> CheckedClaim:
    origin = series.origins[0] if series.origins else None
    return CheckedClaim(
        claim=claim,
        verdict=check(claim, prices),
        name=name,
        source=origin.source if origin else "",
        kind=origin.kind if origin else "",
        adjustment=str(Adjustment(series.adjustment).label) if origin else "",
    )
