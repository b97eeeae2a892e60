from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions
from alley.alerts.actions import Wish
from alley.alerts.deliveries import push, webhook
from alley.alerts.engine import Engine, shards
from alley.alerts.models import Alert, Firing
from alley.markets.actions import Tick, record_quotes
from alley.markets.models import Instrument
from tests.alerts.peers import ANYWHERE, Mailbox, Receiver, mail_server, receiver
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


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(webhook, "RULE", ANYWHERE)
    monkeypatch.setattr(push, "RULE", ANYWHERE)
    with receiver() as found:
        yield found


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as found:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        yield found


@pytest.fixture
def fire(ada: Reader, engine: Engine) -> Callable[..., Firing]:
    """Something of ada's fires, told on these channels."""
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    minute = iter(range(0, 1000, 2))

    def once(*channels: str, **more: object) -> Firing:
        actions.create_alert(owner=ada, wish=wish("82", channels=list(channels), **more))
        prices(80, 83, start=next(minute))
        engine.turn()
        return Firing.objects.latest("pk")

    return once
