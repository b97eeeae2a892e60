"""A provider at work: gaps filled, prices taken as they come, failures waited out."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from websockets.sync.server import ServerConnection, serve

from alley import cli
from alley.accounts.models import Reader
from alley.egress import EgressRefused, Line, listen
from alley.egress.transport import Rule
from alley.markets import actions, queries
from alley.markets.breaker import FAILURES, FIRST, LONGEST, wait_after
from alley.markets.feeding.follower import Follower
from alley.markets.importing.prices import Row
from alley.markets.models import Bar, Feed, Instrument, Kind, Quarantined
from alley.markets.providers.protocol import Asked, Socket
from alley.markets.tick import Tick
from tests.markets.conftest import instrument

from .conftest import World, lines, recorded

LOOPBACK = Rule(resolve=lambda host, port: ["127.0.0.1"], allowed=lambda address: True, ports=None)


@pytest.fixture
def coin(db: None) -> Instrument:
    return instrument("CRYPTO:BTC-USD", "Bitcoin", Kind.CRYPTO)


@pytest.fixture
def euro(db: None) -> Instrument:
    return instrument("FX:EUR-USD", "Euro in dollars", Kind.FX)


def ecb(world: World) -> Follower:
    world.answers = {"hist": recorded("ecb-hist.zip"), "eurofxref.zip": recorded("ecb-daily.zip")}
    return Follower("ecb", asked=Asked(fetch=world))


@contextmanager
def peer(messages: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A provider on loopback: it says its messages to whoever greets it, then hangs up."""
    greetings: list[str] = []

    def answer(connection: ServerConnection) -> None:
        greetings.append(str(connection.recv()))
        for message in messages:
            connection.send(message)

    with serve(answer, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}", greetings
        finally:
            server.shutdown()
            thread.join()


def test_history_first_then_the_newest(euro: Instrument, world: World) -> None:
    actions.follow(provider="ecb", codes={"FX:EUR-USD": "EUR/USD"})

    assert ecb(world).turn(threading.Event())

    feed = Feed.objects.get()
    (quote,) = queries.quotes_for(["FX:EUR-USD"]).values()
    assert (quote.source, quote.kind) == ("ECB", "reference")
    assert quote.label == "Reference rate · ECB · 30 Oct 2026"
    assert feed.failures == 0
    assert feed.newest == datetime(2026, 10, 30, 15, tzinfo=UTC)


def test_no_gap_after_a_rest(coin: Instrument, world: World) -> None:
    """What was missed while the line was down comes from history, before the line is heard."""
    actions.follow(provider="kraken", codes={coin.symbol: "BTC/USD"}, licence="test")
    now = timezone.now().replace(second=0, microsecond=0)
    candles = [
        [int((now - timedelta(minutes=n)).timestamp()), "1", "2", "1", f"{n}", "1", "3", 4]
        for n in range(9, -1, -1)
    ]
    answer = json.dumps({"error": [], "result": {"XXBTZUSD": candles, "last": 1}}).encode()
    fetched = recorded("kraken-error.json")
    world.answers = {"": type(fetched)(200, "", fetched.headers, answer)}

    with peer(lines("kraken-trade.jsonl")[:4]) as (address, greetings):
        follower = Follower("kraken", asked=Asked(fetch=world), connect=_to(address))
        went_well = follower.turn(threading.Event())

    assert not went_well  # the peer hung up, which is noted
    assert "the line broke" in Feed.objects.get().problem
    assert json.loads(greetings[0])["params"]["symbol"] == ["BTC/USD"]
    assert Bar.objects.filter(interval="1m", source="Kraken").count() == 9
    assert [tick.price for tick in queries.ticks_after(0)] == [
        Decimal("43161.2"), Decimal("43161.3"),
    ]  # fmt: skip
    assert follower.caught_up is None  # the next turn fills from history again


def _to(address: str) -> Callable[[str], Line]:
    return lambda url: listen(address, rule=LOOPBACK)


