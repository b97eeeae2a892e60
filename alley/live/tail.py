"""Reading the event log from where one stood: how a process hears what another committed."""

import threading
from collections.abc import Callable, Container, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db import close_old_connections, connection
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from alley.live import bus, renewals
from alley.live.models import Event
from alley.live.sleeper import Sleeper
from alley.prepared import Blank, prepared

KEPT = timedelta(minutes=10)
REST = 0.02  # seconds between two looks at least
MOST = 1000  # events a page catches up on; with more missing it loads itself anew
WINDOW = 500  # ids below the newest that are looked at again where commits may come out of order


class Tail(threading.Thread):
    """Hands each event to `hear` once, in the order of the log. Woken at once after a commit in
    this process, through Redis after one in another; looks by itself as well (wakes.py). Of topics
    of which the newest counts, those are read that are `listened` to. `lose` is told when rows were
    forgotten before they were read: this process slept, or the database was away for long."""

    def __init__(
        self,
        hear: Callable[[Sequence[Event]], None],
        lose: Callable[[], None] = lambda: None,
        listened: Container[str] = (),
    ) -> None:
        super().__init__(name="event-log", daemon=True)
        self.hear, self.lose, self.listened = hear, lose, listened
        self.stopping = False
        self.sleeper = Sleeper(REST)
        self.newest = 0
        self.seen: set[int] = set()

    def start(self) -> None:
        self.newest = newest_id()
        super().start()

    def run(self) -> None:
        with self.sleeper as sleeper:
            while not self.stopping:
                sleeper.sleep(bus.wakes.poll)
                try:
                    close_old_connections()
                    self.look()
                except Exception:  # the database restarts: from the same place when it is back
                    connection.close()
        connection.close()

    def look(self) -> None:
        """Hear what is new. On SQLite ids are committed in order; elsewhere a small window below
        the newest is read again, because a lower id may be committed later."""
        in_order = connection.vendor == "sqlite"
        floor = self.newest if in_order else max(self.newest - WINDOW, 0)
        rows = [event for event in _above.all(floor=floor) if event.pk not in self.seen]
        if rows:
            told = renewals.opened(rows, self.listened)
            if self.newest and not _up_to.all(place=self.newest):
                self.lose()
            self.newest = max(self.newest, rows[-1].pk)
            seen = self.seen.union(event.pk for event in rows)
            self.seen = {pk for pk in seen if pk > self.newest - 2 * WINDOW}
            self.hear(told)

    def stop(self) -> None:
        self.stopping = True
        self.sleeper.woken.set()


@prepared(floor=BigIntegerField())
def _above(floor: Blank) -> QuerySet[Event]:
    return Event.objects.filter(id__gt=floor).order_by("id")


@prepared(place=BigIntegerField())
def _up_to(place: Blank) -> QuerySet[Event, int]:
    return Event.objects.filter(id__lte=place).values_list("id", flat=True)[:1]


def newest_id() -> int:
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


class Missed(NamedTuple):
    """What a page was away for. Where the log no longer reaches back that far it is not `whole`:
    then only how the topics stand of which the newest counts, and the page loads itself anew."""

    events: list[Event]
    whole: bool = True


def since(last: int, topics: Sequence[str]) -> Missed:
    """Events on these topics after id `last`, in order."""
    found = _kept(last, topics)
    if found is None:
        return Missed(renewals.newest(newest_id(), topics), whole=False)
    return Missed(found)


def _kept(last: int, topics: Sequence[str]) -> list[Event] | None:
    """None where the log begins later, or more happened than a page takes in."""
    oldest = Event.objects.order_by("id").values_list("id", flat=True).first()
    newest = newest_id()
    if oldest is not None and last > newest:
        return None  # an id of another log
    if oldest is None or last < oldest - 1:
        return [] if last == newest else None
    overlap = 0 if connection.vendor == "sqlite" else WINDOW
    wanted = Event.objects.filter(id__gt=last - overlap, topic__in=topics)
    found = list(wanted.order_by("id")[: MOST + 1])
    if len(found) > MOST:
        return None
    renewed = Event.objects.filter(id__gt=last - overlap, topic=renewals.RENEWED)
    if (topics := renewals.renewable(topics)) and renewed.exists():
        found += renewals.newest(newest, topics)
    return found


def prune() -> int:
    """Forget events that no page will ask for any more, but the newest: it keeps the place."""
    old = Event.objects.filter(created__lt=timezone.now() - KEPT)
    deleted, _ = old.exclude(id=newest_id()).delete()
    return deleted
