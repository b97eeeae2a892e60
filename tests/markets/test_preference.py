"""Of two sources of one instrument the better is heard, and neither takes turns with the other."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from alley.markets import actions
from alley.markets.models import Quote
from alley.markets.preference import LIVE, gives_way
from alley.markets.quotes import FRESH_LIVE
from alley.markets.tick import Tick

from .conftest import instrument

START = datetime(2026, 1, 6, 15, tzinfo=UTC)
NONE: frozenset[str] = frozenset()
KINDS = st.sampled_from(["realtime", "indicative", "delayed", "eod", "reference", "synthetic"])
TICKS = st.builds(
    lambda second, source, kind: Tick(
        "A", Decimal(1), START + timedelta(seconds=second), source, kind
    ),
    st.integers(0, 600),
    st.sampled_from(["one", "two"]),
    KINDS,
)


def tick(second: int, source: str, kind: str = "realtime", price: str = "80") -> Tick:
    moment = START + timedelta(seconds=second)
    return Tick("CRYPTO:BTC-USD", Decimal(price), moment, source, kind)


@given(TICKS, TICKS)
def test_a_source_never_waits_for_itself_nor_for_a_worse_or_silent_one(
    new: Tick, held: Tick
) -> None:
    if gives_way(new, held, NONE):
        assert new.source != held.source
        assert LIVE.index(new.kind) >= LIVE.index(held.kind)  # type: ignore[arg-type]
        assert new.time - held.time <= FRESH_LIVE


@given(TICKS, TICKS)
def test_of_two_live_sources_at_a_time_one_is_heard(one: Tick, two: Tick) -> None:
    live = one.kind in LIVE and two.kind in LIVE
    near = abs(one.time - two.time) <= FRESH_LIVE
    if live and near and one.source != two.source:
        assert gives_way(one, two, NONE) or gives_way(two, one, NONE)


def test_two_exchanges_do_not_take_turns_on_one_page(db: None) -> None:
    instrument("CRYPTO:BTC-USD", "Bitcoin", kind="crypto")
    recorded = actions.record_quotes(
        [tick(second, ("Coinbase", "Kraken")[second % 2]) for second in range(10)]
    )

    assert (recorded.accepted, recorded.beside) == (5, 5)
    assert Quote.objects.get().source == "Coinbase"


def test_the_better_source_takes_over_at_once_and_the_other_when_it_falls_silent(db: None) -> None:
    instrument("CRYPTO:BTC-USD", "Bitcoin", kind="crypto")
    heard = []
    for one in (tick(0, "slow", "delayed"), tick(1, "fast"), tick(2, "slow", "delayed"),
                tick(300, "slow", "delayed")):  # fmt: skip
        actions.record_quotes([one])
        heard.append(Quote.objects.get().source)

    assert heard == ["slow", "fast", "fast", "slow"]


@given(TICKS, TICKS)
def test_what_readers_must_not_see_never_takes_the_place_of_what_they_may(
    new: Tick, held: Tick
) -> None:
    if held.source == "two":
        assert not gives_way(new, held, frozenset({"two"}))


def test_a_price_that_somebody_let_in_is_taken_beside_another_source(db: None) -> None:
    instrument("CRYPTO:BTC-USD", "Bitcoin", kind="crypto")
    actions.record_quotes([tick(0, "Coinbase")])

    let_in = actions.record_quotes([tick(1, "Kraken", price="81")], guarded=False)

    assert let_in.accepted == 1
    assert Quote.objects.get().price == 81
