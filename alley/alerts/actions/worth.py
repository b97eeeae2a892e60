"""Portfolios are looked at by the clock: their worth changes with every price they hold.

As with prices, the first look decides the side and never fires.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from alley.alerts.engine.firing import Occasion, after, firing_of, may_fire, recent_firings, save
from alley.alerts.kinds.base import spoken
from alley.alerts.kinds.portfolio import reached
from alley.alerts.models import Alert, Firing
from alley.portfolios.models import Portfolio
from alley.portfolios.queries import history_of, measure

TITLES = {"value": "value", "day_percent": "day", "weight": "weight", "holding_percent": "day"}
AT_ONCE = 20  # portfolios a minute: a history of ten years takes a quarter of a second


def look_at_portfolios(now: datetime) -> list[Firing]:
    """Those looked at longest ago first."""
    live = Alert.objects.filter(kind=Alert.Kind.PORTFOLIO, state=Alert.State.LIVE)
    waiting = sorted(live, key=lambda alert: alert.memory.get("looked", ""))
    wanted = list(dict.fromkeys(alert.params["portfolio"] for alert in waiting))[:AT_ONCE]
    return [
        firing
        for portfolio in Portfolio.objects.filter(pk__in=wanted)
        for firing in _look(portfolio, now)
    ]


def _look(portfolio: Portfolio, now: datetime) -> list[Firing]:
    history = history_of(portfolio)
    with transaction.atomic():
        live = Alert.objects.select_for_update(of=("self",)).filter(
            kind=Alert.Kind.PORTFOLIO,
            state=Alert.State.LIVE,
            owner=portfolio.reader_id,
            params__portfolio=portfolio.pk,
        )
        alerts = list(live.select_related("owner").order_by("pk"))
        recent = recent_firings({alert.pk for alert in alerts}, now)
        firings = []
        for alert in alerts:
            params = alert.params
            value = measure(history, params["measure"], params.get("symbol", ""))
            if _crossed(alert, value, now) and value is not None and may_fire(alert, now, now):
                firings.append(firing_of(_occasion(alert, portfolio, value, history.label, now)))
                after(alert, now, recent)
            alert.save(update_fields=["memory", "arming", "fired", "state", "paused_reason"])
        return save(firings, now)


def _crossed(alert: Alert, value: Decimal | None, now: datetime) -> bool:
    if value is None:
        alert.memory = {**alert.memory, "looked": now.isoformat()}
        return False
    was, beyond = alert.memory.get("beyond"), reached(alert.params, float(value))
    alert.memory = {"looked": now.isoformat(), "beyond": beyond, "value": str(value)}
    return was is False and beyond


def _occasion(
    alert: Alert, portfolio: Portfolio, value: Decimal, label: str, now: datetime
) -> Occasion:
    unit = portfolio.currency if alert.params["measure"] == "value" else "%"
    what = " ".join(filter(None, (alert.params.get("symbol"), TITLES[alert.params["measure"]])))
    title = f"{portfolio.name}: {what} {spoken(f'{value:.2f}')} {unit}"
    proof = {
        "measure": alert.params["measure"],
        "value": f"{value:.2f}",
        "level": alert.params["level"],
        "label": label,
    }
    return Occasion(alert, now, title, proof, portfolio.get_absolute_url())
