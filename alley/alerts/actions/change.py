"""Making, changing, pausing and ending an alert. What is changed is seen by the engine before it
reads another tick; the first price after a change says on which side it stands."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alley.accounts.agents import changed_elsewhere
from alley.accounts.models import Reader
from alley.alerts import order
from alley.alerts.kinds import KINDS
from alley.alerts.kinds.base import bad
from alley.alerts.models import Alert, Delivery, Firing
from alley.alerts.models.delivery import Channel
from alley.alerts.queries import channels_for
from alley.markets.models import Instrument
from alley.markets.queries import instrument_for, newest_tick, search_instruments
from alley.news.models import Section
from alley.portfolios.queries import portfolio_for
from alley.refusals import Refusal, Refused

MOST = 500  # alerts a reader can have
TOO_MANY = Refusal("too_many_alerts", f"You have {MOST} alerts. Delete one first.", status=409)
THERE = Refusal("already_there", "You have this alert already; change that one.", status=409)
OVER = Refusal("alert_over", "This alert has ended. Make a new one.", status=409)
PRICED = {"price_cross", "percent_move", "new_extreme", "volume", "indicator"}
IN_FLIGHT = 12.0  # seconds a message that is being sent can take


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asks for, as form and API send it."""

    kind: str
    params: dict[str, Any] = field(default_factory=dict)
    symbol: str = ""
    mode: str = ""
    channels: list[str] | None = None
    active_hours: str = Alert.Hours.ALWAYS
    expires: datetime | None = None
    cooldown: timedelta | None = None
    note: str = ""


@transaction.atomic
def create_alert(*, owner: Reader, wish: Wish, device: str = "") -> Alert:
    """A new alert, live at once. Raises Refused `bad_alert`, `too_many_alerts`, `already_there`."""
    Reader.objects.select_for_update().get(pk=owner.pk)
    mine = Alert.objects.filter(owner=owner)
    if mine.count() >= MOST:
        raise Refused(TOO_MANY)
    if wish.kind == Alert.Kind.REPLY and mine.filter(kind=Alert.Kind.REPLY).exists():
        raise Refused(THERE)
    alert = _written(Alert(owner=owner, changed_on=device), wish)
    alert.save()
    order.changed(alert, device)
    return alert


def draft_alert(*, owner: Reader, wish: Wish) -> Alert:
    """What `create_alert` would save, not saved: for the preview and the backtest.

    Raises Refused `bad_alert`.
    """
    return _written(Alert(owner=owner), wish)


@transaction.atomic
def change_alert(
    alert: Alert, *, wish: Wish, expected: int | None = None, device: str = ""
) -> Alert:
    """Write the rule anew; its firings so far stay. `expected` is the version that was changed.

    Raises Refused `bad_alert`, `alert_over`, `changed_elsewhere`."""
    alert = _locked(alert, expected)
    if alert.kind != wish.kind:
        raise bad("kind", "An alert keeps its kind. Make a new one.")
    was = alert.instrument_id
    _written(alert, wish)
    if was != alert.instrument_id:
        raise bad("symbol", "An alert keeps its instrument. Make a new one.")
    alert.version += 1
    alert.changed_on = device
    revived(alert)
    alert.save()
    order.changed(alert, device)
    return alert


@transaction.atomic
def pause_alert(
    alert: Alert, *, reason: str = "", expected: int | None = None, device: str = ""
) -> Alert:
    """Raises Refused `changed_elsewhere` where the rule is no longer the `expected` version."""
    alert = _locked(alert, expected)
    if alert.state == Alert.State.LIVE:
        alert.state, alert.paused_reason = Alert.State.PAUSED, reason
        alert.changed_on = device
        alert.save(update_fields=["state", "paused_reason", "changed_on"])
        order.changed(alert, device)
    return alert


@transaction.atomic
def resume_alert(alert: Alert, *, expected: int | None = None, device: str = "") -> Alert:
    """Live again, also after it was done: what happened meanwhile does not fire.

    Raises Refused `alert_over` where it has expired, `changed_elsewhere`.
    """
    alert = _locked(alert, expected)
    if alert.expires is not None and alert.expires <= timezone.now():
        raise Refused(OVER)
    if alert.state != Alert.State.LIVE:
        revived(alert)
        alert.changed_on = device
        alert.save()
        order.changed(alert, device)
    return alert


def delete_alert(alert: Alert, *, device: str = "") -> None:
    """Gone with its firings. When this returns nothing more is sent for it."""
    with transaction.atomic():
        order.changed(alert, device)
        Alert.objects.filter(pk=alert.pk).update(state=Alert.State.DONE)
        waiting = Delivery.objects.filter(firing__alert=alert, state=Delivery.State.QUEUED)
        waiting.update(state=Delivery.State.DROPPED, last_error="the alert was deleted")
    _until_nothing_is_under_way(alert)
    with transaction.atomic():
        Firing.objects.filter(alert=alert).delete()
        Alert.objects.filter(pk=alert.pk).delete()


