"""The crash harness: SIGKILL at any statement between a tick and `sent`, again and again.

    ALLEY_DATA_DIR=… python -m tests.alerts.crash --kills 500

Works on the (fresh) database of ALLEY_DATA_DIR. A child records ticks, matches and delivers; at a
chosen boundary (before or after a statement, a commit, a message) it kills itself. The next child
does the same again until it gets through. At the end the firings must be those of the plain rules
in naive.py, each told once on the site and at least once by mail and webhook under one identifier.
"""

import json
import os
import random
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import click
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from alley.accounts.models import Notification, Reader  # noqa: E402
from alley.alerts import actions  # noqa: E402
from alley.alerts.actions import Wish  # noqa: E402
from alley.alerts.book import Rule  # noqa: E402
from alley.alerts.deliveries import letters, pump, webhook  # noqa: E402
from alley.alerts.engine import Engine, firing, running, shards  # noqa: E402
from alley.alerts.models import Alert, Delivery, Firing, Webhook  # noqa: E402
from alley.markets.actions import Tick, record_quotes  # noqa: E402
from alley.markets.models import Instrument, Kind  # noqa: E402
from tests.alerts.naive import Model  # noqa: E402
from tests.alerts.peers import ANYWHERE, Mailbox, Receiver, mail_server, receiver  # noqa: E402

SYMBOL = "COMDTY:BRENT"
START = datetime(2022, 1, 6, 9, 0, tzinfo=UTC)
FIRST_LIMIT = 150  # boundaries; grows to what a whole round has


@dataclass
class Murder:
    """Counts boundaries in a child; at `at` the child is no more."""

    at: int
    seen: int = 0

    def boundary(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any, **kwargs: Any) -> Any:
            self.boundary()
            result = work(*args, **kwargs)
            self.boundary()
            return result

        return done


@dataclass
class Story:
    """What the market does, and what must come of it."""

    random: random.Random
    price: int = 8000  # in hundredths
    minute: int = 0
    last: datetime = START - timedelta(days=1)
    models: dict[int, Model] = field(default_factory=dict)
    expected: list[tuple[int, str, datetime]] = field(default_factory=list)

    def chunk(self) -> list[Tick]:
        """A few ticks: most new, some late, some told twice, now and then pence for pounds."""
        ticks: list[Tick] = []
        for _ in range(self.random.randint(1, 6)):
            self.minute += 1
            self.price += self.random.randint(-60, 60) + (8000 - self.price) // 20
            ticks.append(self.tick(self.price, self.minute))
            odd = self.random.random()
            if odd < 0.1:
                ticks.append(ticks[-1])
            elif odd < 0.2:
                ticks.append(self.tick(self.price + 500, self.minute - 5))
            elif odd < 0.25:
                self.minute += 1
                ticks.append(self.tick(self.price * 100, self.minute))
        return ticks

    def tick(self, hundredths: int, minute: int) -> Tick:
        return Tick(SYMBOL, Decimal(hundredths) / 100, START + timedelta(minutes=minute), "desk")

    def happened(self, ticks: list[Tick]) -> None:
        """Told once the ticks are recorded: what each alert makes of them."""
        for tick in sorted(ticks, key=lambda tick: tick.time):
            if tick.time <= self.last or tick.price > 1000:
                continue
            self.last = tick.time
            for number, model in self.models.items():
                if model.tick(float(tick.price)):
                    self.expected.append((number, f"{tick.price.normalize():f}", tick.time))


def people(hook_url: str, story: Story) -> None:
    """Readers with alerts all around the price, told in every way."""
    instrument = Instrument.objects.create(
        symbol=SYMBOL, name="Brent", kind=Kind.COMMODITY, ticker="BRENT", unit="USD/bbl"
    )
    for at, name in enumerate(("ada", "bo", "cy")):
        address = f"{name}@example.org"
        reader = Reader.objects.filter(username=name).first() or Reader.objects.create_user(
            name, address, "alley-demo"
        )
        EmailAddress.objects.get_or_create(
            user=reader, email=address, defaults={"verified": True, "primary": True}
        )
        Webhook.objects.create(reader=reader, url=f"{hook_url}/{name}", secret="whsec_c2VjcmV0")
        for place in range(12):
            rule = Rule(
                0,
                80 + (place - 6) * 0.4 + at * 0.1,
                ("above", "below", "either")[place % 3],  # type: ignore[arg-type]
                band=0.5 * (place % 2),
                once=place % 4 == 3,
            )
            story.models |= made(reader, rule)
    assert instrument.pk


