"""What each provider's answers mean, and which of them are not believed."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from alley.egress import Fetched
from alley.markets.importing.prices import Row
from alley.markets.providers import PROVIDERS, binance, coinbase, finnhub, kraken, terms_of
from alley.markets.providers.protocol import Asked, Poll, Socket, Trade
from alley.markets.providers.sanity import BadAnswer, believable, json_of

from .conftest import World, lines, recorded

Asking = Callable[..., Asked]
JANUARY = datetime(2022, 1, 1, tzinfo=UTC)
TRADED = datetime(2022, 1, 6, 14, 16, tzinfo=UTC)


def shown(rows: list[Row]) -> list[tuple[str, str]]:
    return [(f"{row.time:%Y-%m-%d %H:%M}", str(row.close)) for row in rows]


def test_ecb_pairs_and_crosses(asking: Asking) -> None:
    ecb = PROVIDERS["ecb"](asking(hist="ecb-hist.zip", eurofxref_zip="ecb-daily.zip"))

    euro = ecb.history("EUR/USD", "1d", JANUARY)

    assert ("2022-01-06 00:00", "1.1315") in shown(euro)
    assert [row.time for row in euro] == sorted(row.time for row in euro)
    (yen,) = [row for row in ecb.history("USD/JPY", "1d", JANUARY) if row.time.day == 6]
    assert yen.close == round(Decimal("131.05") / Decimal("1.1315"), 3)
    assert ecb.history("EUR/EEK", "1d", JANUARY) == []  # N/A since Estonia has the euro
    assert ecb.history("EUR/USD", "1m", JANUARY) == []


def test_ecb_today(asking: Asking) -> None:
    ecb = PROVIDERS["ecb"](asking(eurofxref_zip="ecb-daily.zip", eurofxref="ecb-daily.zip"))

    poll = ecb.stream(["EUR/USD", "EUR/XXX"])

    assert isinstance(poll, Poll)
    (trade,) = poll.ask()
    assert trade.code == "EUR/USD"
    assert trade.time == datetime(2026, 10, 30, 15, 0, tzinfo=UTC)
    assert {"symbol": "FX:EUR-USD", "code": "EUR/USD"}.items() <= {
        key: value for row in ecb.instruments() if row["code"] == "EUR/USD"
        for key, value in row.items()
    }.items()  # fmt: skip


def test_ecb_archives_that_are_none_or_too_large(world: World) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eurofxref-hist.csv", bytes(30_000_000))
    for body in (b"PK nonsense", bomb.getvalue()):
        world.answers = {"": Fetched(200, "", {"content-type": "application/zip"}, body)}
        with pytest.raises(BadAnswer):
            PROVIDERS["ecb"](Asked(fetch=world)).history("EUR/USD", "1d", JANUARY)


def test_eia_in_its_unit(asking: Asking, world: World) -> None:
    eia = PROVIDERS["eia"](asking(v2="eia.json"))

    rows = eia.history("petroleum/pri/spt:RBRTE", "1d", JANUARY)

    assert shown(rows)[-2:] == [("2022-01-05 00:00", "80.6"), ("2022-01-06 00:00", "81.99")]
    assert "facets%5Bseries%5D%5B%5D=RBRTE" in world.asked[0]
    with pytest.raises(BadAnswer, match="answered series RBRTE, not RWTC"):
        eia.history("petroleum/pri/spt:RWTC", "1d", JANUARY)
    other = json.loads(recorded("eia.json").body.replace(b"$/BBL", b"$/GAL"))
    world.answers = {"": Fetched(200, "", {"content-type": "application/json"}, _bytes(other))}
    with pytest.raises(BadAnswer, match="its unit is"):
        eia.history("petroleum/pri/spt:RBRTE", "1d", JANUARY)


def _bytes(value: object) -> bytes:
    return json.dumps(value).encode()


def test_fred_skips_holidays_and_refuses_what_is_owned(asking: Asking) -> None:
    free = PROVIDERS["fred"](asking(observations="fred.json", series="fred-series.json"))
    owned = PROVIDERS["fred"](asking(observations="fred.json", series="fred-series-owned.json"))

    with pytest.raises(BadAnswer, match="copyright"):
        owned.history("SP500", "1d", JANUARY)

    free = PROVIDERS["fred"](asking(observations="fred.json", series="fred-series.json"))
    assert shown(free.history("DCOILBRENTEU", "1d", JANUARY))[-1] == ("2022-01-06 00:00", "81.99")


@pytest.mark.parametrize(
    ("name", "code", "file"),
    [
        ("coinbase", "BTC-USD", "coinbase-candles.json"),
        ("kraken", "BTC/USD", "kraken-ohlc.json"),
        ("binance", "BTCUSDT", "binance-klines.json"),
    ],
)
def test_the_same_minutes_from_three_exchanges(
    asking: Asking, name: str, code: str, file: str
) -> None:
    """Newest first, low before open, strings or numbers: the same bars."""
    rows = PROVIDERS[name](asking(http=file)).history(code, "1m", TRADED)

    assert rows[:2] == [
        Row(datetime(2022, 1, 6, 14, 15, tzinfo=UTC), *map(Decimal, ("43110", "43125", "43101.7")),
            Decimal("43122.3"), Decimal("1.00000001")),
        Row(datetime(2022, 1, 6, 14, 16, tzinfo=UTC), *map(Decimal, ("43122.3", "43155.2")),
            Decimal(43120), Decimal(43150), Decimal("2.1")),
    ]  # fmt: skip


def test_krakens_old_names_and_unfinished_bar(asking: Asking, world: World) -> None:
    rows = PROVIDERS["kraken"](asking(http="kraken-ohlc.json")).history("BTC/USD", "1m", TRADED)

    assert len(rows) == 2  # the third is under way
    assert "pair=XBTUSD&interval=1&since=1641478560" in world.asked[0]


def test_what_exchanges_offer(asking: Asking) -> None:
    found = {
        name: [row["symbol"] for row in PROVIDERS[name](asking(http=file)).instruments()]
        for name, file in (
            ("coinbase", "coinbase-products.json"),
            ("kraken", "kraken-pairs.json"),
            ("binance", "binance-info.json"),
        )
    }

    assert found == {
        "coinbase": ["CRYPTO:BTC-USD"],
        "kraken": ["CRYPTO:BTC-USD", "CRYPTO:ETH-EUR"],
        "binance": ["CRYPTO:BTC-USDT"],
    }


def test_an_error_that_comes_as_success(asking: Asking) -> None:
    with pytest.raises(BadAnswer, match="Unknown asset pair"):
        PROVIDERS["kraken"](asking(http="kraken-error.json")).history("ZZZ/USD", "1m", TRADED)


@pytest.mark.parametrize(
    ("heard", "file", "expected"),
    [
        (coinbase.heard, "coinbase-ticker.jsonl", [("43161.02", "0.0152"), ("43162.5", "0.5")]),
        (kraken.heard, "kraken-trade.jsonl", [("43161.2", "0.01523"), ("43161.3", "1.1")]),
        (binance.heard, "binance-trade.jsonl", [("43161.02000000", "0.01500000")]),
        (finnhub.heard, "finnhub-trade.jsonl", [("172.17", "100"), ("172.18", "0.5")]),
    ],
)
def test_what_is_heard(
    heard: Callable[[str], list[Trade]], file: str, expected: list[tuple[str, str]]
) -> None:
    found: list[Trade] = []
    problems: list[str] = []
    for message in lines(file):
        try:
            found += heard(message)
        except BadAnswer as error:
            problems.append(str(error))

    assert [(str(trade.price), str(trade.volume)) for trade in found] == expected
    assert found[0].time.replace(microsecond=0) == TRADED
    assert all("it said" in problem for problem in problems)


def test_coingecko_by_day_and_now(asking: Asking) -> None:
    gecko = PROVIDERS["coingecko"](
        asking(chart="coingecko-chart.json", price="coingecko-price.json")
    )

    rows = gecko.history("bitcoin/usd", "1d", JANUARY)
    poll = gecko.stream(["bitcoin/usd", "ethereum/usd", "nothing/usd"])

    # midnight of the 6th closes the 5th; the price of now closes nothing
    assert shown(rows) == [("2022-01-04 00:00", "46458.117"), ("2022-01-05 00:00", "43425.3614")]
    assert isinstance(poll, Poll)
    assert sorted((trade.code, trade.price) for trade in poll.ask()) == [
        ("bitcoin/usd", Decimal("43161.0213")),
        ("ethereum/usd", Decimal("3418.4")),
    ]
    with pytest.raises(BadAnswer, match="exceeded"):
        PROVIDERS["coingecko"](asking(http="coingecko-limit.json")).history(
            "bitcoin/usd", "1d", JANUARY
        )


def test_massive_as_traded_or_not_at_all(asking: Asking, world: World) -> None:
    rows = PROVIDERS["massive"](asking(http="massive.json")).history("AAPL", "1d", JANUARY)

    assert shown(rows) == [("2022-01-06 00:00", "172"), ("2022-01-07 00:00", "172.17")]
    assert "adjusted=false" in world.asked[0]
    with pytest.raises(BadAnswer, match="adjusted"):
        PROVIDERS["massive"](asking(http="massive-adjusted.json")).history("AAPL", "1d", JANUARY)


class Frame:
    """As much of yfinance's table as is read."""

    def __init__(self, times: list[datetime], **columns: list[float]) -> None:
        self.index = [type("Stamp", (), {"to_pydatetime": lambda self, t=t: t})() for t in times]
        self.columns = columns

    def __getitem__(self, name: str) -> "Frame":
        self.cells = self.columns[name]
        return self

    def tolist(self) -> list[float]:
        return self.cells


