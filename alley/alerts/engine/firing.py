"""What happened becomes firings, deliveries and notifications, in the engine's transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alley import bulk
from alley.alerts import outbox, stands
from alley.alerts.book import ARMED
from alley.alerts.days import day_of
from alley.alerts.engine.matching import Happened
from alley.alerts.engine.telling import tell
from alley.alerts.kinds import KINDS
from alley.alerts.kinds.base import spoken, stamp
from alley.alerts.models import Alert, Firing
from alley.alerts.track import Tick
from alley.alerts.wording import about, rule_words

FLOOD, FLOOD_TIME = 15, timedelta(minutes=3)
FLOODED = "It fired more than 15 times in 3 minutes. Give it a way back, or once a day."
CHANGED = ("arming", "stands", "fired", "memory", "state", "paused_reason")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that one alert waited for. `at` is the event's time, `proof` what it saw."""

    alert: Alert
    at: datetime
    title: str
    proof: dict[str, Any]
    url: str
    cause: str = ""


def fire(happened: Sequence[Happened], *, away: int = 0) -> list[Firing]:
    """Save what ticks did, in their order; what an alert's options keep back is no firing. Ticks up
    to `away` came while nobody looked, more than an hour ago."""
    known = Alert.objects.prefetch_related("instrument", "owner")  # many alerts, few of these
    alerts = known.in_bulk({one.alert for one in happened})
    now = timezone.now()
    firings: list[Firing] = []
    changed: dict[int, Alert] = {}
    recent = recent_firings({one.alert for one in happened if one.alert in alerts}, now)
    for one in happened:
        alert = alerts.get(one.alert)
        if alert is None or alert.state != Alert.State.LIVE:
            continue
        changed[alert.pk] = alert
        if remember(alert, one) and may_fire(alert, one.tick.time, now):
            firing = firing_of(occasion(alert, one))
            firing.late = one.tick.id <= away
            firings.append(firing)
            after(alert, one.tick.time, recent)
    rows = ([getattr(alert, name) for name in (*CHANGED, "pk")] for alert in changed.values())
    bulk.update(Alert, "pk", CHANGED, rows)
    return save(firings, now)


def remember(alert: Alert, one: Happened) -> bool:
    """Write down how the alert stands from now on; whether this was what it waits for."""
    if one.hit is not None:
        alert.memory = {**alert.memory, **one.hit.memory}
        return True
    event = one.event
    if event is None:
        return False
    if alert.band:
        alert.stands = stands.with_half(alert.stands, up=event.up, armed=event.what == ARMED)
    return event.fired


def may_fire(alert: Alert, at: datetime, now: datetime) -> bool:
    if alert.expires is not None and alert.expires <= now:
        return False
    if alert.fired is None or at < alert.fired:  # before: a recording began anew
        return True
    daily = alert.mode == Alert.Mode.DAILY or KINDS[alert.kind].once_a_day
    if daily and day_of(alert, at) == day_of(alert, alert.fired):
        return False
    return alert.cooldown is None or at >= alert.fired + alert.cooldown


def after(alert: Alert, at: datetime, recent: Counter[int]) -> None:
    alert.arming += 1
    alert.fired = at
    recent[alert.pk] += 1
    if alert.mode == Alert.Mode.ONCE:
        alert.state = Alert.State.DONE
    elif recent[alert.pk] > FLOOD:
        alert.state, alert.paused_reason = Alert.State.PAUSED, FLOODED


def occasion(alert: Alert, one: Happened) -> Occasion:
    name, unit = about(alert).name, about(alert).unit
    shown = f"{spoken(one.tick.price)} {unit}".strip()
    if one.hit is not None:
        title = f"{name}: {one.hit.words} at {shown}"
    else:
        assert one.event is not None
        way = "up" if one.event.up else "down"
        title = f"{name} {way} to {shown}, through {spoken(alert.params['level'])}"
    proof: dict[str, Any] = {
        "previous": None if one.previous is None else shown_tick(one.previous),
        "tick": shown_tick(one.tick),
    }
    if one.hit is not None:
        proof |= one.hit.proof
    url = alert.instrument.get_absolute_url() if alert.instrument else ""
    return Occasion(alert, one.tick.time, title, proof, url)


def shown_tick(tick: Tick) -> dict[str, Any]:
    return {
        "id": tick.id,
        "price": tick.price,
        "time": stamp(tick.time),
        "source": tick.source,
        "kind": tick.kind,
    }


def firing_of(one: Occasion) -> Firing:
    return Firing(
        alert=one.alert,
        arming=one.alert.arming,
        version=one.alert.version,
        cause=one.cause,
        at=one.at,
        title=one.title[:200],
        rule=rule_words(one.alert)[:300],
        url=one.url[:300],
        proof=one.proof,
    )


def save(firings: list[Firing], now: datetime) -> list[Firing]:
    """The firings with everything that follows from them: rows only, nothing is sent here."""
    if not firings:
        return []
    bulk.create(firings)
    bulk.create(outbox.deliveries_for(firings, now))
    tell(firings, now)
    return firings


def recent_firings(alerts: set[int], now: datetime) -> Counter[int]:
    """How often each has fired in the last minutes, by the clock on the wall."""
    rows = Firing.objects.filter(noticed__gt=now - FLOOD_TIME)
    if len(alerts) < 500:
        rows = rows.filter(alert__in=alerts)
    return Counter(rows.values_list("alert_id", flat=True))
