"""One reader's alerts for the demo: one of each kind, some fired by the recording of real days."""

from itertools import islice

from alley.accounts.models import Reader
from alley.alerts import actions
from alley.alerts.actions import Wish
from alley.alerts.engine import Engine, shards
from alley.alerts.models import Alert, Firing, Preference
from alley.markets.actions import Tick, begin_replay, record_quotes
from alley.markets.demo import RECORDING
from alley.markets.providers import replay
from alley.portfolios.queries import portfolios_of

ALL = ["in_app", "email"]
WISHES = (
    Wish(
        "price_cross",
        {"direction": "below", "level": "6600"},
        "CRYPTO:BTC-USD",
        "once",
        ALL,
        note="The round number everybody watches.",
    ),
    Wish(
        "price_cross",
        {"direction": "above", "level": "1300", "hysteresis": "4"},
        "COMDTY:GOLD",
        "every",
        ["in_app"],
        note="Jobs report: does it hold?",
    ),
    Wish("price_cross", {"direction": "above", "level": "82"}, "COMDTY:BRENT", "once", ALL),
    Wish(
        "percent_move",
        {"percent": "1", "window": "1h", "direction": "either"},
        "CRYPTO:BTC-USD",
        "daily",
        ["in_app"],
    ),
    Wish("new_extreme", {"side": "low", "days": 4}, "CRYPTO:BTC-USD", "daily", ["in_app"]),
    Wish("volume", {"factor": "1.5"}, "ARCX:SPY", "daily", ["in_app"]),
    Wish(
        "indicator",
        {
            "name": "RSI",
            "params": {"period": 14},
            "crosses": "above",
            "level": "75",
            "interval": "5m",
        },
        "COMDTY:GOLD",
        "daily",
        ["in_app"],
    ),
    Wish("story", {"symbol": "XNYS:CVX"}, mode="every", channels=ALL),
    Wish("story", {"keyword": "Kazakhstan"}, mode="every", channels=["in_app"]),
)


def make_alerts(owner: Reader) -> int:
    """Once: what somebody has changed in the demo stays. Returns how many are there."""
    mine = Alert.objects.filter(owner=owner).exclude(kind=Alert.Kind.REPLY)
    if not mine.exists():
        Preference.objects.get_or_create(
            reader=owner, defaults={"channels": {"reply": ["in_app", "email"]}}
        )
        for wish in WISHES:
            actions.create_alert(owner=owner, wish=wish)
    return mine.count()


def watch_portfolio(owner: Reader) -> None:
    """One alert on the reader's first portfolio, where there is one and none waits for it yet."""
    portfolio = portfolios_of(owner).first()
    known = Alert.objects.filter(owner=owner, kind=Alert.Kind.PORTFOLIO)
    if portfolio is not None and not known.exists():
        params = {"portfolio": portfolio.pk, "measure": "day_percent", "level": "-2"}
        wish = Wish("portfolio", {**params, "direction": "below"}, mode="daily", channels=ALL)
        actions.create_alert(owner=owner, wish=wish)


def play_recording() -> int:
    """The recorded days, matched at once, so that something has fired; how many firings there are.

    Where an engine is at work already, it does that by itself.
    """
    shard = None if Firing.objects.exclude(proof__tick=None).exists() else shards.claim(0, "demo")
    if shard is not None:
        ticks = [tick for tick in replay.read(RECORDING) if isinstance(tick, Tick)]
        begin_replay(sorted({tick.symbol for tick in ticks}))
        engine, left = Engine(shard), iter(ticks)
        while batch := list(islice(left, 500)):
            record_quotes(batch)
            engine.turn()
        shards.release(shard)
    return Firing.objects.count()
