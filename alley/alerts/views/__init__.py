"""The pages of alerts: parse, one query or action, answer."""

from alley.alerts.views.alerts import alert, alerts, new
from alley.alerts.views.firings import again, deliveries, firing, firings
from alley.alerts.views.settings import push_worker, settings, unsubscribe, webhooks

__all__ = [
    "again",
    "alert",
    "alerts",
    "deliveries",
    "firing",
    "firings",
    "new",
    "push_worker",
    "settings",
    "unsubscribe",
    "webhooks",
]
