from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions
from alley.alerts.actions import Wish
from alley.alerts.engine import Engine, shards
from alley.alerts.models import Alert, Firing
from alley.markets.actions import Tick, record_quotes
from alley.markets.models import Instrument
from tests.markets.conftest import brent, chevron, wti

__all__ = ["brent", "chevron", "wti"]
BRENT = "COMDTY:BRENT"
MORNING = datetime(2022, 1, 6, 15, 0, tzinfo=UTC)  # a Thursday, New York is open


def prices(*given: str | float, symbol: str = BRENT, start: int = 0, volume: str = "") -> None:
    """One tick a minute, all in one batch."""
    record_quotes(
        Tick(
            symbol,
            Decimal(str(price)),
            MORNING + timedelta(minutes=start + at),
            "desk",
            volume=Decimal(volume) if volume else None,
        )
        for at, price in enumerate(given)
    )


def wish(level: str = "82", direction: str = "above", **more: object) -> Wish:
    params = {"direction": direction, "level": level}
    if "hysteresis" in more:
        params["hysteresis"] = str(more.pop("hysteresis"))
    return Wish("price_cross", params, symbol=BRENT, **more)  # type: ignore[arg-type]


def fired(alert: Alert) -> list[str]:
    """The prices at which an alert fired, in order."""
    rows = Firing.objects.filter(alert=alert).order_by("pk")
    return [firing.proof["tick"]["price"] for firing in rows]


@pytest.fixture
def engine(db: None, brent: Instrument) -> Engine:
    shard = shards.claim(0, "test")
    assert shard is not None
    return Engine(shard)


@pytest.fixture
def alert(ada: Reader, engine: Engine) -> Callable[..., Alert]:
    def make(level: str = "82", direction: str = "above", **more: object) -> Alert:
        return actions.create_alert(owner=ada, wish=wish(level, direction, **more))

    return make


def later(**more: float) -> datetime:
    return timezone.now() + timedelta(**more)
