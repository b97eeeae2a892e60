"""What prices did after a story."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from alley.markets import demo, queries
from alley.markets.mentions import link
from alley.markets.reaction import NOT_MEANINGFUL, Price, measure

STORY = datetime(2022, 1, 6, 14, 16, tzinfo=UTC)


@pytest.fixture
def market(db: None) -> None:
    demo.load_demo_prices()


def test_the_day_of_the_almaty_story(market: None) -> None:
    """EIA spot: Brent 80.60 -> 81.99, WTI 77.83 -> 79.47."""
    brent, wti = queries.reaction_of(["COMDTY:BRENT", "COMDTY:WTI"], STORY)

    assert brent.windows[1].move_percent == Decimal("1.72")
    assert wti.windows[1].move_percent == Decimal("2.11")
    assert brent.as_dict()["reference"] == {"price": "80.6", "at": "2022-01-05T19:30:00Z"}


def test_what_is_missing_is_said(market: None) -> None:
    (bitcoin,) = queries.reaction_of(["CRYPTO:BTC-USD"], STORY)

    assert not bitcoin.measured
    assert bitcoin.windows[1].unavailable == "no price in the week before publication"


def test_a_percent_over_a_negative_price_means_nothing(market: None) -> None:
    (wti,) = queries.reaction_of(["COMDTY:WTI"], datetime(2020, 4, 21, 8, tzinfo=UTC))

    assert wti.windows[1].unavailable == NOT_MEANINGFUL


def test_a_planted_shock_is_found() -> None:
    start = datetime(2021, 1, 1, 21, tzinfo=UTC)
    own, market = [Price(start, Decimal(100))], [Price(start, Decimal(100))]
    for day in range(1, 270):
        swing = Decimal(day * 37 % 11 - 5) / 1000
        shock = Decimal("0.025") if day == 260 else Decimal(0)
        at = start + timedelta(days=day)
        market.append(Price(at, market[-1].price * (1 + swing)))
        own.append(Price(at, own[-1].price * (1 + Decimal("1.2") * swing + shock)))

    found = measure(start + timedelta(days=259, hours=12), own, market, benchmark_name="M")[1]

    assert found.abnormal_percent is not None
    assert abs(found.abnormal_percent - Decimal("2.5")) <= Decimal("0.1")


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("its operator Chevron (NYSE:CVX) said", ["XNYS:CVX", "XNYS:CVX"]),
        ("Oil prices rose more than 1%", ["COMDTY:BRENT", "COMDTY:WTI"]),
        ("disrupting bitcoin mining", ["CRYPTO:BTC-USD"]),
        ("Target the right audience with an Apple pie", []),
        ("ALMATY (Reuters) - the former Soviet Union, a Holiday Inn, TASS said", []),
        ("Apple shares rose as iPhone sales beat", ["XNAS:AAPL"]),
    ],
)
def test_instruments_in_text(db: None, text: str, symbols: list[str]) -> None:
    demo.import_starter_set()

    assert [mention.symbol for mention in link(text)] == symbols


def test_an_older_price_never_replaces_a_newer(market: None) -> None:
    (before,) = queries.quotes_for(["COMDTY:BRENT"]).values()
    late = demo.Tick("COMDTY:BRENT", Decimal(1), STORY, "test")

    assert demo.record_quotes([late]).late == 1
    assert queries.quotes_for(["COMDTY:BRENT"])["COMDTY:BRENT"].price == before.price


def test_pence_taken_for_pounds_are_kept_away(market: None) -> None:
    (before,) = queries.quotes_for(["COMDTY:BRENT"]).values()
    wrong = demo.Tick("COMDTY:BRENT", before.price * 100, before.time + timedelta(days=1), "test")

    assert demo.record_quotes([wrong]).quarantined == 1
