"""Market sentences checked against the prices."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from alley.markets import demo
from alley.markets.actions import Origin, import_prices
from alley.markets.claims.periods import find_period
from alley.markets.importing.prices import Row
from alley.markets.models import Bar, Instrument
from alley.markets.queries import checked_claims

KNOWN = Path(__file__).parent / "claims-known.tsv"
ALMATY = "Oil prices rose more than 1% on Thursday and uranium has also jumped since the clashes."
TOLD = datetime(2022, 1, 6, 14, 16, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def answers(text: str, told: datetime = TOLD) -> dict[str, str]:
    return {one.claim.symbol: one.verdict.answer for one in checked_claims(text, told)}


def test_known_sentences() -> None:
    """At least 95 of 100 are right, or say that they cannot tell; and few of those."""
    demo.load_demo_prices()
    right = honest = 0
    lines = KNOWN.read_text().splitlines()
    for line in lines:
        day, known, symbol, sentence = line.split("\t")
        told = datetime.fromisoformat(f"{day}T20:00:00+00:00")
        answer = answers(sentence, told).get(symbol, "none")
        right += answer == known
        honest += answer in {known, "cannot_tell", "none"}

    assert len(lines) >= 150
    assert honest / len(lines) >= 0.95
    assert right / len(lines) >= 0.93


def test_the_almaty_sentence_and_prices_swapped() -> None:
    """EIA spot: Brent 80.60 -> 81.99, WTI 77.83 -> 79.47."""
    demo.load_demo_prices()
    found = {one.claim.symbol: one for one in checked_claims(ALMATY, TOLD)}

    assert found["COMDTY:BRENT"].verdict.answer == "true"
    assert found["COMDTY:BRENT"].verdict.move == Decimal("1.72")
    assert found["COMDTY:WTI"].verdict.move == Decimal("2.11")
    assert found["COMDTY:URANIUM"].verdict.answer == "cannot_tell"
    assert found["COMDTY:BRENT"].as_dict()["evidence"] == [
        {"date": "2022-01-05", "price": "80.6"},
        {"date": "2022-01-06", "price": "81.99"},
    ]

    swap("COMDTY:BRENT", "2022-01-05", "2022-01-06")
    assert answers(ALMATY)["COMDTY:BRENT"] == "false"


def swap(symbol: str, one: str, other: str) -> None:
    instrument = Instrument.objects.get(symbol=symbol)
    bars = {
        day: Bar.objects.get(instrument=instrument, interval="1d", time=f"{day}T00:00:00+00:00")
        for day in (one, other)
    }
    rows = [
        Row(bars[day].time, None, None, None, bars[theirs].close, None)
        for day, theirs in ((one, other), (other, one))
    ]
    import_prices(instrument, rows, Origin("EIA spot"))


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("on Thursday", "2022-01-06", "2022-01-06"),
        ("on Friday", "2021-12-31", "2021-12-31"),
        ("yesterday", "2022-01-05", "2022-01-05"),
        ("on Jan 4", "2022-01-04", "2022-01-04"),
        ("on 4 January 2021", "2021-01-04", "2021-01-04"),
        ("on Dec. 28", "2021-12-28", "2021-12-28"),
        ("this week", "2022-01-03", "2022-01-06"),
        ("last week", "2021-12-27", "2022-01-02"),
        ("so far this year", "2022-01-01", "2022-01-06"),
        ("last year", "2021-01-01", "2021-12-31"),
        ("in December", "2021-12-01", "2021-12-31"),
        ("in 2020", "2020-01-01", "2020-12-31"),
    ],
)
def test_when_a_sentence_speaks_of(words: str, start: str, end: str) -> None:
    found = find_period(f"Brent rose {words}.", date(2022, 1, 6))

    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)
