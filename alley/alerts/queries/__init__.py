"""Reads of alerts, firings and deliveries."""

from alley.alerts.queries.history import lacking
from alley.alerts.queries.lists import (
    alert_for,
    alerts_of,
    deliveries_of,
    firing_for,
    firings_of,
    in_force,
    taken_up,
)
from alley.alerts.queries.preferences import addresses_of, channels_for, preferences_of
from alley.alerts.queries.views import AlertView, view_of, views_of

__all__ = [
    "AlertView",
    "addresses_of",
    "alert_for",
    "alerts_of",
    "channels_for",
    "deliveries_of",
    "firing_for",
    "firings_of",
    "in_force",
    "lacking",
    "preferences_of",
    "taken_up",
    "view_of",
    "views_of",
]
