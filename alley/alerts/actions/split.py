"""A split moves the levels of the alerts set before it, as brokers do; their owners are told."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from alley.accounts.actions import notify
from alley.alerts import order
from alley.alerts.actions.change import revived, with_columns
from alley.alerts.kinds import KINDS
from alley.alerts.models import Alert
from alley.alerts.wording import rule_words
from alley.markets.adjustments import Split

KEPT = [Alert.State.LIVE, Alert.State.PAUSED, Alert.State.DONE]


@transaction.atomic
def split_levels(*, instrument: int, ex_date: date, new: Decimal, old: Decimal) -> int:
    """Rewrite rules written in the shares of before `ex_date`; how many alerts that concerned.

    Percentages stay as they are. What live alerts knew of prices is in old shares, so the next
    price says on which side they stand, and fires nothing.
    """
    factor = Split(ex_date, new, old).price_factor
    before = Alert.objects.select_for_update(of=("self",)).filter(
        instrument=instrument, written__lt=ex_date, state__in=KEPT
    )
    alerts = list(before.order_by("pk").select_related("instrument", "owner"))
    for alert in alerts:
        was = rule_words(alert)
        rescale = KINDS[alert.kind].rescaled
        params = rescale(alert.params, factor) if rescale else alert.params
        moved = params != alert.params
        if moved:
            alert.params = params
            alert.version += 1
            with_columns(alert)
        if alert.state == Alert.State.LIVE:
            revived(alert)
        alert.save()
        order.changed(alert)
        if moved and alert.state != Alert.State.DONE:
            _tell(alert, was, f"{new.normalize():f} for {old.normalize():f}")
    return len(alerts)


def _tell(alert: Alert, was: str, ratio: str) -> None:
    assert alert.instrument is not None
    notify(
        alert.owner,
        kind="alert",
        title=f"{alert.instrument.name} split its shares {ratio}: your alert moved with it",
        body=f"It is now: {rule_words(alert)}. It was: {was}.",
        url=alert.get_absolute_url(),
    )
