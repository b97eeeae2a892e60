"""The log of ticks: what came, in order, until everybody has read it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from alley.markets import actions, queries
from alley.markets.actions import Tick, ticks
from alley.markets.models import Instrument, LoggedTick

MORNING = datetime(2022, 1, 6, 9, 0, tzinfo=UTC)


def tick(price: str, minute: int, volume: str | None = None) -> Tick:
    traded = None if volume is None else Decimal(volume)
    moment = MORNING + timedelta(minutes=minute)
    return Tick("COMDTY:BRENT", Decimal(price), moment, "desk", volume=traded)


def outcomes() -> list[tuple[str, str]]:
    rows = LoggedTick.objects.order_by("id").values_list("price", "outcome")
    return [(f"{price.normalize():f}", outcome) for price, outcome in rows]


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
    assert LoggedTick.objects.earliest("id").volume == 12


def test_what_is_no_price_is_refused_and_leaves_the_quote(brent: Instrument) -> None:
    actions.record_quotes([tick("80.6", 0)])
    wrong = [tick(text, 1) for text in ("NaN", "Infinity", "1e308", "-1e17")]

    assert actions.record_quotes(wrong).refused == 4
    assert queries.quotes_for(["COMDTY:BRENT"])["COMDTY:BRENT"].price == Decimal("80.6")
    assert len(outcomes()) == 1


def test_a_reader_goes_on_from_its_position(brent: Instrument) -> None:
    actions.record_quotes([tick("80", 0), tick("81", 1), tick("82", 2)])
    first = list(queries.ticks_after(0, limit=2))
    actions.advance_reader("bars", first[-1].pk)

    position = queries.position_of("bars")
    assert position is not None
    assert [row.price for row in queries.ticks_after(position)] == [82]
    assert queries.position_of("nobody") is None


def test_the_log_forgets_what_is_old_and_read(brent: Instrument) -> None:
    actions.record_quotes([tick("80", 0), tick("81", 1), tick("82", 2)])
    now = timezone.now()
    newest = queries.newest_tick()
    actions.advance_reader("bars", newest - 1)

    assert ticks.prune(now) == 0
    assert ticks.prune(now + timedelta(days=3)) == 2
    assert [row.pk for row in queries.ticks_after(0)] == [newest]
    assert ticks.prune(now + timedelta(days=8)) == 1  # nobody comes any more
