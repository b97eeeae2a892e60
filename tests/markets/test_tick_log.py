"""The log of ticks: what came, in order, until everybody has read it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alley.markets import actions, queries
from alley.markets.actions import Tick, ticks
from alley.markets.models import Instrument, TickPack
from alley.markets.taking import Outcome
from alley.markets.ticklog import EPOCH, packed, unpacked

MORNING = datetime(2022, 1, 6, 9, 0, tzinfo=UTC)


def tick(price: str, minute: int, volume: str | None = None) -> Tick:
    traded = None if volume is None else Decimal(volume)
    moment = MORNING + timedelta(minutes=minute)
    return Tick("COMDTY:BRENT", Decimal(price), moment, "desk", volume=traded)


def outcomes() -> list[tuple[str, str]]:
    return [(f"{row.price.normalize():f}", row.outcome) for row in queries.ticks_after(0)]


def test_every_tick_is_logged_with_what_became_of_it(brent: Instrument) -> None:
    actions.record_quotes([tick("80.6", 0, volume="12"), tick("81", 2)])
    actions.record_quotes([tick("80.9", 1), tick("8100", 3), tick("82", 4)])

    assert outcomes() == [
        ("80.6", "accepted"),
        ("81", "accepted"),
        ("80.9", "late"),
        ("8100", "quarantined"),
        ("82", "accepted"),
    ]
    assert next(queries.ticks_after(0)).volume == 12


def test_what_is_no_price_is_refused_and_leaves_the_quote(brent: Instrument) -> None:
    actions.record_quotes([tick("80.6", 0)])
    wrong = [tick(text, 1) for text in ("NaN", "Infinity", "1e308", "-1e17")]

    assert actions.record_quotes(wrong).refused == 4
    assert queries.quotes_for(["COMDTY:BRENT"])["COMDTY:BRENT"].price == Decimal("80.6")
    assert len(outcomes()) == 1


def test_a_reader_goes_on_from_its_position(brent: Instrument) -> None:
    actions.record_quotes([tick("80", 0), tick("81", 1), tick("82", 2)])
    first, second, _ = queries.ticks_after(0)
    assert (first.id, second.id) == (1, 2)
    actions.advance_reader("bars", second.id)

    position = queries.position_of("bars")
    assert position is not None
    assert [row.price for row in queries.ticks_after(position)] == [82]
    assert queries.position_of("nobody") is None


def test_a_batch_is_one_row_and_a_large_one_a_few(
    brent: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticks, "PACK", 4)
    actions.record_quotes(tick(str(80 + n), n) for n in range(6))
    actions.record_quotes([tick("90", 9)])

    assert list(TickPack.objects.values_list("last", "count")) == [(4, 4), (6, 2), (7, 1)]
    assert [row.id for row in queries.ticks_after(3)] == [4, 5, 6, 7]
    assert [len(pack) for pack in queries.packs_after(0, limit=5)] == [4, 2]


@given(
    price=st.decimals(-(10**15), 10**15, places=8) | st.sampled_from([Decimal("1E+3")]),
    volume=st.none() | st.decimals(0, 10**9, places=3),
    after=st.timedeltas(timedelta(), timedelta(days=120_000)),
)
def test_what_is_read_is_what_came(
    price: Decimal, volume: Decimal | None, after: timedelta
) -> None:
    time = EPOCH + after
    came = Tick("COMDTY:BRENT", price, time, "a desk", "realtime", volume=volume)
    other = Tick("COMDTY:WTI", Decimal("81.999999999"), time, "another", "delayed")
    instruments = {came.symbol: 3, other.symbol: 4}
    content = packed([came, other], instruments, [Outcome.TAKEN, Outcome.LATE])

    assert list(unpacked(9, 2, content).rows()) == [
        (8, 3, price, volume, time, "a desk", "realtime", "accepted"),
        (9, 4, 82, None, time, "another", "delayed", "late"),
    ]


def test_the_log_forgets_what_is_old_and_read(brent: Instrument) -> None:
    for minute in range(3):
        actions.record_quotes([tick(str(80 + minute), minute)])
    actions.advance_reader("bars", 1)
    now = timezone.now()

    assert ticks.prune(now) == 0
    assert ticks.prune(now + timedelta(days=3)) == 1
    assert [row.id for row in queries.ticks_after(0)] == [2, 3]
    assert ticks.prune(now + timedelta(days=8)) == 1  # nobody comes any more
    assert queries.newest_tick() == 3  # kept: the next one is at 4
