"""What happened while the site was away fires, and is told of as one."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.alerts import actions
from alley.alerts.deliveries.pump import Pump
from alley.alerts.engine import Engine
from alley.alerts.models import Delivery, Firing
from alley.markets.models import TickPack
from tests.alerts.conftest import prices, wish
from tests.alerts.delivered import due_now
from tests.alerts.peers import Mailbox, Receiver
from tests.alerts.test_pushes import browser

TITLE = "2 of your alerts fired while this site was away"
ALL = ["in_app", "email", "push"]


def missed(ada: Reader, engine: Engine, *levels: str) -> list[Firing]:
    """Prices that came hours ago, and an engine that reads them only now."""
    for level in levels:
        actions.create_alert(owner=ada, wish=wish(level, channels=ALL))
    prices(80, 81, 83)
    TickPack.objects.update(received=timezone.now() - timedelta(hours=2))
    engine.turn()
    return list(Firing.objects.order_by("pk"))


def test_it_fires_and_says_that_it_is_late(ada: Reader, engine: Engine) -> None:
    firings = missed(ada, engine, "81", "82")
    prices(80, 83, start=10)
    actions.create_alert(owner=ada, wish=wish("84"))
    prices(80, 84, start=20)
    engine.turn()

    assert [firing.late for firing in firings] == [True, True]
    assert not Firing.objects.latest("pk").late


def test_the_bell_has_one_line_however_often_the_engine_turns(ada: Reader, engine: Engine) -> None:
    missed(ada, engine, "81", "82")
    actions.create_alert(owner=ada, wish=wish("85", channels=ALL))
    prices(84, 86, start=10)
    TickPack.objects.update(received=timezone.now() - timedelta(hours=2))
    engine.turn()

    [told] = Notification.objects.all()
    assert (told.title, told.url) == (TITLE.replace("2", "3"), "/alerts/firings/")


def test_mail_and_push_come_once(
    ada: Reader, engine: Engine, fire: Callable[..., Firing], box: Mailbox, hooks: Receiver
) -> None:
    browser(ada, hooks.url)
    missed(ada, engine, "81", "82")
    assert Pump().drain() == 0  # the engine may have more
    due_now()
    Pump().drain()

    [mail], [_] = box.mails, hooks.posted
    assert mail["Subject"] == TITLE
    assert "this site was away then" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