def test_no_line_into_the_house() -> None:
    with peer([]) as (address, _), pytest.raises(EgressRefused) as refused:
        listen(address)
    assert refused.value.reason in {"private_address", "port"}
    with pytest.raises(EgressRefused, match="not listened to"):
        listen("https://prices.example")


def test_a_failure_is_waited_out_longer_each_time(euro: Instrument, world: World) -> None:
    actions.follow(provider="ecb", codes={"FX:EUR-USD": "EUR/USD"})
    follower = ecb(world)
    good = dict(world.answers)
    world.answers = {"": recorded("proof-of-work.html")}

    waits = []
    for _ in range(FAILURES):
        assert not follower.turn(threading.Event())
        feed = Feed.objects.get()
        assert feed.rests_until is not None
        assert feed.tried is not None
        waits.append(feed.rests_until - feed.tried)
    assert waits == sorted(waits)
    assert queries.feeds(timezone.now())[0].state == "rests"
    assert "text/html" in feed.problem

    world.answers = good
    assert follower.turn(threading.Event())
    feed.refresh_from_db()
    assert (feed.failures, feed.errors, feed.problem) == (0, FAILURES, "")


def test_waits() -> None:
    assert wait_after(0) == timedelta(0)
    assert [wait_after(n) / FIRST for n in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert wait_after(99) == LONGEST
    assert wait_after(1, asked_for=120) == timedelta(seconds=120)
    assert wait_after(1, chance=1.0) == FIRST * 1.25


def test_a_key_is_wanted_and_never_told(
    db: None, world: World, settings: object, brent: Instrument
) -> None:
    actions.follow(provider="eia", codes={"COMDTY:BRENT": "petroleum/pri/spt:RBRTE"})

    Follower("eia", asked=Asked(fetch=world)).turn(threading.Event())
    assert "it wants a key" in Feed.objects.get().problem

    settings.PROVIDER_KEYS = {"eia": "hush"}  # type: ignore[attr-defined]

    def refuse(url: str) -> None:
        raise EgressRefused("no_answer", f"nothing at {url}")

    Follower("eia", asked=Asked(fetch=refuse)).turn(threading.Event())  # type: ignore[arg-type]
    assert "hush" not in Feed.objects.get().problem


def test_a_shape_nobody_foresaw_is_a_failure_not_a_crash(coin: Instrument, world: World) -> None:
    actions.follow(provider="coinbase", codes={coin.symbol: "BTC-USD"}, licence="test")
    fetched = recorded("coinbase-candles.json")
    world.answers = {"": type(fetched)(200, "", fetched.headers, b'[["a", null, {}, [], 1, 2]]')}

    assert not Follower("coinbase", asked=Asked(fetch=world)).turn(threading.Event())
    assert Feed.objects.get().problem


def tick(symbol: str, price: str, source: str) -> Tick:
    return Tick(symbol, Decimal(price), timezone.now(), source, "realtime")


def test_nothing_is_shown_that_the_terms_do_not_allow(
    coin: Instrument, client: Client, settings: object
) -> None:
    actions.follow(provider="kraken", codes={coin.symbol: "BTC/USD"})
    actions.record_quotes([tick(coin.symbol, "43161", "Kraken")])
    actions.roll_up_ticks()
    bars = f"/api/v1/instruments/{coin.symbol}/bars?interval=1m"
    quotes = f"/api/v1/quotes?symbols={coin.symbol}"

    assert client.get(quotes).json()["items"] == []
    assert client.get(bars).json()["items"] == []
    assert b"43,161" not in client.get(f"/markets/{coin.symbol}/").content

    actions.license_feed(provider="kraken", licence="Contract 7", by="root")
    assert len(client.get(quotes).json()["items"]) == 1
    assert len(client.get(bars).json()["items"]) == 1

    actions.license_feed(provider="kraken", licence="", by="root")
    settings.PERSONAL = True  # type: ignore[attr-defined]
    assert len(client.get(quotes).json()["items"]) == 1


@pytest.mark.sqlite  # the loop closes its connection: elsewhere that ends the test's transaction
def test_the_desk_shows_how_they_do(euro: Instrument, world: World, ed: Reader) -> None:
    actions.follow(provider="ecb", codes={"FX:EUR-USD": "EUR/USD"}, by="ed")
    ecb(world).turn(threading.Event())
    client = Client()
    client.force_login(ed)

    page = client.get("/desk/prices/").content.decode()
    assert "Works" in page
    assert "Not in use" in page

    client.post("/desk/prices/feeds/ecb/switch/", {"on": "no"})
    assert not Feed.objects.get().on
    assert Follower("ecb", asked=Asked(fetch=world)).run(threading.Event()) is None


def test_a_price_in_another_unit_waits_for_somebody(coin: Instrument, ed: Reader) -> None:
    actions.record_quotes([tick(coin.symbol, "43161", "Files")])
    actions.record_quotes([tick(coin.symbol, "431.61", "Files")])
    kept = Quarantined.objects.get()
    client = Client()
    client.force_login(ed)
    assert "431.61" in client.get("/desk/prices/").content.decode()

    client.post(f"/desk/prices/kept/{kept.pk}/settle/", {"verdict": "release"})

    (quote,) = queries.quotes_for([coin.symbol]).values()
    assert quote.price == Decimal("431.61")
    again = client.post(f"/desk/prices/kept/{kept.pk}/settle/", {"verdict": "discard"})
    assert again.status_code == 409
    kept.refresh_from_db()
    assert (kept.released, kept.settled_by) == (True, "ed")


def test_a_split_explains_a_hundredth(coin: Instrument) -> None:
    today = f"{timezone.now():%Y-%m-%d}"
    actions.record_quotes([tick(coin.symbol, "43161", "Files")])
    split = {"symbol": coin.symbol, "kind": "split", "date": today, "ratio": "100:1"}
    actions.import_corporate_actions([split], source="test")

    assert actions.record_quotes([tick(coin.symbol, "431.7", "Files")]).accepted == 1


def test_by_command(euro: Instrument, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["feeds", "add", "kraken", "FX:EUR-USD=EUR/USD"]) == 0
    assert "shown to nobody" in capsys.readouterr().out
    assert cli.run(["feeds", "add", "kraken", "FX:EUR-USD"]) == 2
    assert cli.run(["feeds", "add", "kraken", "FX:NOPE=EUR/USD"]) == 1
    assert cli.run(["feeds", "stop", "kraken"]) == 0
    capsys.readouterr()
    assert cli.run(["feeds", "list", "--json"]) == 0
    rows = {row["provider"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["kraken"]["state"], rows["kraken"]["shown"]) == ("off", False)
    assert cli.run(["feeds", "--once"]) == 0  # nothing is on


def test_a_socket_says_where_and_what() -> None:
    stream = Follower("binance").provider.stream(["BTCUSDT", "ETHUSDT"])

    assert isinstance(stream, Socket)
    assert stream.url.endswith("?streams=btcusdt@trade/ethusdt@trade")


def test_one_bad_code_does_not_hold_up_the_others(euro: Instrument, world: World) -> None:
    krone = instrument("FX:EUR-EEK", "Euro in kroons", Kind.FX)
    actions.follow(provider="ecb", codes={"FX:EUR-USD": "EUR/USD", krone.symbol: "EUR/EEK"})
    follower = ecb(world)
    history = follower.provider.history

    def frozen(code: str, interval: str, since: datetime) -> list[Row]:
        if code == "EUR/USD":
            return history(code, interval, since)
        day = timezone.now() - timedelta(days=30)
        price = Decimal("15.6466")
        return [Row(day + timedelta(days=n), None, None, None, price, None) for n in range(14)]

    follower.provider.history = frozen  # type: ignore[method-assign]

    assert follower.turn(threading.Event())

    feed = Feed.objects.get()
    assert feed.failures == 0
    assert "EUR/EEK: its last 12 days are all the same" in feed.problem
    assert "FX:EUR-USD" in queries.quotes_for(["FX:EUR-USD"])
