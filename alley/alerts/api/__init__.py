"""/alerts: what I wait for, what fired, and where I am told."""

from ninja import Router

from alley.accounts.http import signed_in
from alley.alerts.api import alerts, channels, deliveries

router = Router(auth=signed_in)
for part in (channels, deliveries, alerts):  # words in a path before any number of an alert
    router.add_router("", part.router)
