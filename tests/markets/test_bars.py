"""Price history: any interval from the finest stored, adjusted, thinned, exact."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from alley.markets import actions, queries
from alley.markets.actions import Origin, packs
from alley.markets.adjustments import Split, adjusted, ladder, stepped
from alley.markets.charts.bars import BarView
from alley.markets.columns import Columns, from_lists, thinned
from alley.markets.importing.prices import Row
from alley.markets.models import Adjustment, BarPack, Instrument, Kind
from alley.markets.packing import packed, unpacked

from .conftest import instrument

TEST = Origin("test")
JANUARY = datetime(2024, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def row(time: str | datetime, *prices: str, volume: str = "1") -> Row:
    """open, high, low, close; or one price for all of them."""
    values = [Decimal(price) for price in (prices if len(prices) == 4 else prices * 4)]
    moment = at(time) if isinstance(time, str) else time
    return Row(moment, values[0], values[1], values[2], values[3], Decimal(volume))


def minutes(start: str, count: int, first: int = 100) -> list[Row]:
    """One price a minute, a unit higher each."""
    return [row(at(start) + timedelta(minutes=n), str(first + n)) for n in range(count)]


def save(one: Instrument, rows: list[Row], interval: str = "1m", origin: Origin = TEST) -> None:
    actions.import_prices(one, rows, origin, interval=interval, quoted=False)


def shown(bars: Sequence[BarView]) -> list[tuple[str, str, str, str, str]]:
    return [
        (f"{b.time:%d %H:%M}", str(b.open), str(b.high), str(b.low), str(b.close)) for b in bars
    ]


@pytest.fixture
def coin(db: None) -> Instrument:
    return instrument("CRYPTO:BTC-USD", "Bitcoin", Kind.CRYPTO)


def test_hours_in_new_york_begin_with_the_session(chevron: Instrument) -> None:
    save(chevron, minutes("2024-01-03 14:28", 95))  # 9:28 to 11:03 there

    found = queries.bars_for("XNYS:CVX", "1h")

    assert shown(found) == [
        ("03 14:00", "100", "101", "100", "101"),  # before the opening
        ("03 14:30", "102", "161", "102", "161"),
        ("03 15:30", "162", "194", "162", "194"),
    ]


def test_hours_in_hong_kong_begin_again_after_lunch(db: None) -> None:
    tencent = instrument("XHKG:700", "Tencent")
    save(tencent, minutes("2024-01-03 03:00", 60) + minutes("2024-01-03 05:00", 90, 200))

    found = queries.bars_for("XHKG:700", "1h")

    assert [f"{bar.time:%H:%M}" for bar in found] == ["02:30", "03:30", "05:00", "06:00"]


def test_a_day_is_the_session_not_what_came_before_or_after(chevron: Instrument) -> None:
    save(chevron, minutes("2024-01-03 14:28", 395))  # two minutes before, three after

    (day,) = queries.bars_for("XNYS:CVX", "1d")

    assert shown([day]) == [("03 00:00", "102", "491", "102", "491")]
    assert day.volume == 390


def test_an_evening_in_new_york_belongs_to_the_next_day_of_currencies(db: None) -> None:
    euro = instrument("FX:EUR-USD", "Euro", Kind.FX)
    save(euro, minutes("2024-01-02 21:58", 4))  # 17:00 there is 22:00 UTC

    found = queries.bars_for("FX:EUR-USD", "1d")

    assert shown(found) == [
        ("02 00:00", "100", "101", "100", "101"),
        ("03 00:00", "102", "103", "102", "103"),
    ]


def test_weeks_and_months_are_made_of_days(coin: Instrument) -> None:
    days = [row(JANUARY + timedelta(days=n), str(100 + n)) for n in range(40)]
    save(coin, days, "1d")

    weeks, months = queries.bars_for(coin.symbol, "1w"), queries.bars_for(coin.symbol, "1mo")

    assert [f"{bar.time:%m-%d}" for bar in weeks] == [
        "01-01", "01-08", "01-15", "01-22", "01-29", "02-05",
    ]  # fmt: skip
    assert [(bar.open, bar.close, bar.volume) for bar in months] == [(100, 130, 31), (131, 139, 9)]


def test_stored_days_win_and_finer_bars_add_the_days_after(coin: Instrument) -> None:
    save(coin, [row("2024-01-03", "7")], "1d", Origin("official"))
    save(coin, minutes("2024-01-03 10:00", 5) + minutes("2024-01-04 10:00", 5, 200))

    series = queries.series_of(coin.symbol, "1d")

    assert shown(series.columns.views()) == [
        ("03 00:00", "7", "7", "7", "7"),
        ("04 00:00", "200", "204", "200", "204"),
    ]
    assert [origin.source for origin in series.origins] == ["test", "official"]


def test_missing_and_negative_prices_stay_as_they_are(wti: Instrument) -> None:
    only_close = Row(at("2020-04-20"), None, None, None, Decimal("-36.98"), None)
    save(wti, [row("2020-04-17", "18.31"), only_close, row("2020-04-21", "8.91")], "1d")

    days = queries.bars_for(wti.symbol)
    (month,) = queries.bars_for(wti.symbol, "1mo")

    assert (days[1].close, days[1].open, days[1].volume) == (Decimal("-36.98"), None, None)
    assert (month.low, month.volume, month.close) == (None, 2, Decimal("8.91"))


@pytest.fixture
def split_share(chevron: Instrument) -> Instrument:
    """4:1 on 4 January 2024, and a dividend of 1 on the 5th."""
    save(chevron, [row("2024-01-02", "400", volume="10"), row("2024-01-03", "404")], "1d")
    save(chevron, [row("2024-01-04", "101"), row("2024-01-05", "100")], "1d")
    actions.import_corporate_actions(
        [
            {"symbol": "XNYS:CVX", "kind": "split", "date": "2024-01-04", "ratio": "4:1"},
            {"symbol": "XNYS:CVX", "kind": "dividend", "date": "2024-01-05", "amount": "1"},
        ],
        source="test",
    )
    return chevron


@pytest.mark.parametrize(
    ("adjust", "closes"),
    [
        (None, ["400", "404", "101", "100"]),
        ("raw", ["400", "404", "101", "100"]),
        ("split", ["100", "101", "101", "100"]),
        ("total", ["99.00990099", "100", "100", "100"]),
    ],
)
def test_adjusted_on_demand(split_share: Instrument, adjust: str, closes: list[str]) -> None:
    found = queries.bars_for(split_share.symbol, adjust=adjust)

    assert [bar.close for bar in found] == [Decimal(close) for close in closes]


def test_a_replay_does_not_know_of_a_later_split(split_share: Instrument) -> None:
    end = at("2024-01-03")

    found = queries.bars_for(split_share.symbol, end=end, adjust="split", as_of=end.date())

    assert [bar.close for bar in found] == [400, 404]


def test_a_dividend_after_the_part_asked_for_still_counts(split_share: Instrument) -> None:
    (first,) = queries.bars_for(split_share.symbol, end=at("2024-01-02"), adjust="total")

    assert first.close == Decimal("99.00990099")


def test_a_series_that_came_adjusted_says_so_and_stays(chevron: Instrument) -> None:
    save(chevron, [row("2024-01-03", "101")], "1d", Origin("test", adjustment=Adjustment.TOTAL))
    split = {"symbol": "XNYS:CVX", "kind": "split", "date": "2024-01-04", "ratio": "4:1"}
    actions.import_corporate_actions([split], source="test")

    series = queries.series_of("XNYS:CVX", adjust="split")

    assert series.adjustment == Adjustment.TOTAL
    assert series.columns.views()[0].close == 101


@pytest.fixture
def small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "SIZE", 8)
    monkeypatch.setattr(packs, "READ", 16)
    monkeypatch.setattr(packs, "TAIL", 3)


def test_packed_and_loose_bars_are_one_history(coin: Instrument, small_packs: None) -> None:
    rows = minutes("2024-01-03 10:00", 40)
    save(coin, rows[:30])
    save(coin, rows[30:32])
    assert BarPack.objects.count() == 4

    save(coin, rows[32:])
    save(coin, [row("2024-01-03 10:05", "999")])  # a correction in the first pack
    save(coin, [row("2024-01-03 09:00", "1")])  # and an older one yet

    found = queries.bars_for(coin.symbol, "1m")
    assert [bar.close for bar in found] == [1, *(999 if n == 105 else n for n in range(100, 140))]
    part = queries.bars_for(coin.symbol, "1m", at("2024-01-03 10:06"), at("2024-01-03 10:20"))
    assert [bar.close for bar in part] == list(range(106, 121))
    assert queries.bars_for(coin.symbol, "15m")[1].high == 999


def test_importing_the_same_again_changes_nothing(coin: Instrument, small_packs: None) -> None:
    rows = minutes("2024-01-03 10:00", 20)
    first = actions.import_prices(coin, rows, TEST, interval="1m")
    packed_before = set(BarPack.objects.values_list("edition", flat=True))

    again = actions.import_prices(coin, rows, TEST, interval="1m")

    assert (first.new, again.unchanged, again.new) == (20, 20, 0)
    assert set(BarPack.objects.values_list("edition", flat=True)) == packed_before


NUMBERS = st.one_of(
    st.decimals(-(10**6), 10**6, places=8),
    st.decimals(-(10**10), 10**10, places=3),
    st.none(),
)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=12))
def test_packing_loses_nothing(values: list[tuple[Decimal | None, ...]]) -> None:
    times = np.arange(len(values), dtype=np.int64) * 60
    lists = [[one[place] for one in values] for place in range(5)]

    found = unpacked(packed(from_lists(times, lists))).views()

    for one, bar in zip(values, found, strict=True):
        for want, have in zip(one[:3], (bar.open, bar.high, bar.low), strict=True):
            assert near(want, have)
        assert near(one[3] or Decimal(0), bar.close)


def near(want: Decimal | None, have: Decimal | None) -> bool:
    """The same; beside a number of eleven digits, to seven places: eighteen digits are kept."""
    return want is have is None or abs(want - have) <= Decimal("0.0000001")  # type: ignore[operator]


def wave(count: int) -> Columns:
    times = np.arange(count, dtype=np.int64) * 60
    prices = [Decimal(n * 7919 % 10_007) / 100 - 40 for n in range(count)]
    return from_lists(times, [prices, prices, prices, prices, [None] * count])


@given(st.integers(1, 400), st.integers(1, 120))
def test_thinning_keeps_every_extreme(count: int, points: int) -> None:
    full, few = wave(count), thinned(wave(count), points)

    assert len(few) <= points
    assert few.high.max() == full.high.max()
    assert few.low.min() == full.low.min()
    assert (few.open[0], few.close[-1]) == (full.open[0], full.close[-1])


@given(st.integers(9, 400), st.integers(8, 120))
def test_thinning_a_line_keeps_real_points(count: int, points: int) -> None:
    closes = wave(count).close.tolist()
    nothing = [None] * count
    line = from_lists(
        np.arange(count, dtype=np.int64), [nothing, nothing, nothing, closes, nothing]
    )

    few = thinned(line, points)

    assert len(few) <= points
    assert few.close.max() == max(closes)
    assert few.close.min() == min(closes)
    assert all(closes[time] == close for time, close in zip(few.time, few.close, strict=True))


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 9), st.integers(1, 9)), max_size=4),
    st.lists(st.decimals(-50, 500, places=2), min_size=1, max_size=40),
)
def test_columns_and_single_bars_are_adjusted_alike(
    splits: list[tuple[int, int, int]], prices: list[Decimal]
) -> None:
    times = np.arange(len(prices), dtype=np.int64) * 86_400 + int(JANUARY.timestamp())
    columns = from_lists(times, [prices, prices, prices, prices, [None] * len(prices)])
    days = [
        Split(JANUARY.date() + timedelta(days=day), Decimal(new), Decimal(old))
        for day, new, old in splits
    ]
    steps = ladder(days, [], have="raw", want="split", close_before=lambda day: None)

    one, other = stepped(columns, steps, "UTC").views(), adjusted(columns.views(), steps)

    for a, b in zip(one, other, strict=True):
        assert abs(a.close - b.close) <= Decimal("0.00000001")


def test_over_the_api(split_share: Instrument, client: Client) -> None:
    answer = client.get("/api/v1/instruments/NYSE:CVX/bars?from=2024-01-03&to=2024-01-04").json()

    assert answer["items"][0] == {
        "time": "2024-01-03T00:00:00Z",
        "open": "101", "high": "101", "low": "101", "close": "101", "volume": "4",
    }  # fmt: skip
    assert answer["adjustment"] == "split"
    assert answer["sources"] == [{"source": "test", "kind": "eod", "adjustment": "split"}]
    bad = client.get("/api/v1/instruments/NYSE:CVX/bars?adjust=nonsense")
    assert bad.status_code == 422
    actions_url = "/api/v1/instruments/NYSE:CVX/corporate-actions"
    assert client.get(actions_url).json()["items"][0]["new"] == "4"
