"""A batch leaves behind what the same prices one by one would."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from alley.live import renewals
from alley.live.models import Event
from alley.markets import actions, queries
from alley.markets.models import Bar, CorporateAction, Quarantined, Quote
from alley.markets.taking import Last, Outcome, take
from alley.markets.tick import Tick

from .conftest import instrument

START = datetime(2022, 1, 6, 22, tzinfo=UTC)  # the next day begins two hours later
SYMBOLS = ("XNYS:A", "XLON:B", "XXXX:NOBODY")
PRICES = st.sampled_from(["80", "80.5", "81", "8050", "0.8", "0", "-37", "1e17", "NaN"])
TICKS = st.lists(
    st.builds(
        lambda symbol, price, minute, source: Tick(
            symbol, Decimal(price), START + timedelta(minutes=minute), *source
        ),
        st.sampled_from(SYMBOLS),
        PRICES,
        st.integers(0, 240),
        st.sampled_from([("desk", "realtime"), ("other", "realtime"), ("slow", "delayed")]),
    ),
    max_size=30,
)


@pytest.fixture
def shares(db: None) -> None:
    a, b = instrument("XNYS:A", "A"), instrument("XLON:B", "B", unit="GBp")
    for one, close in ((a, 79), (b, 400)):
        for day in (5, 6):
            time = datetime(2022, 1, day, tzinfo=UTC)
            Bar.objects.create(instrument=one, interval="1d", time=time, close=close + day)
    CorporateAction.objects.create(
        instrument=b, kind="split", ex_date=date(2022, 1, 7), new=Decimal(100), old=Decimal(1)
    )


def left_behind() -> dict[str, Any]:
    names = ("instrument__symbol", "price", "time", "source")
    return {
        "quotes": list(
            Quote.objects.order_by("instrument").values_list(*names, "previous_close", "kind")
        ),
        "log": sorted(
            (row.instrument, row.price, row.time, row.source, row.outcome)
            for row in queries.ticks_after(0)
        ),
        "kept away": sorted(Quarantined.objects.values_list(*names, "last")),
        "told": newest_told(),
    }


def newest_told() -> dict[str, Any]:
    """What a page with every symbol open knows after the last event of each."""
    told = renewals.opened(Event.objects.order_by("id"), {f"quotes:{one}" for one in SYMBOLS})
    return {event.topic: event.payload for event in told if event.topic.startswith("quotes:")}


@settings(max_examples=40, deadline=None)
@given(ticks=TICKS)
@pytest.mark.usefixtures("shares")
def test_a_batch_is_its_prices_one_by_one(ticks: list[Tick]) -> None:
    with undone():
        counts = actions.record_quotes(ticks)
        at_once = left_behind()
    with undone():
        for tick in sorted(ticks, key=lambda tick: tick.time):
            counted = actions.record_quotes([tick])
            assert counted.accepted <= counts.accepted
        assert left_behind() == at_once


class undone:
    """What happens inside is rolled back."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(*error)


def test_the_same_number_of_statements_for_two_prices_and_for_many(
    db: None,
) -> None:
    for n in range(40):
        instrument(f"XTST:I{n}", f"I{n}")

    def statements(many: int, minute: int) -> int:
        moment = START + timedelta(minutes=minute)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            actions.record_quotes(
                Tick(f"XTST:I{n}", Decimal(n + 1), moment, "x") for n in range(many)
            )
        return len(seen)

    assert statements(2, 1) == statements(40, 2)


def test_pages_hear_of_a_symbol_once_a_batch(shares: None) -> None:
    actions.record_quotes(
        Tick("XNYS:A", Decimal(80 + n), START + timedelta(seconds=n), "desk") for n in range(9)
    )

    (row,) = Event.objects.filter(topic=renewals.RENEWED)
    _, told = renewals.opened([row], {"quotes:XNYS:A"})
    assert told.payload["price"] == "88"


def test_a_known_symbol_without_a_price_is_not_unknown() -> None:
    tick = Tick("XNYS:A", Decimal(80), START, "desk")

    assert take([tick], {"XNYS:A": None}, never, frozenset(), guarded=True).outcomes == [
        Outcome.TAKEN
    ]
    assert take([tick], {}, never, frozenset(), guarded=True).outcomes == [Outcome.UNKNOWN]


def test_a_price_kept_away_is_not_the_last_price() -> None:
    held = {"XNYS:A": Last(Decimal(80), START, "desk", "indicative")}
    ticks = [
        Tick("XNYS:A", Decimal(price), START + timedelta(minutes=at), "desk")
        for at, price in enumerate(("8000", "8010", "81"), start=1)
    ]

    taken = take(ticks, held, never, frozenset(), guarded=True)
    assert taken.outcomes == [Outcome.QUARANTINED, Outcome.QUARANTINED, Outcome.TAKEN]
    assert [last for _, last in taken.kept_away] == [80, 80]


def never(symbol: str, last: datetime, time: datetime) -> bool:
    return False
