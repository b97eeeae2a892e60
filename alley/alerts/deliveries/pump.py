"""The pump: leases what is due, looks once more whether it may go, sends, and writes down what came
of it. A lease that ran out is taken again by whoever comes; its fence keeps the late one from
writing. Nothing is sent inside a transaction, and a slow receiver holds up only itself."""

import random
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import structlog
from django.db import close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone

from alley.alerts.deliveries import letters
from alley.alerts.deliveries.letters import Work
from alley.alerts.deliveries.outcome import STEPS, Outcome, failed
from alley.alerts.deliveries.settle import give_up
from alley.alerts.models import Delivery
from alley.alerts.models.delivery import Channel
from alley.live.sleeper import Sleeper

LEASE = timedelta(seconds=60)
AT_ONCE, SENDERS = 40, 8
POLL, REST = 0.5, 0.05  # seconds between two looks: at most, and at least
WAITS = """
    SELECT EXISTS (SELECT 1 FROM alerts_delivery WHERE state = 'queued' AND due <= %s)
    OR EXISTS (SELECT 1 FROM alerts_delivery WHERE state = 'leased' AND leased_until < %s)
    OR EXISTS (SELECT 1 FROM alerts_delivery WHERE state = 'leased' AND leased_until > %s)
"""
log = structlog.get_logger()


class Pump:
    def __init__(self) -> None:
        self.senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="deliveries")
        self.under_way: dict[Future[Outcome], Work] = {}

    def turn(self, patience: float = 0.0) -> int:
        """Take what is due, wait a little, settle what is done; how many were settled."""
        busy = {work.target for work in self.under_way.values()}
        room = 2 * SENDERS - len(self.under_way)
        for work in letters.sort_out(claim(room, busy)) if room > 0 else ():
            self.under_way[self.senders.submit(attempt, work)] = work
        done, _ = wait(self.under_way, timeout=patience, return_when="FIRST_COMPLETED")
        for future in done:
            work = self.under_way.pop(future)
            settle(work.deliveries, future.result())
        return len(done)

    def drain(self) -> int:
        """Send everything that is due now; how many messages went through the hands."""
        total = 0
        while True:
            settled = self.turn(patience=30.0)
            total += settled
            if not settled and not self.under_way:
                return total

    def close(self) -> None:
        self.senders.shutdown(wait=False, cancel_futures=True)


def attempt(work: Work) -> Outcome:
    """In a sender's thread: no database here."""
    try:
        return work.send()
    except Exception as error:
        log.exception("alerts.delivery_failed", channel=work.channel)
        return failed(f"{type(error).__name__}")


def claim(most: int, busy: Iterable[tuple[str, int]] = ()) -> list[Delivery]:
    """Lease due deliveries; of one address one at a time, of one reader's mails all together."""
    now = timezone.now()
    return _lease(most, busy, now) if something_waits(now) else []


def something_waits(now: datetime) -> bool:
    """Looked up in indexes, without the lock that only one writer has: commits that concern no
    delivery wake the pump all the time."""
    moments = [now, now, now + 2 * LEASE]
    with connection.cursor() as cursor:
        cursor.execute(WAITS, [connection.ops.adapt_datetimefield_value(one) for one in moments])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def _lease(most: int, busy: Iterable[tuple[str, int]], now: datetime) -> list[Delivery]:
    _take_back(now)
    due = Delivery.objects.filter(state=Delivery.State.QUEUED, due__lte=now)
    for channel, number in busy:  # or the many that wait for a slow one would hide the others
        if channel != Channel.EMAIL:
            due = due.exclude(channel=channel, target=number)
    due = due.annotate(late=F("firing__late")).order_by("due", "pk")
    if connection.vendor == "postgresql":
        due = due.select_for_update(skip_locked=True, of=("self",))
    taken: list[Delivery] = []
    targets = set(busy)
    for delivery in due[: 5 * AT_ONCE]:
        target = (str(delivery.channel), address_of(delivery))
        if target not in targets or is_told_with_others(delivery):
            taken.append(delivery)
            targets.add(target)
        if len(targets) - len(set(busy)) >= most:
            break
    Delivery.objects.filter(pk__in=[one.pk for one in taken]).update(
        state=Delivery.State.LEASED,
        leased_until=now + LEASE,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
    )
    for one in taken:
        one.fence, one.attempts = one.fence + 1, one.attempts + 1
    return taken


def is_told_with_others(delivery: Delivery) -> bool:
    is_late_push = delivery.channel == Channel.PUSH and getattr(delivery, "late", False)
    return delivery.channel == Channel.EMAIL or is_late_push


def address_of(delivery: Delivery) -> int:
    return delivery.reader_id if delivery.channel == Channel.EMAIL else delivery.target


def _take_back(now: datetime) -> None:
    """Who leased these is gone: killed, or stuck. They may have been sent."""
    lost = Delivery.objects.filter(state=Delivery.State.LEASED, leased_until__lt=now)
    lost.update(state=Delivery.State.QUEUED, last_error="interrupted; it may arrive twice")
    # a lease that ends later than one can last was written under another clock
    ahead = Delivery.objects.filter(state=Delivery.State.LEASED, leased_until__gt=now + 2 * LEASE)
    ahead.update(state=Delivery.State.QUEUED, last_error="interrupted; it may arrive twice")


@transaction.atomic
def settle(deliveries: list[Delivery], outcome: Outcome) -> None:
    now = timezone.now()
    for delivery in deliveries:
        mine = Delivery.objects.filter(pk=delivery.pk, fence=delivery.fence)
        leased = mine.filter(state=Delivery.State.LEASED)
        if outcome.sent:
            leased.update(state=Delivery.State.SENT, sent=now, last_error="")
        elif outcome.gone or delivery.attempts > len(STEPS):
            if leased.update(state=Delivery.State.DEAD, last_error=outcome.words):
                give_up(delivery, outcome)
        else:
            step = outcome.wait or STEPS[delivery.attempts - 1]
            jitter = 1 + random.random() / 10  # noqa: S311 - spread, not secret
            leased.update(
                state=Delivery.State.QUEUED, due=now + step * jitter, last_error=outcome.words
            )


def run(stop: threading.Event) -> None:
    """Until told to stop; what is under way then is leased, and taken up again later."""
    pump = Pump()
    try:
        with Sleeper(REST) as sleeper:
            while not stop.is_set():
                try:
                    close_old_connections()
                    settled = pump.turn(patience=0.05)
                except Exception:  # the database restarts
                    log.exception("alerts.pump_failed")
                    connection.close()
                    settled = 0
                if not settled and not pump.under_way:
                    sleeper.sleep(POLL)
    finally:
        pump.close()
        connection.close()