def test_yahoo_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [datetime(2022, 1, 6, tzinfo=UTC), datetime(2022, 1, 7, tzinfo=UTC)]
    prices = [123.26000213, float("nan")]
    frame = Frame(days, Open=prices, High=prices, Low=prices, Close=prices, Volume=[1e6, 0.0])
    asked: dict[str, object] = {}

    class Ticker:
        def __init__(self, code: str) -> None:
            asked["code"] = code

        def history(self, **options: object) -> Frame:
            asked.update(options)
            return frame

    yahoo = PROVIDERS["yahoo"](Asked())
    with pytest.raises(BadAnswer, match="not installed"):
        yahoo.history("CVX", "1d", JANUARY)
    monkeypatch.setattr(
        "alley.markets.providers.yahoo.import_module",
        lambda name: type("Y", (), {"Ticker": Ticker}),
    )

    assert shown(yahoo.history("CVX", "1d", JANUARY)) == [("2022-01-06 00:00", "123.260002")]
    assert (asked["code"], asked["auto_adjust"]) == ("CVX", False)


def test_files_in_the_operators_folder(tmp_path: Path, settings: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "prices").mkdir()
    (tmp_path / "prices" / "brent.csv").write_text(
        "Date,Close\n2021-12-31,77.24\n2022-01-06,81.99\n"
    )
    (tmp_path / "secret.csv").write_text("Date,Close\n2022-01-06,1\n")
    files = PROVIDERS["files"](Asked())

    assert shown(files.history("brent.csv", "1d", JANUARY)) == [("2022-01-06 00:00", "81.99")]
    for code in ("../secret.csv", "missing.csv", "/etc/passwd"):
        with pytest.raises(BadAnswer, match="there is no file"):
            files.history(code, "1d", JANUARY)