def _until_nothing_is_under_way(alert: Alert) -> None:
    ends = time.monotonic() + IN_FLIGHT
    leased = Delivery.objects.filter(firing__alert=alert, state=Delivery.State.LEASED)
    while leased.exists() and time.monotonic() < ends:
        time.sleep(0.05)


def _locked(alert: Alert, expected: int | None = None) -> Alert:
    alert = Alert.objects.select_for_update().select_related("owner").get(pk=alert.pk)
    if expected not in {None, alert.version}:
        raise Refused(changed_elsewhere(alert.version, alert.changed_on))
    return alert


def revived(alert: Alert) -> None:
    """Live, and without a past: the next price says on which side it stands."""
    alert.state, alert.paused_reason = Alert.State.LIVE, ""
    alert.since, alert.stands, alert.memory = newest_tick(), 0, {}


def _written(alert: Alert, wish: Wish) -> Alert:
    if wish.kind not in KINDS:
        raise bad("kind", f"The kinds of alert are: {', '.join(KINDS)}.")
    alert.kind = wish.kind
    alert.params = KINDS[wish.kind].clean(wish.params)
    alert.instrument = _instrument(wish, alert.params)
    alert.mode = _choice("mode", wish.mode or _usual_mode(wish.kind), Alert.Mode.values)
    alert.active_hours = _choice("active_hours", wish.active_hours, Alert.Hours.values)
    alert.channels = _channels(alert, wish)
    alert.expires, alert.cooldown = _later(wish.expires), _waiting(wish.cooldown)
    alert.note = " ".join(wish.note.split())[:200]
    alert.since = newest_tick()
    alert.written = timezone.now().date()
    with_columns(alert)
    if alert.kind == Alert.Kind.PORTFOLIO:
        alert.params |= _named(alert)
    return alert


def with_columns(alert: Alert) -> None:
    """The numbers of a price alert again where the engine reads them."""
    if alert.kind == Alert.Kind.PRICE_CROSS:
        alert.level = float(alert.params["level"])
        alert.direction = alert.params["direction"]
        alert.band = float(alert.params.get("hysteresis", 0))


def _named(alert: Alert) -> dict[str, str]:
    """The portfolio's name and currency, for the words, and the holding as portfolios write it.

    Raises Refused `bad_alert`.
    """
    try:
        portfolio = portfolio_for(alert.owner, alert.params["portfolio"])
    except Refused:
        raise bad("portfolio", "Which of your portfolios? Give its number.") from None
    told = {"name": portfolio.name, "unit": portfolio.currency}
    if text := alert.params.get("symbol", "").strip():
        listed = instrument_for(text)
        told["symbol"] = listed.symbol if listed else text.upper()
    return told


def _usual_mode(kind: str) -> str:
    return Alert.Mode.EVERY if kind in {"story", "reply"} else Alert.Mode.ONCE


def _instrument(wish: Wish, params: dict[str, Any]) -> Instrument | None:
    text = wish.symbol or str(params.get("symbol", ""))
    section = params.get("section") if wish.kind == Alert.Kind.STORY else None
    if section and not Section.objects.filter(slug=section).exists():
        raise bad("section", "There is no such section.")
    if wish.kind in PRICED or (wish.kind == Alert.Kind.STORY and "symbol" in params):
        instrument = instrument_for(text) if text else None
        if instrument is None:
            raise bad("symbol", unknown_instrument(text))
        if "symbol" in params:
            params["symbol"] = instrument.symbol
        return instrument
    return None


def unknown_instrument(text: str) -> str:
    """What is said of it, with what may have been meant."""
    if not text.strip():
        return "Which instrument? Give its symbol, such as COMDTY:BRENT."
    told = f"We know no instrument “{text.strip()[:64]}”."
    meant = [f"{one.symbol} ({one.name})" for one in search_instruments(text.strip()[:64], 3)]
    return f"{told} Did you mean {', '.join(meant)}?" if meant else told


def _channels(alert: Alert, wish: Wish) -> list[str]:
    if wish.channels is None:
        return channels_for(alert.owner, alert.kind)
    unknown = set(wish.channels) - set(Channel.values)
    if unknown or not wish.channels:
        raise bad("channels", f"Choose among: {', '.join(Channel.values)}.")
    return [str(channel) for channel in Channel if channel in wish.channels]


def _choice(name: str, value: str, choices: list[str]) -> str:
    if value not in choices:
        raise bad(name, f"{name.replace('_', ' ').capitalize()}: one of {', '.join(choices)}.")
    return value


def _later(moment: datetime | None) -> datetime | None:
    if moment is not None and moment <= timezone.now():
        raise bad("expires", "The end must lie in the future.")
    return moment


def _waiting(wait: timedelta | None) -> timedelta | None:
    if wait is None or not wait:
        return None
    if not timedelta() < wait <= timedelta(days=30):
        raise bad("cooldown", "A wait between firings is at most 30 days.")
    return wait