def made(reader: Reader, rule: Rule) -> dict[int, Model]:
    params = {"direction": rule.direction, "level": f"{rule.level:.2f}"}
    if rule.band:
        params["hysteresis"] = f"{rule.band}"
    mode = "once" if rule.once else "every"
    channels = ["in_app", "email", "webhook"]
    wish = Wish("price_cross", params, symbol=SYMBOL, mode=mode, channels=channels)
    alert = actions.create_alert(owner=reader, wish=wish)
    model = Model()
    model.add(Rule(alert.pk, float(params["level"]), rule.direction, rule.band, rule.once))
    return {alert.pk: model}


def live(murder: Murder, ticks: list[Tick]) -> None:
    """A child's life: record, match, deliver."""
    connection.ensure_connection()
    connection.commit = murder.around(connection.commit)  # type: ignore[method-assign]
    with connection.execute_wrapper(lambda execute, *rest: murder.around(execute)(*rest)):
        pump.attempt = murder.around(pump.attempt)
        record_quotes(ticks)
        shard = shards.claim(0, "crash")
        assert shard is not None
        engine = Engine(shard)
        while engine.turn():
            pass
        pump.Pump().drain()


def round_of(ticks: list[Tick], at: int) -> tuple[bool, int]:
    """One child; whether it got through, and how many boundaries it passed."""
    connections.close_all()
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        code = 1
        try:
            murder = Murder(at)
            live(murder, ticks)
            os.write(write, str(murder.seen).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read) as told:
        seen = told.read()
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return os.WIFEXITED(status), int(seen or 0)


def let_time_pass() -> None:
    """What a minute does: leases end, what waits is due."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(state="leased").update(leased_until=past)
    Delivery.objects.filter(state="queued").update(due=past)


def run(kills: int, seed: int) -> dict[str, Any]:
    story = Story(random.Random(seed))
    firing.FLOOD = 10**9  # the market of this harness flaps on purpose
    running.FEW, running.FAR = 3, 12  # so that restarts read again what was not written yet
    letters.MAILS_AN_HOUR = 10**9
    webhook.RULE = ANYWHERE
    with receiver() as hooks, mail_server() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        people(hooks.url, story)
        began, killed, rounds, limit = time.monotonic(), 0, 0, FIRST_LIMIT
        ticks = story.chunk()
        while killed < kills:
            through, seen = round_of(ticks, story.random.randint(1, limit + limit // 4))
            killed, rounds = killed + (not through), rounds + 1
            if through:
                limit = max(limit, seen)
                story.happened(ticks)
                ticks = story.chunk()
            let_time_pass()
        assert round_of(ticks, 0)[0]
        story.happened(ticks)
        let_time_pass()
        assert round_of([], 0)[0]
        found = compared(story, hooks, box)
    found |= {"kills": killed, "rounds": rounds, "boundaries": limit}
    return found | {"seconds": round(time.monotonic() - began, 1)}


def compared(story: Story, hooks: Receiver, box: Mailbox) -> dict[str, Any]:
    rows = Firing.objects.order_by("pk")
    fired = [(row.alert_id, row.proof["tick"]["price"], row.at) for row in rows]
    keys = {row.key for row in rows}
    ids = [posted.headers["webhook-id"] for posted in hooks.posted]
    bodies = "".join(mail.get_body(("plain",)).get_content() for mail in box.mails)  # type: ignore[union-attr]
    mailed = set(re.findall(r"/alerts/firings/(\d+)/", bodies))
    single = [mail["Message-ID"] for mail in box.mails if "of your alerts" not in mail["Subject"]]
    in_app = Delivery.objects.filter(channel="in_app", state="sent").count()
    notes = Notification.objects.filter(kind="alert")
    told = sum(
        int(note.title.split()[0]) if "of your alerts" in note.title else 1 for note in notes
    )
    return {
        "firings": len(fired),
        "expected": len(story.expected),
        "lost": len(set(story.expected) - set(fired)),
        "doubled": len(fired) - len(set(fired)),
        "unexpected": len(set(fired) - set(story.expected)),
        "in_app": in_app,
        "notified": told,
        "webhooks_missing": len(keys - set(ids)),
        "webhooks_unknown": len(set(ids) - keys),
        "webhooks_again": len(ids) - len(set(ids)),
        "mails_missing": len({str(row.pk) for row in rows} - mailed),
        "mails_again": len(single) - len(set(single)),
        "unsent": Delivery.objects.exclude(state="sent").count(),
        "alerts_done": Alert.objects.filter(state="done").count(),
    }


def is_right(found: dict[str, Any]) -> bool:
    nothing = ("lost", "doubled", "unexpected", "webhooks_missing", "webhooks_unknown")
    return (
        not any(found[name] for name in (*nothing, "mails_missing", "unsent"))
        and found["in_app"] == found["notified"] == found["firings"] == found["expected"]
    )


@click.command()
@click.option("--kills", default=500, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(kills: int, seed: int) -> None:
    found = run(kills, seed)
    click.echo(json.dumps(found))
    raise SystemExit(0 if is_right(found) else 1)


if __name__ == "__main__":
    main()
