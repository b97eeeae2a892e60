"""An alert as its owner sees it: in words, with how it stands now and why it may not fire."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Max

from alley.alerts import stands
from alley.alerts.models import Alert, Firing, Seen
from alley.alerts.queries.history import lacking
from alley.alerts.wording import rule_words
from alley.markets.models import Quarantined
from alley.markets.queries import quotes_for
from alley.markets.quotes import QuoteView


@dataclass(frozen=True, slots=True)
class AlertView:
    """`status` is the contract's; `reason` says why it is what it is, where that needs saying."""

    alert: Alert
    words: str
    status: str
    reason: str
    quote: QuoteView | None
    newest: int | None = None  # its last firing

    def as_dict(self) -> dict[str, Any]:
        alert = self.alert
        return {
            "id": alert.pk,
            "kind": alert.kind,
            "symbol": alert.instrument.symbol if alert.instrument else None,
            "params": alert.params,
            "mode": alert.mode,
            "channels": alert.channels,
            "active_hours": alert.active_hours,
            "cooldown": None if alert.cooldown is None else int(alert.cooldown.total_seconds()),
            "expires": alert.expires,
            "status": self.status,
            "reason": self.reason,
            "note": alert.note,
            "words": self.words,
            "version": alert.version,
            "changed_on": alert.changed_on,
            "created": alert.created,
            "fired": alert.fired,
            "url": alert.get_absolute_url(),
        }


def views_of(alerts: Iterable[Alert]) -> list[AlertView]:
    """Five queries whatever their number."""
    alerts = list(alerts)
    symbols = [alert.instrument.symbol for alert in alerts if alert.instrument]
    quotes = quotes_for(symbols) if symbols else {}
    instruments = {alert.instrument_id for alert in alerts if alert.instrument_id}
    seen = Seen.objects.in_bulk(instruments)
    aside = _set_aside(instruments)
    newest = _newest_firings(alerts)
    lacks = lacking(alerts, _times(alerts, quotes))
    return [
        replace(_view(one, quotes, seen, aside, lacks), newest=newest.get(one.pk)) for one in alerts
    ]


def view_of(alert: Alert) -> AlertView:
    return views_of([alert])[0]


def _view(
    alert: Alert,
    quotes: dict[str, QuoteView],
    seen: dict[int, Seen],
    aside: dict[int, datetime],
    lacks: dict[int, str],
) -> AlertView:
    quote = quotes.get(alert.instrument.symbol) if alert.instrument else None
    status, reason = _status(alert, quote, seen, aside)
    if status == "armed" and alert.pk in lacks:
        status, reason = "waiting", f"Not enough history yet: {lacks[alert.pk]}."
    return AlertView(alert, rule_words(alert), status, reason, quote)


def _status(
    alert: Alert,
    quote: QuoteView | None,
    seen: dict[int, Seen],
    aside: dict[int, datetime],
) -> tuple[str, str]:
    if alert.state != Alert.State.LIVE:
        return str(alert.state), alert.paused_reason
    if alert.instrument is None or alert.kind == Alert.Kind.STORY:
        return "armed", ""
    if quote is None:
        return "waiting", "No price has come yet."
    set_aside = aside.get(alert.instrument.pk)
    if set_aside is not None and set_aside > quote.time:
        words = "The newest price looked wrong by a factor of 100 and was set aside."
        return "paused", f"{words} The alert goes on with the next sound one."
    if quote.stale:
        return "paused", f"No new price since {quote.time:%d %b %Y, %H:%M} UTC."
    if alert.active_hours == Alert.Hours.SESSION and quote.session == "closed":
        return "waiting", "Its market is closed; it looks again when that opens."
    if alert.kind != Alert.Kind.PRICE_CROSS:
        return "armed", ""
    return _side(alert, seen.get(alert.instrument.pk))


def _side(alert: Alert, seen: Seen | None) -> tuple[str, str]:
    assert alert.level is not None
    if seen is None or seen.tick <= alert.since:
        return "waiting", "The next price decides on which side it stands."
    price = float(seen.price)
    if alert.direction == "either":
        return "armed", ""
    up = alert.direction == "above"
    state = stands.half(alert.stands, up=up) if alert.band else -1
    beyond = price >= alert.level if up else price <= alert.level
    if beyond or state == 0:
        back = "below" if up else "above"
        return "waiting", f"It is {'above' if up else 'below'} already: first it must move {back}."
    return "armed", ""


def _times(alerts: Iterable[Alert], quotes: dict[str, QuoteView]) -> dict[int, datetime]:
    return {
        alert.instrument.pk: quotes[alert.instrument.symbol].time
        for alert in alerts
        if alert.instrument and alert.instrument.symbol in quotes
    }


def _newest_firings(alerts: Iterable[Alert]) -> dict[int, int]:
    fired = Firing.objects.filter(alert__in=[alert.pk for alert in alerts if alert.fired])
    rows = fired.order_by().values("alert").annotate(newest=Max("pk"))
    return dict(rows.values_list("alert", "newest"))


def _set_aside(instruments: Iterable[int]) -> dict[int, datetime]:
    waiting = Quarantined.objects.filter(settled=None)  # nobody has looked at it yet
    rows = waiting.filter(instrument__in=list(instruments)).order_by("time")
    return dict(rows.values_list("instrument_id", "time"))
