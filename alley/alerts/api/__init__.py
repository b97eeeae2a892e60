"""/alerts: what I wait for, what fired, and where I am told."""

from ninja import Router

from alley.accounts.http import signed_in
from alley.alerts.api import alerts, channels

router = Router(auth=signed_in)
for part in (channels, alerts):  # `webhooks` and `push` before any number of an alert
    router.add_router("", part.router)