def test_parquet(tmp_path: Path, settings: object) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "prices").mkdir()
    table = arrow.table({"date": [TRADED.date()], "close": [Decimal("81.99")], "volume": [None]})
    parquet.write_table(table, tmp_path / "prices" / "brent.parquet")
    (tmp_path / "prices" / "broken.parquet").write_bytes(b"PAR1 nonsense")
    files = PROVIDERS["files"](Asked())

    assert shown(files.history("brent.parquet", "1d", JANUARY)) == [("2022-01-06 00:00", "81.99")]
    with pytest.raises(BadAnswer, match="not a Parquet file"):
        files.history("broken.parquet", "1d", JANUARY)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (recorded("proof-of-work.html"), "answered text/html, not application/json"),
        (recorded("eia.json", 500), "answered 500"),
        (recorded("eia.json", 429, **{"retry-after": "120"}), "asked too often"),
        (Fetched(200, "", {"content-type": "application/json"}, b" "), "answered nothing"),
        (Fetched(200, "", {"content-type": "application/json"}, b"{"), "its JSON is broken"),
    ],
)
def test_success_is_more_than_200(answer: Fetched, reason: str) -> None:
    with pytest.raises(BadAnswer, match=reason) as refused:
        json_of(answer)
    assert refused.value.wait == (120 if answer.status == 429 else 0)


def day(number: int, price: str) -> Row:
    time = datetime(2022, 1, number, tzinfo=UTC)
    return Row(time, None, None, None, Decimal(price), None)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([day(5, "1"), day(4, "2")], "out of order"),
        ([day(5, "1"), day(5, "2")], "out of order or stand twice"),
        ([day(5, "1"), day(25, "2")], "which is to come"),
        ([day(number, "81.99") for number in range(1, 15)], "a frozen series"),
        ([day(5, "8200")], "another unit"),
        ([day(5, "0.82")], "another unit"),
    ],
)
def test_rows_that_cannot_be_right(rows: list[Row], reason: str) -> None:
    with pytest.raises(BadAnswer, match=reason):
        believable(rows, now=datetime(2022, 1, 20, tzinfo=UTC), last=Decimal("81.99"))


def test_rows_that_can(world: World) -> None:
    rows = [day(4, "80"), day(5, "-36.98")]

    assert believable(rows, now=datetime(2022, 1, 20, tzinfo=UTC), last=Decimal("81.99")) == rows
    assert believable([], now=JANUARY) == []


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_says_its_terms(name: str) -> None:
    terms = terms_of(name)
    page = (Path(__file__).parents[3] / "docs/operator/prices.md").read_text()

    assert terms.source
    assert terms.note
    assert f"| {name} |" in page, f"add a row for {name} to docs/operator/prices.md"
    stream = PROVIDERS[name](Asked()).stream(["X"])
    assert stream is None or isinstance(stream, Socket | Poll)
